import assert from 'node:assert/strict';
import { parseStartOptions } from '../../demo/startOptions';

describe('parseStartOptions', () => {
  const cases: [string[], unknown][] = [
    [[], { mode: 'demo' }],
    [['--check'], { mode: 'check' }],
    [['--real'], { mode: 'real', folder: null }],
    [['--real', '/home/dev/ledger'], { mode: 'real', folder: '/home/dev/ledger' }],
  ];
  for (const [args, expected] of cases)
    it(`takes ${JSON.stringify(args)}`, () => assert.deepEqual(parseStartOptions(args), expected));

  for (const args of [
    ['--chek'],
    ['--check', '--real'],
    ['folder'],
    ['--real', 'one', 'two'],
    ['--check=yes'],
  ]) {
    it(`says in one sentence what is wrong with ${JSON.stringify(args)}`, () => {
      const problem = parseStartOptions(args);
      assert.ok(typeof problem === 'string');
      assert.match(problem, /^[^\n.]+\.$/);
    });
  }
});
