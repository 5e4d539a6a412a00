import { chainTo, leafOf, type ActiveChain } from './activeChain';
import type { ConversationEntry } from './entry';
import type { LastPrompt, Transcript } from './transcript';

/** A chain, and all of the transcript that it rests on besides the entries. */
interface Known {
  readonly chain: ActiveChain;
  readonly leaf: ConversationEntry;
  readonly transcript: Transcript;
  readonly entries: number;
  readonly outOfOrder: number;
  readonly lastPrompt: LastPrompt | null;
}

/**
 * The {@link activeChain} of a session that is read as it grows: entries that continue its end one
 * after the other are put behind it, and only for all else it is found anew.
 */
export class GrowingChain {
  private known: Known | null = null;

  of(transcript: Transcript): ActiveChain {
    const added = this.known === null ? null : continuing(this.known, transcript);
    const leaf = added?.at(-1) ?? (added === null ? leafOf(transcript) : this.known!.leaf);
    if (leaf === null) return { entries: [], boundary: null };
    const chain = added === null ? chainTo(transcript, leaf) : extended(this.known!.chain, added);
    const { outOfOrder, lastPrompt } = transcript;
    const entries = transcript.conversation.length;
    this.known = { chain, leaf, transcript, entries, outOfOrder, lastPrompt };
    return chain;
  }
}

function extended(chain: ActiveChain, added: readonly ConversationEntry[]): ActiveChain {
  return added.length === 0 ? chain : { ...chain, entries: [...chain.entries, ...added] };
}

/** What came since, where each continues the one before; else `null`. */
function continuing(known: Known, transcript: Transcript): readonly ConversationEntry[] | null {
  const { conversation, outOfOrder, lastPrompt } = transcript;
  if (
    transcript !== known.transcript ||
    outOfOrder !== known.outOfOrder ||
    lastPrompt !== known.lastPrompt ||
    (transcript.boundaries.at(-1)?.offset ?? -1) > known.leaf.offset
  )
    return null;
  const added = conversation.slice(known.entries);
  let { uuid } = known.leaf;
  for (const entry of added) {
    if (uuid === null || entry.uuid === null || entry.parentUuid !== uuid) return null;
    if (!standsAlone(transcript, entry)) return null;
    uuid = entry.uuid;
  }
  return added;
}

/** Whether it brings nothing along that stands elsewhere: lines of its reply, or other results. */
function standsAlone(transcript: Transcript, entry: ConversationEntry): boolean {
  if (entry.kind === 'assistant') {
    const lines = transcript.linesOfResponse(entry);
    const before = lines[lines.indexOf(entry) - 1];
    if (before !== undefined && before.uuid !== entry.parentUuid) return false;
  }
  return entry.blocks.every((block) => {
    if (block.kind !== 'toolUse' && block.kind !== 'toolResult') return true;
    const results = transcript.resultsOf(block.toolUseId);
    return results.length === 0 || (results.length === 1 && results[0]!.offset >= entry.offset);
  });
}
