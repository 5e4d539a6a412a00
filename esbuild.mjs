// Builds dist/: the extension, its worker and the command line, one file each, and the tokenizer's vocabulary in a file of its own,
// which is loaded only when something must be counted. Beside them the licences of what was bundled.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/** @type {import('esbuild').Plugin} */
const vocabularyApart = {
  name: 'vocabulary-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/vocabulary$/ }, () => ({ path: './vocabulary.js', external: true }));
  },
};

const { metafile } = await build({
  entryPoints: { extension: 'src/extension.ts', worker: 'src/worker/worker.ts', cli: 'src/cli.ts', vocabulary: 'src/core/accounting/vocabulary.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  plugins: [vocabularyApart],
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

const packages = new Set(Object.keys(metafile.inputs).flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
});
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));
