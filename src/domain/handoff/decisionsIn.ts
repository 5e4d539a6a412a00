import type { ConversationEntry } from '../transcript/entry';
import { asString } from '../transcript/parseBlocks';
import type { EntryContent } from './entryContent';
import type { Answer, Said } from './handoffFacts';

/** An entry that is quoted, with its texts. */
export interface QuotedContent {
  readonly entry: ConversationEntry;
  readonly content: EntryContent;
}

/** Plans that were accepted, in file order. */
export function plansOf(
  found: readonly QuotedContent[],
  turnAt: (offset: number) => number,
): Said[] {
  const results = new Map(
    found.flatMap(({ content }) =>
      content.results.map((result) => [result.toolUseId, result] as const),
    ),
  );
  return found.flatMap(({ entry, content }) =>
    content.calls.flatMap(({ toolUseId, toolName, input }) => {
      const result = results.get(toolUseId);
      if (toolName !== 'ExitPlanMode' || result === undefined || result.isError) return [];
      const text = asString(input['plan']) ?? approvedPlan(result.text);
      return text.trim() === '' ? [] : [{ text: text.trim(), turn: turnAt(entry.offset) }];
    }),
  );
}

/** What stands below the heading. */
function approvedPlan(text: string): string {
  const heading = text.indexOf('## Approved Plan');
  const end = heading === -1 ? -1 : text.indexOf('\n', heading);
  return end === -1 ? '' : text.slice(end + 1);
}

/** What was answered where Claude asked, in the results of one entry. */
export function answersOf({ results }: EntryContent): Answer[] {
  return results.flatMap(({ isError, text }) =>
    isError
      ? []
      : [...text.matchAll(/"([^"\n]{1,2000})"="([^"]{1,4000})"/g)].map(([, question, answer]) => ({
          question: question!,
          answer: answer!,
        })),
  );
}
