import { leftOfText } from '../transcript/placeholderText';
import { isMachineText, recordedText } from '../transcript/recordedText';

/**
 * What a person typed: without what Claude Code put beside it, and a slash command as it was typed;
 * of what was pruned, how it began and ended.
 *
 * @param texts of one message that holds something of a person's.
 */
export function promptWords(texts: readonly string[]): string {
  return texts
    .flatMap((text) => {
      const recorded = recordedText(text, { isMeta: false, origin: null });
      if (recorded === null) return [withoutReminders(leftOfText(text))];
      return isMachineText(recorded) && recorded.kind !== 'command' ? [] : [recorded.subject];
    })
    .join('\n\n')
    .trim();
}

/** Without the reminders that Claude Code put in front of what was typed. */
export function withoutReminders(text: string): string {
  const [open, close] = ['<system-reminder>', '</system-reminder>'];
  let words = text.trimStart();
  while (words.startsWith(open)) {
    const end = words.indexOf(close);
    if (end === -1) return '';
    words = words.slice(end + close.length).trimStart();
  }
  return words;
}
