/**
 * Text from a transcript or a path, made harmless for a `MarkdownString`: every ASCII punctuation
 * mark is escaped, icons (`$(…)`) and controls that could reorder or hide text are defused.
 */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replaceAll('\\$\\(', '\\$\u200b\\(');
}

/**
 * Text for a toast, where VS Code makes links of `[words](command:…)` and runs whatever command
 * they name.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}

/** `$(…)` is drawn as an icon in the rows of a list and in the status bar. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

/** One line without control characters, bidirectional controls or ANSI escapes. */
export function printable(text: string): string {
  return withoutControls(text).trim();
}

/** The same with the space at its ends. */
export function withoutControls(text: string): string {
  return text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}
