import assert from 'node:assert/strict';
import { quietest } from '../../bench/quietest';
import type { Row } from '../../bench/row';

const row = (name: string, value: number, gate: number | null): Row => ({
  ...{ name, value, gate },
  unit: 'ratio',
});

describe('quietest', () => {
  it('measures again until each row has passed once', async () => {
    const rounds = [
      [row('one', 3, 2), row('two', 1, 2)],
      [row('one', 1.5, 2), row('two', 3, 2)],
    ];
    assert.deepEqual(await quietest('a section', () => Promise.resolve(rounds.shift()!)), [
      row('one', 1.5, 2),
      row('two', 1, 2),
    ]);
    assert.deepEqual(rounds, []);
  });

  it('takes no row for another one of the same name', async () => {
    const rows = [row('  once more', 1, null), row('  once more', 9, 2)];
    await assert.rejects(
      quietest('a section', () => Promise.resolve(rows)),
      /Two rows of a section are called once more/,
    );
  });
});
