import type { Item } from '../accounting/item';
import { placeOf } from '../accounting/itemId';
import { supersededBlocks, type Superseded } from '../accounting/superseded';
import type { ActiveChain } from '../transcript/activeChain';
import type { ConversationEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';

/**
 * By what something came into the context. `written`: what a call wrote into a file; `confirmed`:
 * what was answered to that; `heeded`: put there to be kept to, such as the text of a skill.
 */
type EvidenceSource =
  | 'read'
  | 'written'
  | 'confirmed'
  | 'search'
  | 'command'
  | 'call'
  | 'thinking'
  | 'prompt'
  | 'heeded'
  | 'other';

/** What the session itself tells of how likely an item is needed again. Plain: it crosses threads. */
export interface PruneEvidence {
  readonly source: EvidenceSource;
  /** Replies since it came in. */
  readonly steps: number;
  /** Replies since it came in, or a call last named its file. */
  readonly idleSteps: number;
  /** `repeated`: the same content stands in the context again, later. */
  readonly superseded: Superseded | 'repeated' | null;
  readonly isError: boolean;
}

/**
 * Attachments that repeat what stands in a file; the others were put there to be heeded, and so
 * were notes.
 */
const FILE_ATTACHMENTS = new Set([
  'file',
  'edited_text_file',
  'directory',
  'compact_file_reference',
]);
const SOURCES: Readonly<Record<string, EvidenceSource>> = {
  Read: 'read',
  NotebookRead: 'read',
  View: 'read',
  Write: 'confirmed',
  Create: 'confirmed',
  Edit: 'confirmed',
  MultiEdit: 'confirmed',
  NotebookEdit: 'confirmed',
  Update: 'confirmed',
  Grep: 'search',
  Glob: 'search',
  LS: 'search',
  Bash: 'command',
  PowerShell: 'command',
};

/** Goes once through the context; what is given back looks nothing up that takes long. */
export function evidenceIn(
  transcript: Transcript,
  { entries }: ActiveChain,
): (item: Item, entry: ConversationEntry) => PruneEvidence {
  const supersededBy = supersededBlocks(transcript, entries);
  const stepOf = new Map<number, number>();
  const lastNamed = new Map<string, number>();
  const replies = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'assistant' && !entry.isSynthetic)
      replies.add(entry.messageId ?? entry.uuid ?? `@${String(entry.offset)}`);
    stepOf.set(entry.offset, replies.size);
    for (const block of entry.blocks)
      if (block.kind === 'toolUse' && block.path !== null) lastNamed.set(block.path, replies.size);
  }
  return (item, entry) => {
    const came = stepOf.get(entry.offset) ?? replies.size;
    const named = item.path === null ? undefined : lastNamed.get(item.path);
    const block = placeOf(item.id)?.block ?? 0;
    return {
      source: sourceOf(item),
      steps: replies.size - came,
      idleSteps: replies.size - Math.max(came, named ?? came),
      superseded: item.marks.includes('duplicate')
        ? 'repeated'
        : item.marks.includes('superseded')
          ? supersededBy({ entry, block })
          : null,
      isError: item.isError,
    };
  };
}

function sourceOf({ kind, toolName, attachmentType, machineText }: Item): EvidenceSource {
  const source =
    toolName !== null && Object.hasOwn(SOURCES, toolName) ? SOURCES[toolName]! : 'other';
  switch (kind) {
    case 'thinking':
      return 'thinking';
    case 'userText':
      return 'prompt';
    case 'toolCall':
      return source === 'confirmed' ? 'written' : 'call';
    case 'toolResult':
      return source;
    case 'attachment':
      return FILE_ATTACHMENTS.has(attachmentType ?? '') ? 'other' : 'heeded';
    case 'machineText':
      return machineText === 'note' ? 'heeded' : 'other';
    default:
      return 'other';
  }
}
