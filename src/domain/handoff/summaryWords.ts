import { withoutReminders } from './promptWords';

/** The summary of a compaction, without the frame that Claude Code puts around it. */
export function summaryWords(text: string): string {
  const told = text.replace(
    /^This session is being continued from a previous conversation[^\n]*\n/,
    '',
  );
  return withoutReminders(told)
    .replace(/^\s*Summary:[ \t]*\n/, '')
    .replace(
      /^\s*(?:The (?:conversation is summarized below|summary below covers)[^\n]*\n|Analysis:[^]*?\nSummary:\n)/,
      '',
    )
    .replace(
      /\n(?:If you need specific details from before compaction|Please continue the conversation from where|Continue the conversation from where)[^]*$/,
      '',
    )
    .trim();
}
