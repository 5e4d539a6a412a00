import type { RewritesTakenUp } from '../caching/cacheRewrites';
import type { ActiveChain } from '../transcript/activeChain';
import type { ConversationEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import { contextAccount, type ContextAccount } from './contextAccount';
import type { TokensOf } from './contextUsage';
import { followedBy } from './followedBy';
import { largestContent } from './contentBytes';
import { duplicatesAmong } from './duplicates';
import { finishedThinking } from './finishedThinking';
import type { Item, ItemKind, ItemMark } from './item';
import type { ItemFacts } from './factsOfBlock';
import { itemFacts } from './itemFacts';
import { ItemSizes } from './itemSizes';
import { keptReason } from './keptReason';
import { Ordinals } from './ordinals';
import { stripsThinkingAtPrompt } from '../models/modelFamily';
import { supersededBlocks } from './superseded';
import { tokenizerOf } from './tokenizerOf';
import { turnsOf } from './turns';

/** What items are told from. */
export interface ItemSource {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  /** Of the newest response: it decides how everything is counted. */
  readonly model: string | null;
  readonly tokensOf: TokensOf;
  /** Whether an entry's sizes come from its texts, not from bytes. */
  readonly isCounted: (entry: ConversationEntry) => boolean;
  /** A digest of an item's content, where it has been read; see `duplicates`. */
  readonly digestOf: (id: string) => string | null;
  /** What prunes took out, with what each freed; without it nothing is told to be pruned. */
  readonly pruned?: ReadonlyMap<string, number | null>;
  /** What each of these freed, where nothing is to be told to be pruned. */
  readonly freed?: ReadonlyMap<string, number | null>;
  /** When each of these was pruned. */
  readonly prunedMs?: ReadonlyMap<string, number>;
  /** What replies said whose counters were changed since, by the uuid of their first line. */
  readonly reported?: ReadonlyMap<string, number>;
  /** Which replies were the first without what a prune took out, or with what came back. */
  readonly takenUp?: RewritesTakenUp;
}

/** The API refuses larger images while there are more than so many in a request. */
const REFUSED_FROM_PIXELS = 2001;
const REFUSED_FROM_IMAGES = 21;
const PAST_SHOWN = 200;
/** Where each prompt has all thinking before it left out. */
const NOTHING_FINISHED: ReadonlySet<ConversationEntry> = new Set();
const NO_MARKS: readonly ItemMark[] = [];
/** Whatever else it was once. */
const PRUNED: readonly ItemMark[] = ['pruned'];

/** What fills the context now. */
export interface LiveContext {
  /** In file order. */
  readonly items: readonly Item[];
  readonly account: ContextAccount;
}

/** @param turns of the same moment. */
export function liveContext(
  source: ItemSource,
  turns = turnsOf(source.transcript, source.chain),
): LiveContext {
  const { transcript, chain, model } = source;
  const generation = tokenizerOf(transcript, model);
  const stripsThinking = stripsThinkingAtPrompt(model ?? '');
  const supersededBy = supersededBlocks(transcript, chain.entries);
  const found = chain.entries.flatMap((entry) => {
    const turn = turns.at(entry.offset);
    return itemFacts(transcript, entry, (id) => source.pruned?.has(id) === true)
      .filter(
        ({ kind, isPlaceholder }) =>
          kind !== 'thinking' || isPlaceholder || !stripsThinking || turn === turns.newest,
      )
      .map((facts) => ({ entry, turn, facts }));
  });
  const isDuplicate = duplicatesAmong(
    found.map(({ facts }) => facts),
    source.digestOf,
  );
  const images = found.filter(({ facts }) => facts.kind === 'image' && !facts.isPlaceholder);
  const areImagesRefused = images.length >= REFUSED_FROM_IMAGES;
  const sizes = new ItemSizes(source, generation);
  const account = contextAccount(
    source,
    found.map(({ entry, facts }) => ({
      entry,
      isThinking: facts.kind === 'thinking',
      tokens: sizes.tokensOf(entry, facts),
      isCounted: source.isCounted(entry),
      freedTokens: source.pruned?.get(facts.id) ?? null,
    })),
  );
  const toItem = itemsOf(source);
  const finished = stripsThinking ? NOTHING_FINISHED : finishedThinking(chain, model);
  const items = found.map(({ entry, turn, facts }, at) => {
    const { tokens, isExact, isMeasured } = account.sizes[at]!;
    const prunedState = prunedStateOf(source, facts);
    const marks: ItemMark[] = [];
    if (facts.kind !== 'image' && supersededBy({ entry, block: facts.block }) !== null)
      marks.push('superseded');
    if (isDuplicate(facts)) marks.push('duplicate');
    if (
      areImagesRefused &&
      facts.kind === 'image' &&
      Math.max(facts.size?.width ?? 0, facts.size?.height ?? 0) >= REFUSED_FROM_PIXELS
    )
      marks.push('refusedImage');
    return toItem({
      entry,
      facts,
      turn,
      isLive: true,
      isFinished: finished.has(entry),
      tokens,
      isExact,
      isMeasured,
      isCounted: source.isCounted(entry),
      marks: prunedState !== null ? PRUNED : marks.length === 0 ? NO_MARKS : marks,
      freedTokens: source.pruned?.get(facts.id) ?? null,
      prunedState,
    });
  });
  return { items, account };
}

const KNOWN_BY_PLACEHOLDER: ReadonlySet<ItemKind> = new Set([
  'toolResult',
  'attachment',
  'userText',
]);

/** A call keeps its form: only the prune knows of it. */
function prunedStateOf(
  { pruned }: ItemSource,
  { id, kind, isPlaceholder }: ItemFacts,
): 'pruned' | 'prunedUnkept' | null {
  if (pruned === undefined) return null;
  if (pruned.has(id))
    return isPlaceholder || kind === 'toolCall' || kind === 'attachment' ? 'pruned' : null;
  return isPlaceholder && KNOWN_BY_PLACEHOLDER.has(kind) ? 'prunedUnkept' : null;
}

/** The largest things that were in the context once, by bytes, in file order. */
export function pastItems(
  source: ItemSource,
  turns = turnsOf(source.transcript, source.chain),
  most = PAST_SHOWN,
): readonly Item[] {
  const { transcript, chain, model } = source;
  const found = withLargestContent(goneFrom(transcript, chain), most).flatMap((entry) =>
    itemFacts(transcript, entry).map((facts) => ({ entry, facts })),
  );
  const sizes = new ItemSizes(source, tokenizerOf(transcript, model));
  const toItem = itemsOf(source);
  return found
    .sort((a, b) => b.facts.bytes - a.facts.bytes)
    .slice(0, most)
    .sort((a, b) => a.entry.offset - b.entry.offset || a.facts.block - b.facts.block)
    .map(({ entry, facts }) =>
      toItem({
        entry,
        facts,
        turn: turns.at(entry.offset),
        isLive: false,
        isFinished: false,
        tokens: sizes.tokensOf(entry, facts),
        isExact: false,
        isMeasured: false,
        isCounted: source.isCounted(entry),
        marks: NO_MARKS,
        freedTokens: null,
        prunedState: null,
      }),
    );
}

function goneFrom({ conversation }: Transcript, chain: ActiveChain): ConversationEntry[] {
  const live = new Set(chain.entries);
  return conversation.filter(
    (entry) => !live.has(entry) && !(entry.kind === 'assistant' && entry.isSynthetic),
  );
}

/**
 * Those that hold one of the largest contents: an item among the largest stands in one of them. A
 * look at the longest lines tells how large those are at least, and most of the others need none,
 * since their lines are too short for that.
 */
function withLargestContent(
  entries: readonly ConversationEntry[],
  most: number,
): ConversationEntry[] {
  const long = leastOfLargest(entries.map(bytesOf), most * 4);
  const longest = entries.filter(({ bytes }) => bytes >= long);
  const least = leastOfLargest(longest.map(largestContent), most);
  // A call is told as JSON, which may be a little longer than what the line says.
  const near = entries.filter(({ bytes }) => bytes * 2 >= least);
  const largest = near.map(largestContent);
  const threshold = leastOfLargest(largest, most);
  return near.filter((_, index) => largest[index]! >= threshold);
}

function bytesOf({ bytes }: ConversationEntry): number {
  return bytes;
}

function leastOfLargest(sizes: readonly number[], most: number): number {
  return Float64Array.from(sizes).sort()[Math.max(0, sizes.length - most)] ?? 0;
}

interface ItemState extends Pick<
  Item,
  'turn' | 'isLive' | 'tokens' | 'isExact' | 'isMeasured' | 'isCounted' | 'marks' | 'freedTokens'
> {
  readonly prunedState: 'pruned' | 'prunedUnkept' | null;
  readonly isFinished: boolean;
  readonly entry: ConversationEntry;
  readonly facts: ItemFacts;
}

/** Makes items of one list, in its order: what they are called depends on those before them. */
function itemsOf({ transcript }: ItemSource): (state: ItemState) => Item {
  const ordinals = new Ordinals();
  const followOf = followedBy(transcript);
  return ({
    entry,
    facts,
    turn,
    isLive,
    isFinished,
    tokens,
    isExact,
    isMeasured,
    isCounted,
    marks,
    freedTokens,
    prunedState,
  }: ItemState): Item => {
    const { kind, attachmentType, replaceableBytes, isUnknown } = facts;
    const before =
      kind === 'thinking' && entry.kind === 'assistant'
        ? followOf(entry, facts.content[0] ?? entry)
        : null;
    return {
      id: facts.id,
      kind,
      toolName: facts.toolName,
      attachmentType,
      machineText: facts.machineText,
      subject: facts.subject,
      detail: facts.detail,
      before,
      ordinal: ordinals.next(entry, facts, before, turn),
      path: facts.path,
      mediaType: facts.mediaType,
      size: facts.size,
      isError: facts.isError,
      tokens,
      isExact,
      isMeasured,
      isCounted,
      bytes: facts.bytes,
      line: entry.line,
      cameInLine: cameInLine(transcript, entry),
      turn,
      timestampMs: entry.timestampMs,
      isLive,
      marks,
      freedTokens,
      keptBecause:
        prunedState ??
        keptReason({
          ...{ kind, attachmentType, tokens, isLive, isFinished },
          ...{ replaceableBytes, isUnknown, isOfSubagent: transcript.agentId !== null },
        }),
    };
  };
}

function cameInLine(transcript: Transcript, entry: ConversationEntry): number {
  return entry.kind === 'assistant'
    ? (transcript.linesOfResponse(entry)[0]?.line ?? entry.line)
    : entry.line;
}
