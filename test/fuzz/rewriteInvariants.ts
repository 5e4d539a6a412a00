import type { Pruned } from '../../src/operations/rewriting/pruneSession';
import type { Restored } from '../../src/operations/rewriting/restoreStep';
import type { Refused } from '../../src/operations/rewriting/rewriteSession';
import {
  pruneAsJson,
  pruneAsText,
  refusalAsJson,
  refusalWords,
  restoreAsJson,
  restoreAsText,
} from '../../src/wording/pruneReport';
import { inEnglish } from '../../src/wording/translate';
import { assertJson, assertNumbers, assertSafeWord, assertShown } from './invariants';

/** What a rewrite tells, for people and for programs. */
export function assertOutcome(outcome: Pruned | Restored | Refused, by: string): void {
  switch (outcome.kind) {
    case 'refused':
      assertShown(refusalWords(outcome, inEnglish), by);
      assertJson(refusalAsJson(outcome, inEnglish), by);
      return;
    case 'pruned':
      assertNumbers(outcome, by);
      assertSafeWord(outcome.sessionId, `${by}: the session's id`);
      assertShown(pruneAsText(outcome, null, inEnglish), by);
      assertJson(pruneAsJson(outcome, null), by);
      return;
    case 'restored':
      assertNumbers(outcome, by);
      assertSafeWord(outcome.from.sessionId, `${by}: the session's id`);
      assertShown(restoreAsText(outcome, inEnglish), by);
      assertJson(restoreAsJson(outcome), by);
  }
}
