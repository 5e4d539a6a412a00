import type { ConversationEntry } from '../transcript/entry';
import type { ItemFacts } from './factsOfBlock';
import type { Item, ItemName } from './item';

type Names = Map<string, number>;

/** Labels show a little more of what a name says. */
const SHOWN_LENGTH = 100;
const COLOURS = /\u001b\[[0-9;]{0,20}m/g;

/**
 * Numbers items that would be called the same, from 1, in the order in which they come: so none is
 * numbered anew by what comes later. A result has the number of its call.
 */
export class Ordinals {
  /** By kind, then by what did it, then by what it is about. */
  private readonly counts = new Map<string, Map<string, Names>>();
  private readonly ofCalls = new Map<string, number>();

  /** @param before what thinking is called by. */
  next(
    entry: ConversationEntry,
    facts: ItemFacts,
    before: Item['before'],
    turn: Item['turn'],
  ): number {
    const content = entry.blocks[facts.block];
    if (facts.kind === 'toolResult' && content?.kind === 'toolResult') {
      const ofCall = this.ofCalls.get(content.toolUseId);
      // A second result of one call is another thing of the same name.
      if (ofCall !== undefined && this.ofCalls.delete(content.toolUseId)) return ofCall;
    }
    const ordinal = this.countOf(facts, before, turn);
    if (content?.kind === 'toolUse' && content.toolUseId !== '')
      this.ofCalls.set(content.toolUseId, ordinal);
    return ordinal;
  }

  private countOf(facts: ItemFacts, before: Item['before'], turn: Item['turn']): number {
    switch (facts.kind) {
      case 'userText':
      case 'assistantText':
      case 'other':
        return this.count(facts.kind, '', facts.subject ?? '');
      case 'thinking':
        return before === null
          ? this.count('thinking', '', String(turn))
          : this.count(
              before.kind === 'toolCall' ? 'thinking before a call' : 'thinking',
              before.toolName ?? '',
              about(before),
            );
      case 'summary':
        return this.count('summary', '', String(turn));
      case 'toolCall':
      case 'toolResult':
        return this.count('tool', facts.toolName ?? '', about(facts));
      case 'image':
      case 'document':
        return this.count(facts.kind, facts.toolName ?? '', `${about(facts)}\n${sizeOf(facts)}`);
      case 'attachment':
        return this.count('attachment', facts.attachmentType ?? '', about(facts));
      case 'machineText':
        return this.count(
          'machineText',
          facts.machineText ?? '',
          facts.subject?.replace(COLOURS, '').slice(0, SHOWN_LENGTH) ?? '',
        );
    }
  }

  private count(kind: string, did: string, name: string): number {
    let ofKind = this.counts.get(kind);
    if (ofKind === undefined) this.counts.set(kind, (ofKind = new Map<string, Names>()));
    let names = ofKind.get(did);
    if (names === undefined) ofKind.set(did, (names = new Map<string, number>()));
    const ordinal = (names.get(name) ?? 0) + 1;
    names.set(name, ordinal);
    return ordinal;
  }
}

/** Equal for what is shown the same. Mostly one string as it is, since there are many of them. */
function about({ subject, path, detail }: ItemName): string {
  if (detail === null) return path ?? subject ?? '';
  const { words, count, range, part } = detail;
  const name = shown(words ?? (path === null ? subject : null) ?? '');
  if (path === null && count === null && range === null && part === null) return name;
  const lines = range === null ? '' : `${String(range.first)}-${String(range.count)}`;
  const list = count === null ? '' : `${String(count.number)} ${count.of}`;
  return `${name}\n${path ?? ''}\n${lines}\n${list}\n${part ?? ''}`;
}

function shown(words: string): string {
  return words.length <= SHOWN_LENGTH ? words : words.slice(0, SHOWN_LENGTH);
}

function sizeOf({ size }: Pick<Item, 'size'>): string {
  return size === null ? '' : `${String(size.width)}×${String(size.height)}`;
}
