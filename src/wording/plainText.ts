import { printable, withoutControls, withoutIcons, withoutLinks } from './escapeMarkdown';
import { shorten } from './shorten';

/** VS Code shows so much of a message itself (1.101). */
const MESSAGE_LENGTH = 1000;

/**
 * Text for whatever shows more than words: VS Code makes links of `[words](command:…)` in messages
 * and runs them on a click, and draws `$(icon)` in rows and in the status bar. One line, without
 * control characters and what reorders text; it reads as it was.
 *
 * Meant for whole messages: two harmless arguments may make a link together.
 *
 * @param most characters of it.
 */
export function plainText(text: string, most = MESSAGE_LENGTH): string {
  // a character and what is taken out around it; texts may be huge
  const words = printable(text.slice(0, 8 * most));
  return shorten(withoutIcons(withoutLinks(words)), most);
}

/** Lines for a terminal: line feeds and tabs stay, nothing else that moves the cursor. */
export function terminalText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(withoutControls).join('\t'))
    .join('\n');
}

/** The same JSON for a terminal: DEL, C1 controls and what reorders text are escaped as well. */
export function terminalJson(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
