// Builds dist/: the extension, its worker and the command line, one file each; what they import
// only when it is needed, as the tokenizer's vocabulary, in files of its own; and the pages of the
// inspector and of recovery. Beside them the licences of what was bundled.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';

/** @type {import('esbuild').Plugin} */
const seldomApart = {
  name: 'seldom-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `./${basename(path)}.js`, external: true } : undefined,
    );
  },
};

const shared = {
  outdir: 'dist',
  bundle: true,
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

const program = await build({
  ...shared,
  entryPoints: {
    extension: 'src/extension.ts',
    worker: 'src/worker/worker.ts',
    cli: 'src/cli.ts',
    carryOverNotice: 'src/features/carryOver/carryOverNotice.ts',
    compactSession: 'src/operations/compacting/compactSession.ts',
    recoverPanel: 'src/features/recover/recoverPanel.ts',
    vocabulary: 'src/domain/accounting/vocabulary.ts',
  },
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'], // jsonc-parser's main asks for its parts at run time
  external: ['vscode'],
  plugins: [seldomApart],
});
const page = await build({
  ...shared,
  entryPoints: { inspector: 'media/inspector/main.ts', recover: 'media/recover/main.ts' },
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  conditions: ['production'],
  loader: { '.svg': 'text' },
});

const packages = new Set(
  [program, page]
    .flatMap(({ metafile }) => Object.keys(metafile.inputs))
    .flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
});
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));
