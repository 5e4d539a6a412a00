import type { Inspection } from '../../domain/accounting/inspection';
import { oneLine } from '../../wording/labelParts';
import type { ToInspectorPage } from './protocol';

const PROMPT_LENGTH = 80;

/** The first words of the prompts that turns began with, for the page's groups. */
export function turnsMessage({
  prompts,
}: Pick<Inspection, 'prompts'>): Extract<ToInspectorPage, { type: 'turns' }> {
  return {
    type: 'turns',
    turns: prompts
      .map(({ turn, words }) => ({ turn, words: oneLine(words, PROMPT_LENGTH) }))
      .filter(({ words }) => words !== ''),
  };
}
