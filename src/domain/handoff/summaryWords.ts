/** The summary of a compaction, without the frame that Claude Code puts around it. */
export function summaryWords(text: string): string {
  return text
    .replace(/^This session is being continued from a previous conversation[^\n]*\n/, '')
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
