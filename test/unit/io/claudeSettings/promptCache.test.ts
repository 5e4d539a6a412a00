import assert from 'node:assert/strict';
import {
  LOCAL,
  MANAGED,
  PROJECT,
  useControlFiles,
  USER,
  valueAndFile,
} from '../../../fixtures/controlFiles';

const FIVE = 300_000;
const HOUR = 3_600_000;
/** The strongest first, each with another lifetime than the one below it. */
const VARIABLES: readonly (readonly [key: string, value: string, ms: number])[] = [
  ['FORCE_PROMPT_CACHING_5M', '1', FIVE],
  ['CLAUDE_CODE_MESSAGES_PROMPT_CACHE_TTL', '5m', FIVE],
  ['CLAUDE_CODE_PROMPT_CACHE_TTL', '1h', HOUR],
];

describe('how long Claude Code has the conversation kept', () => {
  const { read, readWith, at } = useControlFiles();
  const found = async (
    files: Record<string, unknown>,
    env: Record<string, string> = {},
  ): Promise<[unknown, unknown]> => valueAndFile((await readWith(files, env)).promptCacheMs);

  it('goes by a variable before any file', async () => {
    const files = { [USER]: { promptCacheTtl: '5m' } };
    assert.deepEqual(await found(files), [FIVE, at(USER)]);
    assert.deepEqual(await found(files, { CLAUDE_CODE_PROMPT_CACHE_TTL: '1h' }), [HOUR, null]);
  });

  it('goes by the stronger of two variables', async () => {
    const hour = { CLAUDE_CODE_PROMPT_CACHE_TTL: '1h', ENABLE_PROMPT_CACHING_1H: '1' };
    const keyOf = async (env: Record<string, string>): Promise<unknown> =>
      (await read(env)).promptCacheMs?.origin.key;
    assert.equal(await keyOf(hour), 'CLAUDE_CODE_PROMPT_CACHE_TTL');
    const messages = { ...hour, CLAUDE_CODE_MESSAGES_PROMPT_CACHE_TTL: '5m' };
    assert.equal(await keyOf(messages), 'CLAUDE_CODE_MESSAGES_PROMPT_CACHE_TTL');
    assert.deepEqual(await found({}, messages), [FIVE, null]);
    const forced = { ...messages, FORCE_PROMPT_CACHING_5M: 'true' };
    assert.equal(await keyOf(forced), 'FORCE_PROMPT_CACHING_5M');
    for (const [key, value, ms] of VARIABLES)
      assert.deepEqual(await found({}, { [key]: value }), [ms, null], key);
  });

  it('goes by the strongest file, and by the last variable where no file says anything', async () => {
    const enabled = { ENABLE_PROMPT_CACHING_1H: '1' };
    assert.deepEqual(await found({}, enabled), [HOUR, null]);
    assert.deepEqual(await found({ [USER]: { promptCacheTtl: '5m' } }, enabled), [FIVE, at(USER)]);
    const files: Record<string, unknown> = { [USER]: { promptCacheTtl: '5m' } };
    for (const [name, value, ms] of [
      [PROJECT, '1h', HOUR],
      [LOCAL, '5m', FIVE],
      [MANAGED, '1h', HOUR],
    ] as const) {
      files[name] = { promptCacheTtl: value };
      assert.deepEqual(await found(files, enabled), [ms, at(name)], name);
    }
  });

  it('takes a variable from an env block', async () => {
    const env = { CLAUDE_CODE_PROMPT_CACHE_TTL: '1h' };
    assert.deepEqual(await found({ [PROJECT]: { env } }), [HOUR, at(PROJECT)]);
  });

  it('takes nonsense for nothing, and goes on to the next', async () => {
    const user = { [USER]: { promptCacheTtl: '1h' } };
    for (const nonsense of ['', '2h', '300', 'toString', ' 5m'])
      assert.deepEqual(
        await found(user, { CLAUDE_CODE_PROMPT_CACHE_TTL: nonsense }),
        [HOUR, at(USER)],
        nonsense,
      );
    for (const nonsense of ['5', 5, null, true, {}, ['1h'], '__proto__'])
      assert.deepEqual(
        await found({ ...user, [LOCAL]: { promptCacheTtl: nonsense } }),
        [HOUR, at(USER)],
        JSON.stringify(nonsense),
      );
    // Nothing but five minutes can be said of the conversation alone, and a switch can be off.
    const off = {
      CLAUDE_CODE_MESSAGES_PROMPT_CACHE_TTL: '1h',
      FORCE_PROMPT_CACHING_5M: '0',
      ENABLE_PROMPT_CACHING_1H: 'false',
    };
    assert.deepEqual(await found(user, off), [HOUR, at(USER)]);
  });

  it('is not told where nothing is said', async () => {
    assert.equal((await read()).promptCacheMs, null);
    assert.equal((await read({ FORCE_PROMPT_CACHING_5M: 'off' })).promptCacheMs, null);
  });
});
