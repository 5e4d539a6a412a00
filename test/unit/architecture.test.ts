import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const LIBRARIES = [
  '@secretlint/secretlint-rule-preset-recommend',
  'chokidar',
  'image-size',
  'js-tiktoken',
  'jsonc-parser',
  'valibot',
];

/**
 * The law of docs/architecture.md: who may import what, besides its own folder. The first row that
 * fits a file counts. `vscode`, `node:` and libraries are named like folders.
 */
const LAW: readonly { readonly files: RegExp; readonly may: readonly string[] }[] = [
  { files: /^core\/log\.ts$/, may: [] },
  { files: /^core\/transcript\//, may: ['image-size'] },
  { files: /^core\/sessionFile\//, may: ['core/log.ts', 'node:', 'chokidar'] },
  { files: /^core\/claudeSettings\//, may: ['core/log.ts', 'node:', 'jsonc-parser'] },
  { files: /^core\/claudeProgram\//, may: ['core/log.ts', 'node:'] },
  { files: /^core\/recovery\//, may: ['core/transcript/', 'core/accounting/', 'jsonc-parser'] },
  { files: /^core\/accounting\//, may: ['core/transcript/', 'js-tiktoken'] },
  { files: /^core\/pruning\//, may: ['core/transcript/', 'core/accounting/'] },
  { files: /^core\/prevention\//, may: ['core/transcript/', 'core/accounting/'] },
  {
    files: /^core\/handoff\//,
    may: ['core/transcript/', 'core/accounting/', '@secretlint/secretlint-rule-preset-recommend'],
  },
  { files: /^core\//, may: ['core/', 'node:'] },
  { files: /^worker\/(protocol|tasks|inspectionParts|youngGeneration)\.ts$/, may: ['core/'] },
  { files: /^worker\//, may: ['core/', 'node:'] },
  {
    files: /^wording\/pruneReport\.ts$/,
    may: ['core/pruneSession.ts', 'core/restoreSession.ts', 'core/rewriteSession.ts'],
  },
  { files: /^wording\//, may: ['core/accounting/'] },
  { files: /^host\/settings\.ts$/, may: ['valibot'] },
  {
    files: /^host\//,
    may: [
      'vscode',
      'node:',
      'core/',
      'worker/protocol.ts',
      'worker/tasks.ts',
      'worker/inspectionParts.ts',
      'worker/youngGeneration.ts',
      'wording/',
    ],
  },
  { files: /^features\/(?:inspector|recover)\/protocol\.ts$/, may: ['valibot'] },
  {
    files: /^features\/[^/]+\/\w*(Model|Policy|Text|Choices|tooltip)\.ts$/,
    may: ['core/', 'wording/', 'host/settings.ts'],
  },
  { files: /^features\//, may: ['vscode', 'node:', 'core/', 'host/', 'wording/'] },
  { files: /^cli\//, may: ['node:', 'core/', 'wording/'] },
  {
    files: /^(cli|extension)\.ts$/,
    may: ['vscode', 'node:', 'core/', 'host/', 'features/', 'wording/', 'cli/'],
  },
];

interface Import {
  readonly from: string;
  readonly to: string;
}

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.split(sep).join('/'));
}

function importsOf(file: string): Import[] {
  const path = join(ROOT, 'src', file);
  const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => ({
    from: file,
    to: fileName.startsWith('.')
      ? `${relative(join(ROOT, 'src'), join(dirname(path), fileName))
          .split(sep)
          .join('/')}.ts`
      : fileName,
  }));
}

function folderOf(file: string): string {
  const parts = file.split('/');
  return parts.length > 1
    ? `${parts.slice(0, parts[0] === 'wording' || parts[0] === 'worker' || parts[0] === 'host' ? 1 : 2).join('/')}/`
    : file;
}

function isAllowed({ from, to }: Import, may: readonly string[]): boolean {
  const folder = folderOf(from);
  if (
    folder.endsWith('/') &&
    to.startsWith(folder) &&
    !(folder === 'core/' || /^core\/\w+\.ts$/.test(from))
  )
    return true;
  return may.some(
    (allowed) =>
      to === allowed ||
      (allowed.endsWith('/') || allowed.endsWith(':')
        ? to.startsWith(allowed)
        : to.startsWith(`${allowed}/`)),
  );
}

describe('architecture', () => {
  const files = sourceFiles(join(ROOT, 'src'));
  const imports = files.flatMap(importsOf);

  it('finds the sources and their imports', () => {
    assert.ok(
      files.length > 40 && imports.length > 100,
      `${String(files.length)} files, ${String(imports.length)} imports`,
    );
  });

  it('has a row of the law for every file', () => {
    assert.deepEqual(
      files.filter((file) => !LAW.some((row) => row.files.test(file))),
      [],
    );
  });

  it('imports downward only', () => {
    const broken = imports.filter(
      (each) => !isAllowed(each, LAW.find((row) => row.files.test(each.from))?.may ?? []),
    );
    assert.deepEqual(
      broken.map(({ from, to }) => `${from} -> ${to}`),
      [],
    );
  });

  it('goes in no circles', () => {
    const next = new Map(
      files.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]),
    );
    const done = new Set<string>();
    const circle = (file: string, path: readonly string[]): readonly string[] | null => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return null;
      for (const to of next.get(file) ?? []) {
        const found = circle(to, [...path, file]);
        if (found !== null) return found;
      }
      done.add(file);
      return null;
    };
    assert.deepEqual(
      files.map((file) => circle(file, [])).filter((found) => found !== null),
      [],
    );
  });

  it('lets no feature know another', () => {
    const features = imports.filter(
      ({ from, to }) =>
        from.startsWith('features/') &&
        to.startsWith('features/') &&
        folderOf(from) !== folderOf(to),
    );
    assert.deepEqual(features, []);
  });

  it('lets a page know only its protocol and pure words', () => {
    const pages = join(ROOT, 'media');
    const known = sourceFiles(pages).flatMap((file) =>
      [...readFileSync(join(pages, file), 'utf8').matchAll(/from '((?:\.\.\/)+src\/[^']+)'/g)].map(
        ([, to]) => `${file.split('/')[0]!} -> ${to!.replace(/^(\.\.\/)+src\//, '')}`,
      ),
    );
    assert.ok(known.length > 10);
    assert.deepEqual(
      known.filter((each) => !/^(\w+) -> (features\/\1\/protocol|wording\/\w+)$/.test(each)),
      [],
    );
  });

  it('uses no library but those that were chosen', () => {
    const foreign = imports
      .map(({ to }) => to)
      .filter((to) => !/^(node:|vscode$)/.test(to) && !to.endsWith('.ts'));
    assert.deepEqual(
      foreign.filter(
        (to) => !LIBRARIES.some((library) => to === library || to.startsWith(`${library}/`)),
      ),
      [],
    );
  });

  it('reaches no network', () => {
    const forbidden =
      /\b(fetch\(|XMLHttpRequest|WebSocket)|from '(node:)?(https?|net|tls|dgram|http2)'/;
    assert.deepEqual(
      files.filter((file) => forbidden.test(readFileSync(join(ROOT, 'src', file), 'utf8'))),
      [],
    );
  });
});
