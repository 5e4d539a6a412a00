import type { ContextUsage } from '../accounting/contextUsage';
import type { Item, KeptReason } from '../accounting/item';
import { placeOf } from '../accounting/itemId';
import { BY_CHOICE } from '../accounting/keptReason';
import type { PrunedPlace } from '../caching/prunedPlace';
import type { ActiveChain } from '../transcript/activeChain';
import type { Transcript } from '../transcript/transcript';
import {
  NOTHING_HELD,
  NOTHING_MEASURED,
  candidatesOf,
  type Candidate,
  type HeldPlaceholders,
  type MeasuredItem,
  type MeasuredItems,
} from './candidates';
import { contextAfter, fitOf } from './fittedTokens';
import { entryOf } from './itemEntry';
import { leastRegretted } from './leastRegret';
import { placeOfPlan } from './placesOfItems';
import { startOfNewestRounds } from './toolRounds';
import type { PruneEvidence } from './pruneEvidence';
import { recipeItems, type PruneRecipe } from './recipeItems';
import { damagedOffsets } from './transcriptProblems';

/** What a person wants gone. */
export type PruneChoice =
  | {
      readonly kind: 'items';
      readonly ids: readonly string[];
      readonly placeholders?: HeldPlaceholders;
    }
  /** As near to this context as pruning comes. */
  | {
      readonly kind: 'target';
      readonly tokens: number;
      /** Finished thinking may go as well. */
      readonly withThinking?: boolean;
    }
  | PruneRecipe;

/** What a session is at one moment; all parts must be of the same one. */
export interface PruneSource {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  readonly usage: ContextUsage;
  /** Of the live context. */
  readonly items: readonly Item[];
  /** What stands in no item; `null` where no reply has told. */
  readonly overheadTokens: number | null;
}

export interface PruneOptions {
  /**
   * So many of the newest tool rounds stay as they are, unless an item of them is asked for by
   * name.
   */
  readonly untouchedRounds: number;
  readonly measured?: MeasuredItems;
}

export const UNTOUCHED_ROUNDS = 10;

/** What a prune would do. Plain: it crosses threads. */
export interface PrunePlan {
  /** In file order. */
  readonly items: readonly PlannedItem[];
  /** Estimated, like everything that follows from it. */
  readonly freedTokens: number;
  /**
   * `null` while nothing has told the size of the context. Before and after differ by less than
   * what is freed where estimates are too high.
   */
  readonly beforeTokens: number | null;
  readonly afterTokens: number | null;
  /** What was asked for, where a context was. */
  readonly targetTokens: number | null;
  /** For a target: it gets there. For anything else: there is something to prune. */
  readonly reached: boolean;
  /** The least that pruning could leave, with the newest rounds untouched. */
  readonly lowestTokens: number | null;
  /** What was asked for, or fits the recipe, and stays nevertheless. */
  readonly skipped: readonly SkippedItem[];
  /** Where it changes the context; `null` where nothing goes, and where no size is known. */
  readonly place: PrunedPlace | null;
}

/** Estimated, or as it was measured. */
export interface PlannedItem extends MeasuredItem {
  readonly id: string;
  readonly placeholder: string;
  /** Somebody asked for just this item: else nothing goes that a person wrote. */
  readonly isNamed: boolean;
  /** Why it is likely to be missed, or not. */
  readonly evidence: PruneEvidence;
}

export interface SkippedItem {
  readonly id: string;
  readonly reason: SkipReason;
}

/**
 * Besides the reasons of an item itself: its id stands no longer in the context; it belongs to the
 * newest rounds; something about its record was broken before.
 */
type SkipReason = KeptReason | 'gone' | 'recent' | 'damaged';

/** What a choice says of placeholders that a process holds already. */
export function heldBy(choice: PruneChoice): HeldPlaceholders {
  return (choice.kind === 'items' ? choice.placeholders : undefined) ?? NOTHING_HELD;
}

const NOTHING: ReadonlySet<KeptReason> = new Set();
const THINKING: ReadonlySet<KeptReason> = new Set(['finishedThinking']);

/** What otherwise stays, and was asked for: by name, or by choosing it. */
function askedForBy(choice: PruneChoice): ReadonlySet<KeptReason> {
  switch (choice.kind) {
    case 'items':
      return BY_CHOICE;
    case 'target':
      return choice.withThinking === true ? THINKING : NOTHING;
    case 'recipe':
      return choice.recipe === 'thinking' ? THINKING : NOTHING;
  }
}

export function prunePlan(
  source: PruneSource,
  choice: PruneChoice,
  options: PruneOptions,
): PrunePlan {
  const before = source.usage.tokens === null ? null : Math.round(source.usage.tokens);
  const damaged = damagedOffsets(source.transcript);
  const candidates = candidatesOf(source.items, {
    ...{ transcript: source.transcript, chain: source.chain, damaged },
    model: source.usage.model,
    held: heldBy(choice),
    askedFor: askedForBy(choice),
    measured: options.measured ?? NOTHING_MEASURED,
  });
  const fit = fitOf(source.items, before);
  const protectedFrom = startOfNewestRounds(source.chain, options.untouchedRounds);
  const isOld = ({ item }: Candidate): boolean => offsetOf(source.transcript, item) < protectedFrom;
  const old = candidates.filter(isOld);
  const { chosen, skipped } = withRepeats(
    source,
    candidates,
    choose(source, choice, { candidates, isOld, fit, before, damaged }),
  );
  const freedTokens = sumOf(chosen);
  const named = new Set(choice.kind === 'items' ? choice.ids : []);
  const after = contextAfter(before, freedTokens, fit);
  const items = chosen.map(({ item, placeholder, evidence, freedTokens: freed }) => ({
    ...{ id: item.id, placeholder, evidence, isNamed: named.has(item.id) },
    freedTokens: freed,
  }));
  return {
    items,
    freedTokens,
    beforeTokens: before,
    afterTokens: after,
    targetTokens: choice.kind === 'target' ? choice.tokens : null,
    reached:
      choice.kind === 'target' ? after !== null && after <= choice.tokens : chosen.length > 0,
    lowestTokens: contextAfter(before, sumOf(old), fit),
    skipped,
    place: placeOfPlan(
      source.items,
      items.map(({ id }) => id),
      { beforeTokens: before, afterTokens: after },
    ),
  };
}

interface Chosen {
  readonly chosen: readonly Candidate[];
  readonly skipped: readonly SkippedItem[];
}

interface Choosing {
  readonly candidates: readonly Candidate[];
  /** Stands in front of the newest rounds. */
  readonly isOld: (candidate: Candidate) => boolean;
  readonly before: number | null;
  readonly fit: number;
  readonly damaged: ReadonlySet<number>;
}

function choose(source: PruneSource, choice: PruneChoice, choosing: Choosing): Chosen {
  const { candidates, isOld, before, fit } = choosing;
  switch (choice.kind) {
    case 'items':
      return chooseItems(source, choice.ids, choosing);
    case 'target': {
      const needed = Math.max(0, (before ?? 0) - choice.tokens) / fit;
      const chosen = new Set(leastRegretted(candidates.filter(isOld), needed));
      return { chosen: candidates.filter((candidate) => chosen.has(candidate)), skipped: [] };
    }
    case 'recipe': {
      const { fits, recent } = recipeItems(source, choice, candidates, isOld);
      const skipped = recent.map(({ item }) => ({ id: item.id, reason: 'recent' as const }));
      return { chosen: fits, skipped };
    }
  }
}

function chooseItems(
  { transcript, items }: PruneSource,
  ids: readonly string[],
  { candidates, damaged }: Choosing,
): Chosen {
  const asked = new Set(ids);
  const byId = new Map(items.map((item) => [item.id, item]));
  const chosen = candidates.filter(({ item }) => asked.has(item.id));
  const found = new Set(chosen.map(({ item }) => item.id));
  const skipped = [...asked]
    .filter((id) => !found.has(id))
    .map((id) => ({ id, reason: whyNot(transcript, byId.get(id), damaged) }));
  return { chosen, skipped };
}

/**
 * A notebook's edit answers with the cell that it was given: pruned alone, either would leave the
 * other.
 */
function withRepeats(
  { transcript }: PruneSource,
  candidates: readonly Candidate[],
  { chosen, skipped }: Chosen,
): Chosen {
  const repeats = new Set(
    chosen.flatMap(({ item }) => {
      if (item.kind !== 'toolCall' || item.toolName !== 'NotebookEdit') return [];
      const call = entryOf(transcript, item)?.blocks[placeOf(item.id)!.block];
      return call?.kind === 'toolUse'
        ? transcript.resultsOf(call.toolUseId).map(({ offset }) => offset)
        : [];
    }),
  );
  if (repeats.size === 0) return { chosen, skipped };
  const already = new Set(chosen);
  return {
    chosen: candidates.filter(
      (candidate) =>
        already.has(candidate) ||
        (candidate.item.kind === 'toolResult' && repeats.has(offsetOf(transcript, candidate.item))),
    ),
    skipped,
  };
}

function whyNot(
  transcript: Transcript,
  item: Item | undefined,
  damaged: ReadonlySet<number>,
): SkipReason {
  const entry = item === undefined ? null : entryOf(transcript, item);
  if (item === undefined || entry === null) return 'gone';
  if (item.keptBecause !== null && !BY_CHOICE.has(item.keptBecause)) return item.keptBecause;
  return damaged.has(entry.offset) ? 'damaged' : 'small';
}

function offsetOf(transcript: Transcript, item: Item): number {
  return entryOf(transcript, item)?.offset ?? Infinity;
}

function sumOf(candidates: readonly Candidate[]): number {
  return candidates.reduce((sum, { freedTokens }) => sum + freedTokens, 0);
}
