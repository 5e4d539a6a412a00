import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { importsOf } from '../docs/importsOf';
import { namedPaths } from '../docs/namedPaths';
import { walksOf, type WalkStep } from '../docs/walks';

const ROOT = join(__dirname, '..', '..');
const DOCUMENTS = ['CONTRIBUTING.md', 'README.md', 'SECURITY.md', 'docs/architecture.md'];
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** A document names sources from the root, or from `src`; what it links to stands beside it. */
function exists(path: string, document: string): boolean {
  return ['', 'src', posix.dirname(document)].some((base) => existsSync(join(ROOT, base, path)));
}

function occursIn(symbol: string, path: string): boolean {
  const escaped = symbol.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`).test(textOf(path));
}

function areJoined(step: WalkStep, before: WalkStep): boolean {
  const { joint } = step;
  if (joint !== null) return [step, before].every(({ path }) => occursIn(joint, path));
  const imports = (one: WalkStep, other: WalkStep): boolean =>
    one.path.endsWith('.ts') && importsOf(one.path).some(({ to }) => to === other.path);
  return imports(step, before) || imports(before, step);
}

describe('the documents', () => {
  for (const document of DOCUMENTS)
    it(`name only files and folders that exist, in ${document}`, () => {
      const named = namedPaths(textOf(document));
      assert.ok(named.length > 0 || document === 'SECURITY.md');
      assert.deepEqual(
        named.filter((path) => !exists(path, document)),
        [],
      );
    });

  it('find the folders of the tree', () => {
    const named = namedPaths(textOf('docs/architecture.md'));
    for (const folder of ['src/extension.ts', 'src/domain/pruning/', 'src/io/', 'media/recover'])
      assert.ok(named.includes(folder), folder);
  });

  it('name only scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    for (const document of [...DOCUMENTS, '.github/workflows/ci.yml', '.ci/run']) {
      const named = [...textOf(document).matchAll(/\bnpm (?:run )?([a-z][\w:]*)/g)]
        .map(([, name]) => name!)
        .filter((name) => name !== 'ci');
      assert.deepEqual(
        named.filter((name) => !(name in scripts)),
        [],
        document,
      );
    }
  });
});

describe('a walk of CONTRIBUTING.md', () => {
  const walks = walksOf(textOf('CONTRIBUTING.md'));

  it('is one of four', () => {
    assert.equal(walks.length, 4);
    for (const { title, steps } of walks) assert.ok(steps.length > 4, title);
  });

  for (const { title, steps } of walks) {
    it(`finds in each file what it names: ${title}`, () => {
      const missing = steps.filter(
        ({ path, symbol }) => !existsSync(join(ROOT, path)) || !occursIn(symbol, path),
      );
      assert.deepEqual(missing, []);
    });

    it(`goes from each file to one that it is joined with: ${title}`, () => {
      const gaps = steps.filter((step, at) => {
        const before = steps[at - 1];
        return before !== undefined && before.path !== step.path && !areJoined(step, before);
      });
      assert.deepEqual(gaps, []);
    });
  }

  it('is refused where a step is written otherwise', () => {
    const walk = (step: string): string => `## Four walks\n\n### a. One\n\n1. ${step}\n`;
    assert.deepEqual(walksOf(walk('(message `x`) `src/log.ts` → `Log` does it.'))[0]?.steps, [
      { joint: 'x', path: 'src/log.ts', symbol: 'Log' },
    ]);
    assert.throws(() => walksOf(walk('`src/log.ts`: it does.')), /no step/);
  });
});
