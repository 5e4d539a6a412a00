import { contextBefore } from './contextBefore';
import type { ContextUsage } from './contextUsage';
import type { Compaction, SystemEntry } from '../transcript/entry';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import type { Transcript } from '../transcript/transcript';

/** A compaction that left a summary, as the file tells of it. Plain: it crosses threads. */
export interface LastCompaction {
  /** Its own as long as the session lasts. */
  readonly id: string;
  /**
   * `idle`: by Claude Code itself, since nobody had written for so long. `unknown`: its trigger is
   * none of those that are known.
   */
  readonly kind: 'automatic' | 'idle' | 'manual' | 'unknown';
  readonly atMs: number | null;
  /** The context before, as Claude Code stated it; else by the reply before. */
  readonly beforeTokens: number | null;
  /** What the first reply after it was sent, as long as there is none what it is estimated at. */
  readonly afterTokens: number | null;
  readonly isAfterExact: boolean;
  /** The how manieth of the session, from 1. */
  readonly ordinal: number;
}

/**
 * The compaction that the context begins with.
 *
 * @param boundary of the active chain.
 * @param usage of the same moment.
 * @returns `null` where there is none, or one that summed nothing up: a mod wrote the context down
 * once more.
 */
export function lastCompaction(
  transcript: Transcript,
  boundary: SystemEntry | null,
  usage: Pick<ContextUsage, 'tokens'>,
): LastCompaction | null {
  const compaction = boundary?.compaction ?? null;
  if (boundary === null || compaction === null || compaction.preservesNothing) return null;
  const { hasSummary, isIdle, afterTokens } = whatFollows(transcript, boundary);
  if (!hasSummary) return null;
  const { boundaries } = transcript;
  return {
    id: boundary.uuid ?? String(boundary.offset),
    kind: isIdle ? 'idle' : kindOf(compaction),
    atMs: boundary.timestampMs,
    beforeTokens:
      compaction.preTokens ?? contextBefore(transcript, transcript.conversation, boundary.offset),
    afterTokens: afterTokens ?? (usage.tokens === null ? null : Math.round(usage.tokens)),
    isAfterExact: afterTokens !== null,
    ordinal: boundaries.filter(
      (each) => each.offset <= boundary.offset && each.compaction?.preservesNothing === false,
    ).length,
  };
}

function kindOf({ trigger }: Compaction): LastCompaction['kind'] {
  return trigger === 'auto' ? 'automatic' : trigger === 'manual' ? 'manual' : 'unknown';
}

/** Up to the first reply. */
function whatFollows(
  transcript: Transcript,
  boundary: SystemEntry,
): {
  readonly hasSummary: boolean;
  readonly isIdle: boolean;
  readonly afterTokens: number | null;
} {
  const { conversation } = transcript;
  let [hasSummary, isIdle] = [false, false];
  for (let at = firstAtOrAfter(conversation, boundary.offset); at < conversation.length; at++) {
    const entry = conversation[at]!;
    if (entry.kind === 'system') {
      if (entry.compaction !== null && entry !== boundary) break;
      isIdle ||= entry.isIdleRemark === true;
    } else if (entry.kind === 'user') hasSummary ||= entry.isCompactSummary;
    const response = entry.kind === 'assistant' ? transcript.responseOf(entry) : null;
    if (response !== null) return { hasSummary, isIdle, afterTokens: response.contextTokens };
  }
  return { hasSummary, isIdle, afterTokens: null };
}
