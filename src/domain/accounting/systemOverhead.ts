import type { ConversationEntry, SystemEntry } from '../transcript/entry';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';

/** What is sent with every request and stands in no entry: system prompt, tools, memory files. */
export interface SystemOverhead {
  readonly tokens: number;
  /** The entries whose estimates it rests on; empty when it is a typical value. */
  readonly entries: readonly ConversationEntry[];
}

/**
 * Between 11K and 51K in 134 real sessions, mostly 18–24K: for a session that never measured its
 * own.
 */
const TYPICAL_TOKENS = 20_000;

/**
 * The context of a first response less what stood before it in the file. It is stable within a
 * session (±1–5 %) but differs widely between projects, so it is measured on the session itself:
 * where the context last started anew before `before`.
 *
 * @param before the compaction after which no response has come yet, or `null` for the newest
 * stretch.
 */
export function systemOverhead(
  transcript: Transcript,
  before: SystemEntry | null,
  tokensOf: (entry: ConversationEntry) => number,
): SystemOverhead {
  const starts = transcript.boundaries.filter(
    (boundary) => before === null || boundary.offset < before.offset,
  );
  for (const start of [...starts.reverse(), null]) {
    const found = firstResponseAfter(transcript, start, before?.offset ?? Infinity);
    if (found === null || (start === null && transcript.startOffset > 0)) continue;
    const entries = [...preservedBy(transcript, start), ...found.before];
    const tokens =
      found.response.contextTokens - entries.reduce((sum, entry) => sum + tokensOf(entry), 0);
    if (tokens > 0) return { tokens, entries };
  }
  return { tokens: TYPICAL_TOKENS, entries: [] };
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
