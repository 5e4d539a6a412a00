import type { CompactionLoss } from '../../domain/compaction/compactionLoss';
import type { LostThing } from '../../domain/compaction/lostThings';
import type { Said } from '../../domain/handoff/handoffFacts';
import { GROUP_IDS } from './lossView';

/** Nobody sends more than that in one prompt, and a terminal takes it at once. */
const DRAFT_LENGTH = 16_000;

/** Those of a page's rows, in its order. @param ids of its rows. */
export function chosenThings(loss: CompactionLoss, ids: readonly string[]): readonly LostThing[] {
  const chosen = new Set(ids);
  return GROUP_IDS.flatMap((group) =>
    loss[group].lost.filter((_, index) => chosen.has(`${group}:${String(index)}`)),
  );
}

/** What waits in an input box. */
interface Draft {
  readonly text: string;
  /** So many of the things that were chosen had no room in it. */
  readonly left: number;
}

/**
 * What a person may send with their next words. English whatever the language of the window, as
 * what else is written for the model; quoted text stands as it was said.
 */
export function draftOf(things: readonly LostThing[]): Draft {
  const lines = restatementsOf(things).map(({ text, turn }) =>
    harmlessToType(`- ${text}${turn === 0 ? '' : ` (turn ${String(turn)})`}`),
  );
  let text = 'The last compaction may have left these out:';
  for (const [index, line] of lines.entries()) {
    if (text.length + 1 + line.length > DRAFT_LENGTH) return { text, left: lines.length - index };
    text += `\n${line}`;
  }
  return { text, left: 0 };
}

/** The same for a handoff, one by one. */
export function restatementsOf(things: readonly LostThing[]): readonly Said[] {
  return things.map((thing) => ({ text: sentenceOf(thing), turn: thing.turn ?? 0 }));
}

function sentenceOf({ kind, text }: LostThing): string {
  switch (kind) {
    case 'prompt':
      return `I said: "${text}"`;
    case 'plan':
      return `I accepted this plan: ${text}`;
    case 'answer':
      return `Asked and answered: ${text}`;
    case 'task':
      return `Still open: ${text}`;
    case 'file':
      return `Read ${text} again before you rely on it.`;
    case 'rule':
      return `The rules of ${text} hold.`;
  }
}

/** A terminal carries out control characters: of all of them a line feed alone stays. */
function harmlessToType(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}
