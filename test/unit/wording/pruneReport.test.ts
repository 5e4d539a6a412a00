import assert from 'node:assert/strict';
import type { Pruned } from '../../../src/operations/rewriting/pruneSession';
import {
  pruneAsJson,
  pruneAsText,
  refusalAsJson,
  refusalWords,
} from '../../../src/wording/pruneReport';
import { inEnglish } from '../../../src/wording/translate';
import { sampleEvidence } from '../../fixtures/sampleEvidence';

const PRUNED: Pruned = {
  kind: 'pruned',
  plan: {
    items: [
      {
        id: 'a:0',
        freedTokens: 8200,
        placeholder: '[pruned]',
        isNamed: false,
        evidence: sampleEvidence(),
      },
    ],
    freedTokens: 8200,
    beforeTokens: 152_300,
    afterTokens: 144_100,
    targetTokens: 100_000,
    reached: false,
    lowestTokens: 120_500,
    skipped: [{ id: 'b:0', reason: 'recent' }],
    place: { itemsBehind: 40, tokensBehind: 60_000, savedTokens: 8200 },
  },
  sessionId: 's',
  path: '/p/s.jsonl',
  backup: null,
  problems: [],
  takesEffect: 'afterResume',
  rescuedLines: 0,
  isReplanned: true,
  warning: null,
};

describe('pruneReport', () => {
  it('tells programs everything in one line', () => {
    const { items, freedTokens, beforeTokens, afterTokens, reached, backup, sessionId } =
      JSON.parse(pruneAsJson(PRUNED, null)) as Record<string, unknown>;
    assert.deepEqual(
      { items, freedTokens, beforeTokens, afterTokens, reached, backup, sessionId },
      {
        items: [
          { id: 'a:0', freedTokens: 8200, placeholder: '[pruned]', evidence: sampleEvidence() },
        ],
        freedTokens: 8200,
        beforeTokens: 152_300,
        afterTokens: 144_100,
        reached: false,
        backup: null,
        sessionId: 's',
      },
    );
  });

  it('tells people what is gone, what is left, and that a running Claude Code does not know yet', () => {
    const text = pruneAsText(PRUNED, null, inEnglish);
    for (const words of [
      '1 item pruned, ~8.2K tokens freed.',
      'Context: ~152.3K → ~144.1K',
      'pruning gets down to ~120.5K',
      'planned again',
      '1 item stays:\n- It belongs to the newest steps.',
      '/resume s',
    ])
      assert.ok(text.includes(words), `${words} in ${text}`);
    assert.ok(
      !pruneAsText({ ...PRUNED, takesEffect: 'atNextStart' }, null, inEnglish).includes('/resume'),
    );
  });

  it('gives each refusal a reason for programs and a sentence for people', () => {
    assert.deepEqual(
      JSON.parse(
        refusalAsJson({ kind: 'refused', reason: 'unknownVersion', detail: '9.9' }, inEnglish),
      ),
      {
        refused: 'unknownVersion',
        detail: '9.9',
        message: refusalWords({ reason: 'unknownVersion', detail: '9.9' }, inEnglish),
      },
    );
    assert.match(refusalWords({ reason: 'unknownVersion', detail: '9.9' }, inEnglish), /9\.9.*\.$/);
  });
});
