import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { USUAL_CONTEXT } from '../../../../src/features/meter/tooltipLinksText';
import { tooltipOf } from '../../../../src/features/meter/tooltipText';
import { inEnglish } from '../../../../src/wording/translate';
import { timeOf } from '../../../../src/wording/wallWords';
import { rendered } from '../../../fixtures/hostileTexts';
import { sampleFigures } from '../../../fixtures/sampleFigures';
import { following } from '../../../fixtures/sampleFollowing';
import { coldCache, SAMPLE_NOW_MS, sampleCache, tokens } from '../../../fixtures/sampleSnapshot';

const JUMP = { line: 610, turn: 55, tokens: 26_140, added: [] };

/** The words of the row with this name; `undefined` for none. */
function row(
  name: string,
  changes: Partial<Snapshot>,
  lookedLine: number | null = null,
): string | undefined {
  const context = { ...USUAL_CONTEXT, nowMs: SAMPLE_NOW_MS, lookedLine };
  return rendered(tooltipOf(following(changes), inEnglish, context))
    .split('\n')
    .find((line) => line.startsWith(`| ${name.replaceAll(' ', '&nbsp;')}&emsp; |`))
    ?.split(' | ')[1]
    ?.slice(0, -2);
}

describe('the tooltip on what a prompt costs', () => {
  it('says how the cache stands at that moment', () => {
    const until = timeOf(new Date(2026, 10, 21, 14, 32).getTime());
    assert.equal(
      row('Cache', { cache: sampleCache() }),
      `warm until ${until}, then the next prompt writes ~152K again`,
    );
    assert.match(
      row('Cache', { cache: coldCache(), ...tokens(412_000) }) ?? '',
      /^cold since .*: the next prompt writes ~412K again, as much as 54 ordinary prompts$/,
    );
    assert.equal(
      row('Cache', { cache: sampleCache({ usedMs: null }) }),
      'not known: nothing tells how long it is kept',
    );
  });

  it('says nothing of a cache that replies tell nothing of', () => {
    assert.equal(row('Cache', { cache: null }), undefined);
    assert.equal(row('Cache', { cache: sampleCache(), ...tokens(null) }), undefined);
  });

  it('tells the limits of the account and the cost, and who says so', () => {
    const limits = [{ kind: 'five_hour', percentUsed: 23.5, resetsAtMs: SAMPLE_NOW_MS }];
    const told = sampleFigures({ limits, costUsd: 1.5, atMs: SAMPLE_NOW_MS });
    assert.equal(
      row('Account', { told }),
      `5-hour limit 24% until ${timeOf(SAMPLE_NOW_MS)} · $1.50 so far`,
    );
    const words = rendered(tooltipOf(following({ told }), inEnglish));
    const by = `told by Claude Code, ${timeOf(SAMPLE_NOW_MS)}`;
    const said = `Window, auto-compact (the model’s default) and account: ${by}.`;
    assert.ok(words.includes(said), words);
    assert.equal(row('Account', { told: sampleFigures() }), undefined);
  });

  it('names the largest jump since somebody looked', () => {
    assert.equal(
      row('Largest jump', { jumps: [JUMP] }),
      '+26.1K in [turn 55](command:leeway.showStep?%5B%22one%22%2C610%5D)',
    );
    assert.equal(row('Largest jump', { jumps: [JUMP] }, 610), undefined);
  });
});
