import assert from 'node:assert/strict';
import { autoCompactPoint } from '../../../../src/domain/accounting/autoCompact';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import {
  compactedAtTokens,
  OFFERED_WINDOWS_TOKENS,
  parseWindow,
  windowDetail,
} from '../../../../src/features/compact/autoCompactWindowView';
import { inEnglish as t } from '../../../../src/wording/translate';

describe('auto-compact window', () => {
  it('promises the point that the meter reckons with', () => {
    for (const tokens of OFFERED_WINDOWS_TOKENS) {
      const controls = {
        ...NO_CONTROLS,
        autoCompactWindows: [
          { model: null, tokens, origin: { file: null, key: 'autoCompactWindow' } },
        ],
      };
      const point = autoCompactPoint({
        model: 'claude-opus-5-5',
        version: '2.1.329',
        windowTokens: 1_000_000,
        windowReason: 'modelFamily',
        controls,
      });
      assert.equal(compactedAtTokens(tokens), point?.tokens);
      assert.ok(compactedAtTokens(tokens) < 200_000);
    }
    assert.equal(windowDetail(200_000, t), 'Sessions are compacted at about 167K.');
  });

  it('takes what Claude Code takes, however it is typed', () => {
    for (const typed of ['150000', '150,000', " 150'000 ", '150_000', '150K', '150 k', '0.15m'])
      assert.equal(parseWindow(typed), 150_000, typed);
    assert.equal(parseWindow('1M'), 1_000_000);
    for (const typed of [
      '',
      '99999',
      '1.5M',
      'auto',
      '150K2',
      '-150000',
      '150000.5',
      '1e6',
      '150x',
    ])
      assert.equal(parseWindow(typed), null, typed);
  });
});
