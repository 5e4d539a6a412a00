import { activeChain } from '../transcript/activeChain';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import type { ConversationEntry } from '../transcript/entry';
import { Transcript } from '../transcript/transcript';

/**
 * The conversation that Claude Code would resume, back through its compactions to the first prompt:
 * what a person remembers of the session. Rewound branches are left out. In file order, boundaries
 * and summaries included.
 */
export function trunkOf(transcript: Transcript): readonly ConversationEntry[] {
  const entries = new Set<ConversationEntry>();
  let stretch = transcript;
  for (;;) {
    const { entries: chain, boundary } = activeChain(stretch);
    for (const entry of chain) entries.add(entry);
    if (boundary === null) break;
    entries.add(boundary);
    // All that was said before stands behind it once more.
    if (boundary.compaction?.preservesNothing === true && !chain.some(isSummary)) break;
    stretch = stretchBefore(transcript, boundary.offset);
  }
  return [...entries].sort((a, b) => a.offset - b.offset);
}

function isSummary(entry: ConversationEntry): boolean {
  return entry.kind === 'user' && entry.isCompactSummary;
}

/**
 * What was said from the compaction before up to an offset: all of the file again for each
 * compaction would take a square of the time.
 */
export function stretchBefore(transcript: Transcript, end: number): Transcript {
  const { boundaries, conversation } = transcript;
  const start = boundaries[firstAtOrAfter(boundaries, end) - 1]?.offset ?? 0;
  const stretch = new Transcript(transcript.startOffset);
  stretch.add({
    entries: conversation.slice(
      firstAtOrAfter(conversation, start),
      firstAtOrAfter(conversation, end),
    ),
    malformed: [],
    facts: null,
  });
  return stretch;
}
