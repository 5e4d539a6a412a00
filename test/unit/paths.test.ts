import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LISTED, ROOTS, SEEN_ELSEWHERE } from '../docs/paths';
import { withPaths, withPathsInShort } from '../docs/pathsTable';
import { checkPaths } from '../host/paths/checkPaths';
import type { Observed } from '../host/paths/observedPath';

const ROOT = join(__dirname, '..', '..');
const TEST = '/tmp/leeway-test-aB3dE9';
const CONFIG = `${TEST}/claude`;
const HOME = '/tmp/leeway-host-aB3dE9/home';

describe('The places that are read and written', () => {
  const textOf = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

  it('stand in SECURITY.md and the README as in the list (npm run readme)', () => {
    assert.equal(textOf('SECURITY.md'), withPaths(textOf('SECURITY.md')));
    assert.equal(textOf('README.md'), withPathsInShort(textOf('README.md')));
  });

  it('begin with a root that is explained, or are absolute', () => {
    const listed = LISTED.flatMap(({ paths }) => paths);
    assert.deepEqual(
      listed.filter((path) => !/^(?:\/|C:\\)/.test(path) && !(path.split('/')[0]! in ROOTS)),
      [],
    );
    assert.equal(new Set(listed).size, listed.length, 'each stands there once');
  });

  it('are in the list, and have a test that is there, where no window shows them', () => {
    for (const { paths, does, test } of SEEN_ELSEWHERE) {
      for (const path of paths) {
        const row = LISTED.find((each) => each.paths.includes(path));
        assert.ok(row !== undefined && does.every((doing) => row.does.includes(doing)), path);
      }
      assert.ok(existsSync(join(ROOT, test)), test);
    }
  });
});

describe('The check of observed paths', () => {
  const observed = (access: Observed['access'], path: string): Observed => ({
    ...{ access, path, home: HOME, config: CONFIG, programs: ['/usr/bin'], isRestricted: false },
  });
  const outside = (access: Observed['access'], path: string): boolean =>
    checkPaths([observed(access, path)]).outside.length > 0;

  it('takes what the list says, temporary files and the folders on the way', () => {
    const project = `${CONFIG}/projects/-tmp-ledger`;
    for (const [access, path] of [
      ['reads', `${project}/a.jsonl`],
      ['writes', `${project}/.a.jsonl.leeway-0a1b2c-12-34-0a1b2c3d4e5f.tmp`],
      ['lists', project],
      ['looks', `${CONFIG}/projects`],
      ['looks', '/tmp'],
      ['makes', `${CONFIG}/leeway/backups/a`],
      ['writes', `${TEST}/ledger/.ai/HANDOFF.md`],
      ['makes', `${TEST}/ledger/.ai`],
      ['reads', `${TEST}/ledger/src/.claude/settings.json`],
      ['looks', '/usr/bin/claude'],
    ] as const)
      assert.equal(outside(access, path), false, `${access} ${path}`);
  });

  it('tells all else', () => {
    for (const [access, path] of [
      ['reads', `${CONFIG}/.credentials.json`],
      ['reads', `${CONFIG}/history.jsonl`],
      ['reads', `${CONFIG}/sessions/12.key`],
      ['writes', `${CONFIG}/sessions/12.json`],
      ['makes', `${CONFIG}/sessions`],
      ['reads', `${TEST}/ledger/src/index.ts`],
      ['lists', `${TEST}/ledger/src`],
      ['writes', `${TEST}/ledger/.git`],
      ['reads', `${HOME}/.ssh/id_ed25519`],
      ['lists', `${HOME}/.ssh`],
      ['reads', '/etc/passwd'],
      ['reads', '/proc/12/environ'],
      ['reads', '/usr/bin/claude'],
      ['writes', '/tmp/a.jsonl'],
    ] as const)
      assert.equal(outside(access, path), true, `${access} ${path}`);
  });

  it('tells whatever is written in a restricted window', () => {
    const lock = observed('writes', `${CONFIG}/leeway/locks/a.lock`);
    assert.deepEqual(checkPaths([lock]).outside, []);
    const [line] = checkPaths([{ ...lock, isRestricted: true }]).outside;
    assert.match(line!, /^in a restricted window: writes <config>\/leeway\/locks\/a\.lock/);
  });

  it('tells what of the list was not seen', () => {
    const { unseen } = checkPaths([observed('reads', `${CONFIG}/settings.json`)]);
    assert.ok(unseen.includes('<config>/settings.json writes'));
    assert.ok(!unseen.includes('<config>/settings.json reads'));
    assert.ok(!unseen.some((line) => line.startsWith('<chosen>')), 'no window can show it');
    const stale = checkPaths([observed('looks', '/usr/bin/claude')]).unseen;
    assert.ok(stale.some((line) => line.startsWith('/usr/bin/claude looks: it was seen')));
  });
});
