import assert from 'node:assert/strict';
import { breakdownOf } from '../../../../src/domain/accounting/breakdown';
import { TOLD_REPLIES } from '../../../../src/domain/accounting/largestUnexplained';
import { sessionOf } from '../../../../src/features/inspector/inspectorView';
import { parseToInspectorPage, type Session } from '../../../../src/features/inspector/protocol';
import { unexplainedOf } from '../../../../src/features/inspector/unexplainedView';
import type { Inspection } from '../../../../src/domain/accounting/inspection';
import { inEnglish } from '../../../../src/wording/translate';
import { ledgerInspection } from '../../../fixtures/ledgerInspection';
import { accounted, withLess, withUnexplained } from '../../../fixtures/unexplainedInspection';

const sum = (parts: readonly { readonly tokens: number }[]): number =>
  parts.reduce((tokens, part) => tokens + part.tokens, 0);
const session = (inspection: Inspection): Session =>
  sessionOf(
    {
      snapshot: inspection.snapshot,
      inspection,
      openness: 'open',
      trouble: null,
      thresholds: { earlyPercent: 80, latePercent: 95 },
      nowMs: 0,
    },
    inEnglish,
  );

describe('what stands in no item', () => {
  it('is nothing where the parts are the whole', () => {
    assert.equal(unexplainedOf(ledgerInspection()), null);
    assert.equal(session(ledgerInspection()).unexplained, null);
  });

  it('is told by replies, with the turn of each', () => {
    const found = unexplainedOf(withUnexplained());
    assert.equal(found?.tokens, 5_500);
    assert.deepEqual(
      found.entries.map(({ turn, tokens, cause }) => [turn, tokens, cause]),
      [
        [24, 2_900, 'hidden'],
        [31, -640, 'thinkingDropped'],
        [38, 4_150, 'modelChanged'],
        [44, -1_120, 'rewritten'],
        [51, 210, 'hidden'],
      ],
    );
  });

  it('stays where it cancels itself out', () => {
    const found = unexplainedOf(
      accounted([
        [24, 900, 'hidden'],
        [31, -900, 'rewritten'],
      ]),
    );
    assert.deepEqual([found?.tokens, found?.entries.length], [0, 2]);
  });

  it('has an entry for what no reply tells, so that they add up', () => {
    const found = unexplainedOf(accounted([[24, 900, 'hidden']], -340));
    assert.deepEqual(found?.entries.at(-1), {
      ...{ line: null, turn: 58, tokens: -340, cause: 'untold' },
    });
    assert.equal(sum(found.entries), 560);
  });

  it('puts together what came with replies that are not told', () => {
    const inspection = accounted([[24, 900, 'hidden']], 150);
    const found = unexplainedOf({ ...inspection, otherUnexplainedTokens: 150 });
    assert.deepEqual(found?.entries.at(-1), {
      ...{ line: null, turn: 58, tokens: 150, cause: 'smaller' },
    });
    assert.equal(sum(found.entries), found.tokens);
  });

  for (const [name, make] of [
    ['more', withUnexplained],
    ['less', withLess],
  ] as const)
    it(`is one of the parts, which are the whole, where ${name} is sent than the file holds`, () => {
      const { segments, unexplained, totalTokens } = session(make());
      assert.equal(sum(segments), totalTokens);
      const own = segments.find(({ category }) => category === 'unexplained');
      assert.deepEqual(own, {
        ...{ category: 'unexplained', tokens: unexplained!.tokens, isExact: false },
      });
      assert.equal(sum(unexplained!.entries), unexplained!.tokens);
      assert.equal(
        segments.find(({ category }) => category === 'system')?.tokens,
        make().breakdown.overheadTokens,
      );
    });

  it('leaves a kind exact of which counters tell every item', () => {
    const inspection = withUnexplained();
    const items = inspection.items.map((item) => ({
      ...item,
      isExact: item.isExact || item.kind === 'summary',
    }));
    const { overheadTokens, totalTokens } = inspection.breakdown;
    const breakdown = breakdownOf(items, { overheadTokens }, totalTokens);
    const exact = session({ ...inspection, items, breakdown }).segments.filter(
      ({ isExact, tokens }) => isExact && tokens > 0,
    );
    assert.deepEqual(
      exact.map(({ category }) => category),
      ['summary'],
    );
  });

  it('is taken by the page where as many replies are told as can be', () => {
    const came = Array.from({ length: TOLD_REPLIES }, () => [24, 900, 'hidden'] as const);
    const made = accounted(came, 150 - 340);
    const message = { type: 'session', session: session({ ...made, otherUnexplainedTokens: 150 }) };
    assert.equal(message.session.unexplained?.entries.length, TOLD_REPLIES + 2);
    assert.deepEqual(parseToInspectorPage(message), message);
  });

  it('is taken by the page as it is, and nothing else is', () => {
    const message = { type: 'session', session: session(withLess()) };
    assert.deepEqual(parseToInspectorPage(message), message);
    const { entries } = message.session.unexplained!;
    for (const wrong of [{ cause: '<b>hidden</b>' }, { tokens: NaN }, { line: '1' }, { turn: -1 }])
      assert.equal(
        parseToInspectorPage({
          ...message,
          session: {
            ...message.session,
            unexplained: { tokens: 1, entries: [{ ...entries[0], ...wrong }] },
          },
        }),
        null,
        JSON.stringify(wrong),
      );
  });
});
