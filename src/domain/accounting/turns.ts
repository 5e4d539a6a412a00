import type { ActiveChain } from '../transcript/activeChain';
import type { UserEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';

/** Numbers the turns of a session, from 1. */
export interface Turns {
  readonly newest: number;
  /** The turn that an entry at this offset belongs to; 0 before the first prompt. */
  readonly at: (offset: number) => number;
  /** The first words of the prompt that began it; empty where none did, or nothing was typed. */
  readonly promptOf: (turn: number) => string;
}

/**
 * Every prompt before the boundary begins one, and after it every prompt of the branch that is
 * resumed: rewound ones never were.
 */
export function turnsOf(transcript: Transcript, { entries, boundary }: ActiveChain): Turns {
  const starts: number[] = [];
  const prompts: UserEntry[] = [];
  const begin = (entry: UserEntry): void => {
    starts.push(entry.offset);
    prompts.push(entry);
  };
  const boundaryOffset = boundary?.offset ?? -1;
  for (const entry of transcript.conversation) {
    if (entry.offset >= boundaryOffset) break;
    if (entry.kind === 'user' && entry.prompt !== null) begin(entry);
  }
  for (const entry of entries)
    if (entry.offset > boundaryOffset && entry.kind === 'user' && entry.prompt !== null)
      begin(entry);
  return {
    newest: starts.length,
    at: (offset) => {
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (starts[middle]! <= offset) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    promptOf: (turn) => prompts[turn - 1]?.prompt ?? '',
  };
}
