import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { importsOf, type Import } from '../docs/importsOf';
import { LAW, NETWORK, type Row } from '../docs/law';
import { withLaw } from '../docs/lawTable';

const ROOT = join(__dirname, '..', '..');

function sourceFiles(directory: string): string[] {
  return readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => `${directory}/${name.split(sep).join('/')}`);
}

function rowOf(file: string): Row | undefined {
  return LAW.find(({ files }) => files.test(file));
}

/** `domain/pruning` for a file of it; the page or the feature for one of theirs. */
function roomOf(file: string): string {
  const parts = file.replace(/^src\//, '').split('/');
  return parts.length === 1 ? parts[0]! : parts.slice(0, -1).slice(0, 2).join('/');
}

function isAllowed(each: Import): boolean {
  const row = rowOf(each.from);
  if (row === undefined) return false;
  if (row === rowOf(each.to)) return true;
  const isOwnFeature =
    each.from.startsWith('src/features/') && roomOf(each.from) === roomOf(each.to);
  if (isOwnFeature && !row.name.endsWith('protocol')) return true;
  return row.may.some((allowed) => isMeant(allowed, each));
}

/** Whether an entry of the law speaks of this import. */
function isMeant(allowed: string, { from, to, isType }: Import): boolean {
  if (allowed === 'node') return to.startsWith('node:');
  if (allowed.startsWith('types of ') && !isType) return false;
  const page = roomOf(from).split('/')[1] ?? '';
  const named = allowed.replace(/^types of /, '').replace('/x/', `/${page}/`);
  const path = to.replace(/^src\//, '').replace(/\.ts$/, '');
  return path === named || path.startsWith(`${named}/`);
}

/** The first circle in a graph, as the names along it. */
function circleIn(next: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const done = new Set<string>();
  const search = (name: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return null;
    for (const to of next.get(name) ?? []) {
      const found = search(to, [...path, name]);
      if (found !== null) return found;
    }
    done.add(name);
    return null;
  };
  for (const name of next.keys()) {
    const found = search(name, []);
    if (found !== null) return found;
  }
  return null;
}

function graphOf(edges: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    if (from === to) continue;
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return graph;
}

/** What runs when a file does, dynamic imports included. */
function reachedFrom(file: string, imports: readonly Import[]): ReadonlySet<string> {
  const reached = new Set([file]);
  for (const from of reached)
    for (const each of imports) if (each.from === from && !each.isType) reached.add(each.to);
  return reached;
}

describe('architecture', () => {
  const files = [...sourceFiles('src'), ...sourceFiles('media')];
  const imports = files.flatMap(importsOf);
  const inside = imports.filter(({ to }) => /^(src|media)\//.test(to));

  it('finds the sources and their imports', () => {
    assert.ok(files.length > 200 && inside.length > 800, `${files.length}, ${inside.length}`);
    assert.deepEqual(
      inside.filter(({ to }) => !existsSync(join(ROOT, to))),
      [],
    );
  });

  it('has a row of the law for every file, and a file for every row', () => {
    assert.deepEqual(
      files.filter((file) => rowOf(file) === undefined),
      [],
    );
    assert.deepEqual(
      LAW.filter((row) => !files.some((file) => rowOf(file) === row)),
      [],
    );
  });

  it('imports downward only', () => {
    assert.deepEqual(
      imports.filter((each) => !isAllowed(each)).map(({ from, to }) => `${from} -> ${to}`),
      [],
    );
  });

  it('allows nothing that nobody takes', () => {
    const unused = LAW.flatMap((row) => {
      const own = imports.filter(({ from, to }) => rowOf(from) === row && rowOf(to) !== row);
      return row.may
        .filter((allowed) => !own.some((each) => isMeant(allowed, each)))
        .map((allowed) => `${row.name}: ${allowed}`);
    });
    assert.deepEqual(unused, []);
  });

  it('goes in no circles, neither by files nor by folders', () => {
    assert.equal(circleIn(graphOf(inside.map(({ from, to }) => [from, to]))), null);
    assert.equal(circleIn(graphOf(inside.map(({ from, to }) => [roomOf(from), roomOf(to)]))), null);
  });

  it('has no file beside the folders of a wing', () => {
    assert.deepEqual(
      files.filter((file) => /^src\/(domain|io|operations|features)\/[^/]+$/.test(file)),
      [],
    );
  });

  it('lets no feature know another', () => {
    const between = inside.filter(
      ({ from, to }) =>
        roomOf(from).startsWith('features/') &&
        roomOf(to).startsWith('features/') &&
        roomOf(from) !== roomOf(to),
    );
    assert.deepEqual(between, []);
  });

  it('keeps the domain free of this machine and its clock', () => {
    const machine =
      /\b(process\.(env|cwd|platform|argv|pid)|require\(|Date\.now\(|new Date\(\)|setTimeout|setImmediate)/;
    assert.deepEqual(
      files.filter(
        (file) =>
          file.startsWith('src/domain/') && machine.test(readFileSync(join(ROOT, file), 'utf8')),
      ),
      [],
    );
  });

  it('reads sessions in the worker alone: nothing that parses one runs in the extension host', () => {
    const reached = reachedFrom('src/extension.ts', imports);
    assert.ok(reached.has('src/operations/diagnosing/gatherBlockFacts.ts'));
    const readers = [
      /^src\/operations\/(reading|following|leaving)\//,
      /^src\/io\/sessionFile\/(readLines|sessionTail)\./,
      /^src\/domain\/transcript\/(parseEntry|readRecords|transcript)\./,
    ];
    const found = (graph: ReadonlySet<string>): string[] =>
      [...graph].filter((file) => readers.some((each) => each.test(file)));
    assert.deepEqual(found(reached), []);
    assert.ok(found(reachedFrom('src/worker/worker.ts', imports)).length > 20);
  });

  it('reaches no network', () => {
    assert.deepEqual(
      imports.filter(({ to }) => NETWORK.includes(to.replace(/^node:/, '').split('/')[0]!)),
      [],
    );
    const calls = /\b(fetch\(|XMLHttpRequest|WebSocket|EventSource)/;
    assert.deepEqual(
      files.filter((file) => calls.test(readFileSync(join(ROOT, file), 'utf8'))),
      [],
    );
  });

  it('stands in docs/architecture.md as it is held here (npm run readme)', () => {
    const document = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
    assert.equal(document, withLaw(document));
  });
});
