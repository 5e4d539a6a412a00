import type { HandoffFacts, Said } from './handoffFacts';
import { block, list, quote, RANK, type HandoffPart } from './handoffPart';
import { clipped } from './handoffWords';
import { inlineCode } from './quoteMarkdown';

/** A prompt of so many characters says by itself what it is about. */
const TELLING_LENGTH = 60;
const ASKED_LENGTH = 160;
/** The newest first: what was asked last is what the next session is to do. */
export function goalParts({ prompts, asked }: HandoffFacts, most: number): HandoffPart[] {
  const newest = prompts.at(-1);
  if (newest === undefined)
    return [block('goal', RANK.latestPrompt, 'Nothing was typed in this session.')];
  const first = prompts[0]!;
  const between = prompts.slice(1, -1).reverse();
  const leads = (text: string): boolean => text.length >= TELLING_LENGTH;
  // A short word such as “Commit it.” says nothing without what it is about.
  const telling = leads(newest.text) ? -1 : between.findIndex(({ text }) => leads(text));
  return [
    ...quote('goal', `Asked last${turnWords(newest)}:`, RANK.latestPrompt, newest.text, most),
    ...between.flatMap((prompt, index) =>
      quote(
        'goal',
        `Before that${turnWords(prompt)}:`,
        index <= telling ? RANK.promptBefore : RANK.earlierPrompts - index,
        prompt.text,
        most,
      ),
    ),
    ...list(
      'goal',
      'Earlier, the newest first:',
      [...asked].reverse().map((said) => ({
        text: `- ${inlineCode(clipped(said.text, ASKED_LENGTH))}${turnWords(said)}`,
        rank: RANK.asked,
      })),
    ),
    ...(first === newest
      ? []
      : quote('goal', 'The session began with:', RANK.firstPrompt, first.text, most)),
  ];
}

/** Where it was said, behind what was said. */
export function turnWords({ turn }: Said): string {
  return turn === 0 ? '' : ` (turn ${String(turn)})`;
}
