import assert from 'node:assert/strict';
import type { ClaudeControls } from '../../../../src/io/claudeSettings/claudeControls';
import {
  firstWindow,
  STATE,
  useControlFiles,
  valueAndFile,
  WINDOW,
} from '../../../fixtures/controlFiles';

describe('readClaudeControls, of .claude.json', () => {
  const { directory, read, readWith, at } = useControlFiles();

  const reasons: [content: unknown, credits: ClaudeControls['usageCredits']][] = [
    [{}, { state: 'unknown', reason: null }],
    [{ cachedExtraUsageDisabledReason: null }, { state: 'on', reason: null }],
    [
      { cachedExtraUsageDisabledReason: 'org_level_disabled' },
      { state: 'off', reason: 'org_level_disabled' },
    ],
    [{ cachedExtraUsageDisabledReason: 'a [link](command:x)' }, { state: 'off', reason: null }],
    [{ cachedExtraUsageDisabledReason: '' }, { state: 'unknown', reason: null }],
    [{ cachedExtraUsageDisabledReason: 5 }, { state: 'unknown', reason: null }],
    [
      { projects: { '/x': { cachedExtraUsageDisabledReason: null } } },
      { state: 'unknown', reason: null },
    ],
  ];
  for (const [content, credits] of reasons) {
    const pretty = JSON.stringify(content, null, 2);
    it(`reads ${JSON.stringify(content)}, large or small`, async () => {
      assert.deepEqual((await readWith({ [STATE]: pretty })).usageCredits, credits);
      const history = Array.from({ length: 4000 }, (_, index) => ({
        display: `  "cachedExtraUsageDisabledReason": null,\n ${index}`,
        pasted: {},
      }));
      const large = JSON.stringify(
        { history, projects: { '/y': { history } }, ...(content as object) },
        null,
        2,
      );
      assert.ok(large.length > 256 * 1024);
      assert.deepEqual((await readWith({ [STATE]: large })).usageCredits, credits);
    });
  }

  it('finds its other values in a large file too', async () => {
    const filler = 'x'.repeat(300_000);
    const controls = await readWith({
      [STATE]: JSON.stringify(
        { autoCompactEnabled: false, filler, env: { [WINDOW]: '150000', OTHER: 'a' } },
        null,
        2,
      ),
    });
    assert.deepEqual(firstWindow(controls), [150_000, at(STATE)]);
    assert.deepEqual(valueAndFile(controls.autoCompactEnabled), [false, at(STATE)]);
  });

  it('lies beside the default directory, and inside any other', async () => {
    directory.write(STATE, '{"cachedExtraUsageDisabledReason":null}');
    directory.write(
      'home/.claude/.claude.json',
      '{"cachedExtraUsageDisabledReason":"out_of_credits"}',
    );
    directory.write(
      'other/.claude.json',
      '{"cachedExtraUsageDisabledReason":"no_limits_configured"}',
    );
    const state = async (...given: Parameters<typeof read>): Promise<string | null> =>
      (await read(...given)).usageCredits.reason;
    assert.equal(await state(), null);
    assert.equal(
      await state({ CLAUDE_CONFIG_DIR: directory.path('home', '.claude') }),
      'out_of_credits',
    );
    assert.equal(await state({}, directory.path('other')), 'no_limits_configured');
  });
});
