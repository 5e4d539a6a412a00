import { cacheLedger, type CacheLedger } from '../caching/cacheLedger';
import { sessionUse, type SessionUse, type UseOfOthers } from '../caching/sessionUse';
import type { Transcript } from '../transcript/transcript';
import { askedAgain, type AskedAgain } from './askedAgain';
import { breakdownOf, type Breakdown } from './breakdown';
import { contextHistory, type ContextStep } from './contextHistory';
import type { Item } from './item';
import { largestUnexplained, type ToldUnexplained } from './largestUnexplained';
import { liveContext, pastItems, type ItemSource } from './items';
import type { Snapshot } from './snapshot';
import { turnsOf, type Turns } from './turns';

/**
 * What fills the context of one session, at one moment: all that the inspector shows. Immutable,
 * and plain: it crosses threads.
 */
export interface Inspection extends ToldUnexplained {
  readonly snapshot: Snapshot;
  /** The newest turn, from 1; ages count back from it. */
  readonly turn: number;
  readonly breakdown: Breakdown;
  /** All items of the live context, in file order. */
  readonly items: readonly Item[];
  /** The largest that left the context, by bytes, at most 200. */
  readonly past: readonly Item[];
  /** Of the newest turns that items belong to, at most 1,000, in their order. */
  readonly prompts: readonly TurnPrompt[];
  readonly history: readonly ContextStep[];
  /** What its prompts cost; `null` where replies tell of no cache. */
  readonly ledger: CacheLedger | null;
  /** The same with all that was asked beside it; `null` until that has been read, too. */
  readonly use: SessionUse | null;
  readonly request: RequestSize;
  readonly askedAgain: AskedAgain;
}

/** What a turn began with. */
interface TurnPrompt {
  readonly turn: number;
  /** Its first words, at most 240 bytes. From the transcript, so hostile. */
  readonly words: string;
}

/** What the API refuses a request for, whatever its tokens. */
interface RequestSize {
  readonly images: number;
  /** Base64 and text of the live context, in bytes. */
  readonly bytes: number;
  /** 32 MB (2^20). */
  readonly maxBytes: number;
}

const PROMPTS_SHOWN = 1000;
const MAX_REQUEST_BYTES = 32 * 1024 * 1024;

/**
 * @param snapshot of the same moment.
 * @param others what was asked beside the session; `null` where that was not read.
 */
export function inspect(
  source: ItemSource,
  snapshot: Snapshot,
  others: UseOfOthers | null = null,
): Inspection {
  const turns = turnsOf(source.transcript, source.chain);
  const { items, account } = liveContext(source, turns);
  const past = pastItems(source, turns);
  const ledger = cacheLedger({
    transcript: source.transcript,
    reported: source.reported ?? new Map(),
    takenUp: source.takenUp ?? new Map(),
    turnAt: turns.at,
  });
  return {
    snapshot,
    turn: turns.newest,
    breakdown: breakdownOf(items, account, snapshot.fileTokens),
    ...largestUnexplained(account.unexplained, turns.at),
    items,
    past,
    prompts: promptsOf(turns, [items, past]),
    ledger,
    use: useOf(source.transcript, ledger, others),
    history: contextHistory(source.transcript, turns, snapshot.usage.tokens, source.reported),
    request: {
      images: items.filter(({ kind, marks }) => kind === 'image' && !marks.includes('pruned'))
        .length,
      bytes: items.reduce((bytes, item) => bytes + item.bytes, 0),
      maxBytes: MAX_REQUEST_BYTES,
    },
    askedAgain: askedAgain(items, source.chain, source.prunedMs ?? new Map()),
  };
}

/** The same, but for what was asked beside the session, which is all that has changed. */
export function withUse(
  inspection: Inspection,
  transcript: Transcript,
  others: UseOfOthers | null,
): Inspection {
  return { ...inspection, use: useOf(transcript, inspection.ledger, others) };
}

function useOf(
  transcript: Transcript,
  ledger: CacheLedger | null,
  others: UseOfOthers | null,
): SessionUse | null {
  return ledger === null || others === null ? null : sessionUse(transcript, ledger, others);
}

function promptsOf(turns: Turns, lists: readonly (readonly Item[])[]): readonly TurnPrompt[] {
  const found = new Set<number>();
  for (const items of lists) for (const { turn } of items) found.add(turn);
  return [...found]
    .sort((a, b) => a - b)
    .slice(-PROMPTS_SHOWN)
    .map((turn) => ({ turn, words: turns.promptOf(turn) }))
    .filter(({ words }) => words !== '');
}
