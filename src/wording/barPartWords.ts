import type { ItemKind } from '../domain/accounting/item';
import type { Translate } from './translate';

/** A part of the bar of a context: two kinds of items may be of one. */
export type ContextPart = Exclude<ItemKind, 'document' | 'other'> | 'system' | 'unexplained';

/** What the parts are called, in a legend and beside a bar. */
export function barPartWords(t: Translate): Readonly<Record<ContextPart, string>> {
  return {
    system: t('System and tools'),
    summary: t('Summary'),
    userText: t('User'),
    assistantText: t('Assistant'),
    thinking: t('Thinking'),
    toolCall: t('Calls'),
    toolResult: t('Results'),
    image: t('Images'),
    attachment: t('Attachments'),
    machineText: t('Machine'),
    unexplained: t('Not in the file'),
  };
}
