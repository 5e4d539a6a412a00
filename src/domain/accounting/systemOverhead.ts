import type { ConversationEntry, SystemEntry } from '../transcript/entry';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';
import { MOST_REATTACHED_TOKENS, reattachedFiles } from './reattachedFiles';

/** What is sent with every request and stands in no entry: system prompt, tools, memory files. */
export interface SystemOverhead {
  readonly tokens: number;
  /** The entries whose estimates it rests on. */
  readonly entries: readonly ConversationEntry[];
}

/**
 * The context of a first response less what stood before it in the file. It is stable within a
 * session (±1–5 %) but differs widely between projects, from 11K to 51K in 134 real sessions, so it
 * is measured on the session itself: where the context last started anew before `before`.
 *
 * @param before the compaction after which no response has come yet, or `null` for the newest
 * stretch.
 * @param tokensOf of each block of an entry.
 * @returns `null` where the session never told it.
 */
export function systemOverhead(
  transcript: Transcript,
  before: SystemEntry | null,
  tokensOf: (entry: ConversationEntry) => readonly number[],
): SystemOverhead | null {
  const starts = transcript.boundaries.filter(
    (boundary) => before === null || boundary.offset < before.offset,
  );
  for (const start of [...starts.reverse(), null]) {
    const found = firstResponseAfter(transcript, start, before?.offset ?? Infinity);
    if (found === null || (start === null && transcript.startOffset > 0)) continue;
    const again = start === null ? NOTHING_AGAIN : attachedAgain(transcript, start, tokensOf);
    const entries = [...preservedBy(transcript, start), ...found.before];
    const tokens =
      found.response.contextTokens -
      again.tokens -
      entries.reduce((sum, entry) => sum + sumOf(tokensOf(entry)), 0);
    if (tokens > 0) return { tokens, entries: [...entries, ...again.entries] };
  }
  return null;
}

const NOTHING_AGAIN: SystemOverhead = { tokens: 0, entries: [] };

/** The files that a compaction attached again, where the file does not hold them. */
export function attachedAgain(
  transcript: Transcript,
  boundary: SystemEntry,
  tokensOf: (entry: ConversationEntry) => readonly number[],
): SystemOverhead {
  const files = reattachedFiles(transcript, boundary);
  const sizes = files.map(({ entry, block }) => tokensOf(entry)[block] ?? 0);
  return {
    tokens: sumOf(sizes.filter((tokens) => tokens <= MOST_REATTACHED_TOKENS)),
    entries: files.map(({ entry }) => entry),
  };
}

function sumOf(tokens: readonly number[]): number {
  return tokens.reduce((sum, each) => sum + each, 0);
}

function firstResponseAfter(
  transcript: Transcript,
  start: SystemEntry | null,
  end: number,
): { response: Response; before: ConversationEntry[] } | null {
  const before: ConversationEntry[] = [];
  const { conversation } = transcript;
  const from = firstAtOrAfter(conversation, (start?.offset ?? -1) + 1);
  for (let at = from; at < conversation.length; at++) {
    const entry = conversation[at]!;
    if (entry.offset >= end || (entry.kind === 'system' && entry.compaction !== null)) return null;
    const response = entry.kind === 'assistant' ? transcript.responseOf(entry) : null;
    if (response !== null) return { response, before };
    before.push(entry);
  }
  return null;
}

function preservedBy(transcript: Transcript, boundary: SystemEntry | null): ConversationEntry[] {
  return (boundary?.compaction?.preservedUuids ?? []).flatMap((uuid) => {
    const entry = transcript.entryOf(uuid);
    return entry === undefined || entry.kind === 'metadata' ? [] : [entry];
  });
}
