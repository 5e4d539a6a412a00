import type { AssistantEntry, ConversationEntry, SystemEntry, UserEntry } from './entry';
import { firstAtOrAfter } from './inFileOrder';
import type { Transcript } from './transcript';

/** What the model is sent when the session goes on from here. */
export interface ActiveChain {
  /**
   * In file order, but a line that came into the file late stands in front of what continues it.
   * The boundary itself is not among them.
   */
  readonly entries: readonly ConversationEntry[];
  readonly boundary: SystemEntry | null;
}

/**
 * The branch that Claude Code would resume, cut at its newest compaction, with what a walk along
 * `parentUuid` alone would miss: the other lines and results of parallel tool calls, and entries
 * that the compaction preserved.
 */
export function activeChain(transcript: Transcript): ActiveChain {
  const leaf = leafOf(transcript);
  return leaf === null ? { entries: [], boundary: null } : chainTo(transcript, leaf);
}

/** The same for a branch that ends elsewhere. */
export function chainTo(transcript: Transcript, leaf: ConversationEntry): ActiveChain {
  const { walked, boundary } = walkUp(transcript, leaf);
  const entries = new Set<ConversationEntry>(walked);
  if (boundary !== null) addAfterBoundary(transcript, boundary, entries);
  addParallelTools(transcript, entries, boundary?.offset ?? -1);
  return { entries: inPlace([...entries], latePlaces(walked)), boundary };
}

/** In the order of the file, but for those that came late. */
function inPlace(
  entries: ConversationEntry[],
  late: ReadonlyMap<ConversationEntry, number>,
): readonly ConversationEntry[] {
  if (late.size === 0) return entries.sort((a, b) => a.offset - b.offset);
  const placeOf = (entry: ConversationEntry): number => late.get(entry) ?? entry.offset;
  return entries.sort((a, b) => placeOf(a) - placeOf(b));
}

/** Lines are at least two bytes apart, and more than this. */
const BETWEEN_LINES = 2 ** -16;

/**
 * Where entries belong whose child stands in front of them in the file: a writer was slow, and
 * Claude Code goes by `parentUuid` all the same (measured, 2.1.329).
 *
 * @param walked from the leaf up.
 */
function latePlaces(walked: readonly ConversationEntry[]): ReadonlyMap<ConversationEntry, number> {
  const places = new Map<ConversationEntry, number>();
  let child = Infinity;
  for (const entry of walked) {
    if (entry.offset >= child) places.set(entry, child - BETWEEN_LINES);
    child = places.get(entry) ?? entry.offset;
  }
  return places;
}

/**
 * The end of the branch: the newest entry that descends from where the newest `last-prompt` stood
 * (measured: a resume takes that branch, not the last line), else the newest entry. What another
 * entry continues is no end, though it may have come into the file late.
 */
export function leafOf(transcript: Transcript): ConversationEntry | null {
  const { conversation, lastPrompt } = transcript;
  const isEnd = ({ uuid }: ConversationEntry): boolean =>
    uuid !== null && !transcript.isContinued(uuid);
  const newest =
    conversation.findLast(isEnd) ?? conversation.findLast(({ uuid }) => uuid !== null) ?? null;
  const named = lastPrompt === null ? undefined : transcript.entryOf(lastPrompt.leafUuid);
  const closed = transcript.boundaries.findLast(({ compaction }) => compaction?.preservesNothing);
  if (lastPrompt === null || named === undefined || named.offset < (closed?.offset ?? -1))
    return newest;
  const elsewhere = new Set<string>();
  const stand = placeOfPrompt(transcript, lastPrompt);
  for (let at = conversation.length - 1; at >= 0; at--) {
    const entry = conversation[at]!;
    if (isEnd(entry) && descends(transcript, entry, stand, elsewhere)) return entry;
  }
  return newest;
}

/** Where a prompt stood: any of these entries, at this place of the file. */
interface PromptPlace {
  readonly uuids: ReadonlySet<string>;
  readonly offset: number;
}

/**
 * What is named may be the result of one of several calls of a reply, which nothing continues: the
 * conversation goes on behind the last of them (6 of 56 newer real sessions).
 */
function placeOfPrompt(
  transcript: Transcript,
  { leafUuid, offset }: { leafUuid: string; offset: number },
): PromptPlace {
  const uuids = new Set([leafUuid]);
  const leaf = transcript.entryOf(leafUuid);
  const parent = leaf?.parentUuid == null ? undefined : transcript.entryOf(leaf.parentUuid);
  if (leaf?.kind === 'user' && holdsResult(leaf) && parent?.kind === 'assistant')
    for (const { uuid } of transcript.linesOfResponse(parent)) if (uuid !== null) uuids.add(uuid);
  return { uuids, offset };
}

function descends(
  transcript: Transcript,
  from: ConversationEntry,
  to: PromptPlace,
  elsewhere: Set<string>,
): boolean {
  let uuid = from.uuid;
  while (uuid !== null && !elsewhere.has(uuid)) {
    if (to.uuids.has(uuid)) return true;
    elsewhere.add(uuid);
    const entry = transcript.entryOf(uuid);
    if (entry?.kind === 'system' && entry.compaction !== null) {
      // A compaction after that prompt goes on with its branch, though the entry it names as its
      // parent may be gone.
      if (entry.offset > to.offset) return true;
      uuid = entry.compaction.tailUuids[0] ?? null;
    } else uuid = entry?.parentUuid ?? null;
  }
  return false;
}

function walkUp(
  transcript: Transcript,
  leaf: ConversationEntry,
): { walked: ConversationEntry[]; boundary: SystemEntry | null } {
  const walked: ConversationEntry[] = [];
  const keptBy = new Map<SystemEntry, ReadonlySet<string>>();
  const seen = new Set<string>();
  let entry: ReturnType<Transcript['entryOf']> = leaf;
  let last = leaf;
  while (entry !== undefined) {
    if (entry.uuid !== null && seen.has(entry.uuid)) break;
    if (entry.uuid !== null) seen.add(entry.uuid);
    if (entry.kind === 'system' && entry.compaction !== null) return { walked, boundary: entry };
    if (entry.kind !== 'metadata') {
      const crossed = boundaryCrossed(transcript, last, entry, keptBy);
      if (crossed !== null) return { walked, boundary: crossed };
      walked.push(entry);
      last = entry;
    }
    entry =
      entry.parentUuid === null
        ? undefined
        : (transcript.entryOf(entry.parentUuid) ?? before(transcript, entry.offset));
  }
  return { walked, boundary: null };
}

/**
 * After some compactions the conversation goes on from the old tail, in front of the boundary, so
 * that the walk would never meet it (2.1.217, and an open session beside a headless compact). A
 * rewind to before a compaction looks alike, but starts from an older entry.
 */
function boundaryCrossed(
  transcript: Transcript,
  child: ConversationEntry,
  parent: ConversationEntry,
  keptBy: Map<SystemEntry, ReadonlySet<string>>,
): SystemEntry | null {
  const { boundaries } = transcript;
  const boundary = boundaries[firstAtOrAfter(boundaries, child.offset) - 1];
  if (boundary?.compaction == null || boundary.offset < parent.offset) return null;
  if (boundary.compaction.preservesNothing) return boundary;
  let kept = keptBy.get(boundary);
  if (kept === undefined) {
    kept = new Set([...boundary.compaction.tailUuids, ...boundary.compaction.preservedUuids]);
    keptBy.set(boundary, kept);
  }
  let entry: ReturnType<Transcript['entryOf']> = parent;
  for (let steps = 0; entry !== undefined && steps < 32; steps++) {
    if (entry.uuid !== null && kept.has(entry.uuid)) return boundary;
    if (entry.kind === 'user' || entry.kind === 'assistant' || entry.parentUuid === null)
      return null;
    entry = transcript.entryOf(entry.parentUuid);
  }
  return null;
}

/**
 * A parent that is not in the file (244 of 65,000 real entries): go on with what was written
 * before.
 */
function before(transcript: Transcript, offset: number): ConversationEntry | undefined {
  const index = firstAtOrAfter(transcript.conversation, offset);
  return transcript.conversation[index - 1];
}

function addAfterBoundary(
  transcript: Transcript,
  boundary: SystemEntry,
  entries: Set<ConversationEntry>,
): void {
  let firstWalked = Infinity;
  for (const entry of entries)
    if (entry.offset > boundary.offset) firstWalked = Math.min(firstWalked, entry.offset);
  const { conversation } = transcript;
  for (
    let at = firstAtOrAfter(conversation, boundary.offset + 1);
    at < conversation.length && conversation[at]!.offset < firstWalked;
    at++
  )
    entries.add(conversation[at]!);
  for (const uuid of boundary.compaction?.preservedUuids ?? []) {
    const preserved = transcript.entryOf(uuid);
    if (preserved !== undefined && preserved.kind !== 'metadata') entries.add(preserved);
  }
}

function addParallelTools(
  transcript: Transcript,
  entries: Set<ConversationEntry>,
  afterOffset: number,
): void {
  const answered = new Set<string>();
  const responses = new Set<readonly AssistantEntry[]>();
  for (const entry of entries)
    if (entry.kind === 'user') addToolUseIds(entry, answered);
    else if (entry.kind === 'assistant') responses.add(transcript.linesOfResponse(entry));
  for (const lines of responses) {
    for (const line of lines) {
      if (line.offset <= afterOffset && !entries.has(line)) continue;
      entries.add(line);
      for (const block of line.blocks) {
        if (block.kind !== 'toolUse' || answered.has(block.toolUseId)) continue;
        // Asked for once, whether there is one or not.
        answered.add(block.toolUseId);
        const results = transcript.resultsOf(block.toolUseId);
        const result = results[firstAtOrAfter(results, afterOffset + 1)];
        if (result !== undefined) entries.add(result);
      }
    }
  }
}

function addToolUseIds({ blocks }: UserEntry, ids: Set<string>): void {
  for (const block of blocks) if (block.kind === 'toolResult') ids.add(block.toolUseId);
}

function holdsResult({ blocks }: UserEntry): boolean {
  return blocks.some(({ kind }) => kind === 'toolResult');
}
