import assert from 'node:assert/strict';
import {
  LOCAL,
  MANAGED,
  PROJECT,
  useControlFiles,
  USER,
  valueAndFile,
} from '../../../fixtures/controlFiles';

const LEAST = 'CLAUDE_CODE_IDLE_COMPACT_MIN_TOKENS';

describe('readClaudeControls, of idle compaction', () => {
  const { read, readWith, at } = useControlFiles();

  it('goes by the strongest file that says something', async () => {
    const says = async (files: Record<string, unknown>): Promise<[unknown, unknown]> =>
      valueAndFile((await readWith(files)).idleCompaction);
    assert.deepEqual(await says({}), [undefined, undefined]);
    assert.deepEqual(await says({ [USER]: { idleCompaction: false } }), [false, at(USER)]);
    assert.deepEqual(await says({ [PROJECT]: { idleCompaction: true } }), [true, at(PROJECT)]);
    assert.deepEqual(await says({ [LOCAL]: { idleCompaction: false } }), [false, at(LOCAL)]);
    assert.deepEqual(await says({ [MANAGED]: { idleCompaction: true } }), [true, at(MANAGED)]);
    const { idleCompaction } = await readWith({ [MANAGED]: {} });
    assert.deepEqual(idleCompaction?.origin, { file: at(LOCAL), key: 'idleCompaction' });
  });

  it('takes for the least size what Claude Code takes: a whole number and nothing behind it', async () => {
    const least = async (value: string): Promise<number | undefined> =>
      (await read({ [LEAST]: value })).idleCompactMinTokens?.value;
    for (const value of ['150000', ' 150_000 ', '150,000', '1.5e5'])
      assert.equal(await least(value), 150_000, value);
    for (const value of ['150k', '150000 tokens', '150000.5', '0', '-5', 'x', '1e999'])
      assert.equal(await least(value), undefined, value);
    const { idleCompactMinTokens } = await readWith({ [USER]: { env: { [LEAST]: 120_000 } } });
    assert.deepEqual(idleCompactMinTokens, {
      value: 120_000,
      origin: { file: at(USER), key: LEAST },
    });
  });
});
