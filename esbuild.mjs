// Builds dist/: the extension, its worker and the command line, one file each; what they import
// only when it is needed, as the tokenizer's vocabulary, in files of its own; and the pages of the
// inspector, of a prune, of recovery, of the companion and of a compaction. Beside them the
// licences of what was bundled, and the font of icons. The companion itself is shipped as it is.
//   node esbuild.mjs              as it is packaged: small, without source maps
//   node esbuild.mjs --debug      to be debugged: readable, with source maps
//   node esbuild.mjs --watch      the same, again after every change
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build, context } from 'esbuild';
import { levelFont } from './media/icons/levelFont.mjs';

const isWatching = process.argv.includes('--watch');
const isDebugged = isWatching || process.argv.includes('--debug');

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
  minify: !isDebugged,
  sourcemap: isDebugged,
  legalComments: 'none',
  metafile: true,
  logLevel: isWatching ? 'info' : 'warning',
};

/** @type {import('esbuild').BuildOptions} */
const program = {
  ...shared,
  entryPoints: {
    extension: 'src/extension.ts',
    worker: 'src/worker/worker.ts',
    cli: 'src/cli.ts',
    carryOverNotice: 'src/features/carryOver/carryOverNotice.ts',
    handoffs: 'src/features/handoff/handoffs.ts',
    recoverPanel: 'src/features/recover/recoverPanel.ts',
    lossPanel: 'src/features/loss/lossPanel.ts',
    tellCompaction: 'src/features/loss/tellCompaction.ts',
    blockOnPage: 'src/features/inspector/blockOnPage.ts',
    branchCommand: 'src/features/branch/branchCommand.ts',
    companionPages: 'src/features/companion/companionPages.ts',
    bloatText: 'src/features/prevention/bloatText.ts',
    createMemoryFiles: 'src/features/prevention/createMemoryFiles.ts',
    deleteKept: 'src/features/prune/deleteKept.ts',
    setAutoCompactWindow: 'src/features/compact/setAutoCompactWindow.ts',
    setIdleCompaction: 'src/features/compact/setIdleCompaction.ts',
    sessionsTree: 'src/features/sessions/sessionsTree.ts',
    switchSession: 'src/features/sessions/switchSession.ts',
    restoreBackup: 'src/features/prune/restoreBackup.ts',
    takeUp: 'src/features/prune/takeUp.ts',
    vocabulary: 'src/domain/accounting/vocabulary.ts',
  },
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'], // jsonc-parser's main asks for its parts at run time
  external: ['vscode'],
  plugins: [seldomApart],
};
/** @type {import('esbuild').BuildOptions} */
const page = {
  ...shared,
  entryPoints: {
    inspector: 'media/inspector/main.ts',
    prune: 'media/prune/main.ts',
    recover: 'media/recover/main.ts',
    companion: 'media/companion/main.ts',
    loss: 'media/loss/main.ts',
  },
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  conditions: ['production'],
  loader: { '.svg': 'text' },
  // a page can read nothing beside its own script and style
  ...(isDebugged ? { sourcemap: 'inline' } : {}),
};

const built = await Promise.all([program, page].map((options) => build(options)));
const packages = new Set(
  built
    .flatMap(({ metafile }) => Object.keys(metafile.inputs))
    .flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));

// a page to read is called in its tab what its file is called
copyFileSync('media/whatHelps.md', 'dist/What Helps When the Context Is Full');

// the icons of a tree that say how full something is
writeFileSync('dist/levels.ttf', levelFont());

if (isWatching) for (const options of [program, page]) await (await context(options)).watch();
