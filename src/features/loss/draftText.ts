import type { CompactionLoss } from '../../domain/compaction/compactionLoss';
import type { LostThing } from '../../domain/compaction/lostThings';
import type { Said } from '../../domain/handoff/handoffFacts';
import { GROUP_IDS } from './lossView';

const QUOTED_LENGTH = 2000;
/** Nobody sends more than that in one prompt, and a terminal takes it at once. */
const DRAFT_LENGTH = 16_000;

/** Those of a page's rows, in its order. @param ids of its rows. */
export function chosenThings(loss: CompactionLoss, ids: readonly string[]): readonly LostThing[] {
  const chosen = new Set(ids);
  return GROUP_IDS.flatMap((group) =>
    loss[group].lost.filter((_, index) => chosen.has(`${group}:${String(index)}`)),
  );
}

/**
 * What a person may send with their next words. English whatever the language of the window, as
 * what else is written for the model; quoted text stands as it was said.
 */
export function draftOf(things: readonly LostThing[]): string {
  const lines = restatementsOf(things).map(
    ({ text, turn }) => `- ${text}${turn === 0 ? '' : ` (turn ${String(turn)})`}`,
  );
  const text = ['The last compaction left these out. They still hold:', ...lines].join('\n');
  return harmlessToType(text).slice(0, DRAFT_LENGTH);
}

/** The same for a handoff, one by one. */
export function restatementsOf(things: readonly LostThing[]): readonly Said[] {
  return things.map((thing) => ({ text: sentenceOf(thing), turn: thing.turn ?? 0 }));
}

function sentenceOf({ kind, text }: LostThing): string {
  const quoted = text.slice(0, QUOTED_LENGTH);
  switch (kind) {
    case 'prompt':
      return `I said: "${quoted}"`;
    case 'plan':
      return `I accepted this plan: ${quoted}`;
    case 'answer':
      return `Asked and answered: ${quoted}`;
    case 'task':
      return `Still open: ${quoted}`;
    case 'file':
      return `Read ${quoted} again before you rely on it.`;
    case 'rule':
      return `The rules of ${quoted} hold.`;
  }
}

/** A terminal carries out control characters: of all of them a line feed alone stays. */
function harmlessToType(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}
