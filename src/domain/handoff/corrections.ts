import type { ConversationEntry } from '../transcript/entry';
import type { EntryContent } from './entryContent';
import type { Said } from './handoffFacts';
import { promptWords } from './promptWords';

const CORRECTIONS = 8;
/** What a person says with a call that they refuse; Claude Code adds a note of its own. */
const REFUSED = /^(?:Error: )?The user doesn't want to [^]*?the user said:\n([^]*)$/;
const OWN_NOTE = /\n\nNote: The user's next message[^]*$/;
/** Told by Claude Code itself: nothing was said. */
const NOTHING_SAID = /^The user wants to clarify these questions\./;

/** What a person said against what Claude did, or while it worked; the newest, in file order. */
export function correctionsOf(
  found: readonly { readonly entry: ConversationEntry; readonly content: EntryContent }[],
  turnAt: (offset: number) => number,
): Said[] {
  return found
    .flatMap(({ entry, content }) =>
      wordsOf(content).map((text) => ({ text, turn: turnAt(entry.offset) })),
    )
    .slice(-CORRECTIONS);
}

function wordsOf({ results, texts }: EntryContent): string[] {
  if (results.length === 0) return [promptWords(texts)].filter((text) => text !== '');
  return results.flatMap(({ isError, text }) => {
    const said = isError ? (REFUSED.exec(text)?.[1] ?? '').replace(OWN_NOTE, '').trim() : '';
    return said === '' || NOTHING_SAID.test(said) ? [] : [said];
  });
}
