import assert from 'node:assert/strict';
import type { ContextStep } from '../../../../src/domain/accounting/contextHistory';
import { stepsOf } from '../../../../src/features/inspector/historyView';
import { inEnglish } from '../../../../src/wording/translate';

const step = (tokens: number, changes: Partial<ContextStep> = {}): ContextStep => ({
  turn: 1,
  line: tokens,
  timestampMs: null,
  tokens,
  isEstimate: false,
  event: 'response',
  model: 'claude-opus-5-5',
  ...changes,
});
const words = (...history: ContextStep[]): string[] =>
  stepsOf(history, inEnglish).map((each) => each.words);

describe('the steps that the chart is sent', () => {
  it('say in one line what cut the context back, about where no reply has measured it', () => {
    assert.deepEqual(
      words(
        step(165_000),
        step(64_000, { event: 'compaction' }),
        step(138_500),
        step(104_000, { event: 'prune' }),
        step(110_000, { event: 'modelChange', model: 'claude-haiku-4-5-20251001' }),
        step(30_250, { event: 'compaction', isEstimate: true }),
      ),
      ['', 'compacted to 64K', '', 'pruned −34.5K', 'model Haiku 4.5', 'compacted to ~30.2K'],
    );
    assert.deepEqual(words(step(20_000, { event: 'prune' })), ['pruned']);
  });

  it('are no more than a chart has pixels, each with the line where it came in', () => {
    const long = Array.from({ length: 9_000 }, (_, index) =>
      step(index, { turn: 1 + Math.floor(index / 2) }),
    );
    long[4_001] = step(4_001, { turn: 2_001, event: 'prune' });
    const sent = stepsOf(long, inEnglish);
    assert.ok(sent.length > 700 && sent.length <= 1_502, String(sent.length));
    assert.equal(sent.at(-1)?.line, 8_999);
    assert.ok(sent.some(({ event, line }) => event === 'prune' && line === 4_001));
    assert.ok(sent.every(({ line }, index) => index === 0 || line > sent[index - 1]!.line));
  });
});
