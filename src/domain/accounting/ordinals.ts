import type { ConversationEntry } from '../transcript/transcript';
import type { ItemFacts } from './factsOfBlock';
import type { Item, ItemName } from './item';

/** Labels show a little more of what a name says. */
const SHOWN_LENGTH = 100;
const COLOURS = /\u001b\[[0-9;]{0,20}m/g;

type Named = ItemName & Pick<Item, 'attachmentType' | 'machineText' | 'size' | 'before' | 'turn'>;

/**
 * Numbers items that would be called the same, from 1, in the order in which they come: so none is
 * numbered anew by what comes later. A result has the number of its call.
 */
export class Ordinals {
  private readonly counts = new Map<string, number>();
  private readonly ofCalls = new Map<string, number>();

  next(entry: ConversationEntry, block: ItemFacts['block'], item: Named): number {
    const content = entry.blocks[block];
    if (item.kind === 'toolResult' && content?.kind === 'toolResult') {
      const ofCall = this.ofCalls.get(content.toolUseId);
      // A second result of one call is another thing of the same name.
      if (ofCall !== undefined && this.ofCalls.delete(content.toolUseId)) return ofCall;
    }
    const key = keyOf(item);
    const ordinal = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, ordinal);
    if (content?.kind === 'toolUse' && content.toolUseId !== '')
      this.ofCalls.set(content.toolUseId, ordinal);
    return ordinal;
  }
}

/** Equal for items whose labels are. */
function keyOf(item: Named): string {
  switch (item.kind) {
    case 'userText':
    case 'assistantText':
    case 'other':
      return `${item.kind} ${item.subject ?? ''}`;
    case 'thinking':
      return item.before === null
        ? `thinking ${String(item.turn)}`
        : `thinking ${keyOfName(item.before)}`;
    case 'summary':
      return `summary ${String(item.turn)}`;
    case 'toolCall':
    case 'toolResult':
      return `tool ${keyOfName(item)}`;
    case 'image':
    case 'document':
      return `${item.kind} ${sizeOf(item)} ${keyOfName(item)}`;
    case 'attachment':
      return `attachment ${item.attachmentType ?? ''} ${keyOfName(item)}`;
    case 'machineText': {
      const words = item.subject?.replace(COLOURS, '').slice(0, SHOWN_LENGTH) ?? '';
      return `${item.machineText ?? ''} ${words}`;
    }
  }
}

function keyOfName({ toolName, subject, path, detail }: ItemName): string {
  const name = `${toolName ?? ''}\n${path ?? ''}`;
  const words = detail?.words ?? (path === null ? subject : null);
  const about = words?.slice(0, SHOWN_LENGTH) ?? '';
  if (detail === null) return `${name}\n${about}`;
  const { count, range, part } = detail;
  const lines = range === null ? '' : `${String(range.first)}-${String(range.count)}`;
  const list = count === null ? '' : `${String(count.number)} ${count.of}`;
  return `${name}\n${about}\n${lines}\n${list}\n${part ?? ''}`;
}

function sizeOf({ size }: Pick<Item, 'size'>): string {
  return size === null ? '' : `${String(size.width)}×${String(size.height)}`;
}
