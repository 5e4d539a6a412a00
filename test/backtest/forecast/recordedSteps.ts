import { growthOf } from '../../../src/domain/accounting/growth';
import { activeChain } from '../../../src/domain/transcript/activeChain';
import type { Entry } from '../../../src/domain/transcript/entry';
import { parseLine } from '../../../src/domain/transcript/parseEntry';
import { Transcript } from '../../../src/domain/transcript/transcript';
import { LineSplitter } from '../../../src/io/sessionFile/lineSplitter';

/** A moment of a recorded session at which a turn was over, and what became of it. */
export interface RecordedStep {
  /** What a display knew then. */
  readonly contextTokens: number;
  readonly turnTokens: readonly number[];
  /**
   * The most that each later turn held, up to a compaction or to the end of the recording: at least
   * one turn.
   */
  readonly laterTokens: readonly number[];
}

interface Turn {
  /** Before a compaction in it; 0 where there was no reply. */
  mostTokens: number;
  known: Pick<RecordedStep, 'contextTokens' | 'turnTokens'> | null;
  isCompacted: boolean;
}

/**
 * Replays a session line by line. A step is a turn that a later prompt ended: what the growth was
 * then is asked of the product, on the lines up to that prompt and no more.
 */
export function recordedSteps(content: Buffer): readonly RecordedStep[] {
  const transcript = new Transcript();
  const turns: Turn[] = [];
  let contextTokens = 0;
  const splitter = new LineSplitter();
  let number = 0;
  for (const { bytes, offset, length } of [...splitter.feed(content), ...splitter.flush()]) {
    const parsed = parseLine(bytes, ++number, offset, length);
    for (const entry of parsed.entries) {
      const turn = turns.at(-1);
      if (isPrompt(entry)) {
        if (turn !== undefined && contextTokens > 0) {
          const { turnTokens } = growthOf(transcript, activeChain(transcript));
          turn.known = { contextTokens, turnTokens };
        }
        turns.push({ mostTokens: 0, known: null, isCompacted: false });
      }
      if (entry.kind === 'system' && entry.compaction !== null) {
        contextTokens = 0; // until a reply tells it
        if (turn !== undefined) turn.isCompacted = true;
      }
      const told = toldTokens(entry);
      if (told === 0) continue;
      contextTokens = told;
      if (turn?.isCompacted === false) turn.mostTokens = Math.max(turn.mostTokens, told);
    }
    transcript.add(parsed);
  }
  return turns.flatMap(({ known }, index) =>
    known === null ? [] : [{ ...known, laterTokens: laterTokens(turns, index) }],
  );
}

function laterTokens(turns: readonly Turn[], index: number): readonly number[] {
  const later: number[] = [];
  for (const { mostTokens, isCompacted } of turns.slice(index + 1)) {
    later.push(mostTokens);
    if (isCompacted) break;
  }
  return later;
}

function isPrompt(entry: Entry): boolean {
  return entry.kind === 'user' && !entry.isSidechain && entry.prompt !== null;
}

function toldTokens(entry: Entry): number {
  if (entry.kind !== 'assistant' || entry.isSidechain || entry.isSynthetic) return 0;
  const { contextTokens = 0, outputTokens = 0 } = entry.usage ?? {};
  return contextTokens === 0 ? 0 : contextTokens + outputTokens;
}
