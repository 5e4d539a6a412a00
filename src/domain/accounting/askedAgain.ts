import type { ActiveChain } from '../transcript/activeChain';
import type { ToolUseBlock } from '../transcript/entry';
import type { Item } from './item';

/** How much of what was pruned Claude has asked for once more. */
export interface AskedAgain {
  /** Items that are pruned. */
  readonly pruned: number;
  /** Of these, whose file was read again since, or whose search was made again. */
  readonly again: number;
}

/** What asks for the content of a file. */
const READS = new Set(['Read', 'NotebookRead', 'View']);
/** What asks for something that has no file; a command may do anything when it is run again. */
const SEARCHES = new Set(['Grep', 'Glob', 'LS', 'WebFetch', 'WebSearch']);

/**
 * The truest regret of a prune: what was asked for again in a call that came after it.
 *
 * @param prunedMs by the ids of what is pruned, when that was.
 */
export function askedAgain(
  items: readonly Item[],
  { entries }: ActiveChain,
  prunedMs: ReadonlyMap<string, number>,
): AskedAgain {
  const pruned = items.filter(({ keptBecause }) => keptBecause === 'pruned');
  if (pruned.length === 0) return { pruned: 0, again: 0 };
  const askedMs = new Map<string, number>();
  for (const { blocks, timestampMs } of entries)
    for (const block of blocks) {
      const question = block.kind === 'toolUse' ? questionOf(block) : null;
      if (question !== null && timestampMs !== null) askedMs.set(question, timestampMs);
    }
  const again = pruned.filter((item) => {
    const since = prunedMs.get(item.id);
    const question = questionAnswered(item);
    const asked = question === null ? undefined : askedMs.get(question);
    return since !== undefined && asked !== undefined && asked > since;
  });
  return { pruned: pruned.length, again: again.length };
}

function questionOf(call: ToolUseBlock): string | null {
  if (READS.has(call.toolName)) return call.path === null ? null : `file:${call.path}`;
  return SEARCHES.has(call.toolName) ? searchOf(call) : null;
}

/** What would bring back what an item held: of all that is about a file, its reading. */
function questionAnswered(item: Item): string | null {
  if (SEARCHES.has(item.toolName ?? '')) return searchOf(item);
  return item.path === null ? null : `file:${item.path}`;
}

/** The item of a call has its path and its words as the call has them. */
function searchOf({
  toolName,
  path,
  subject,
  detail,
}: Pick<Item, 'toolName' | 'path' | 'subject' | 'detail'>): string {
  return JSON.stringify([toolName, detail?.words, path ?? subject]);
}
