/** More of a text is never looked at: what is shown of it is a tenth. */
const LOOKED_AT = 1000;
/**
 * What only sets the folder: `cd /home/dev/ledger && `. One within it says where, and stays. Blanks
 * are ASCII ones: bytes may have been read as latin1.
 */
const FOLDER_SET =
  /^[ \t\n\r]*(?:cd|Set-Location|pushd)[ \t]+(?="?'?(?:[/~]|[A-Za-z]:))(?:"[^"\n]*"|'[^'\n]*'|(?:[^ \t\n\r;&|"'\\]|\\[^\n])+)[ \t]*(?:&&|;|\n)[ \t\n\r]*/;
/** `(() => {`, `(async function () {`: what is run at once begins behind it. */
const WRAPPER =
  /^[ \t\n\r(]*(?:async[ \t]+)?(?:function[ \t]*\([ \t]*\)|\([ \t]*\)[ \t]*=>)[ \t]*\{[ \t\n\r]*/;
const URL_PARTS = /^[a-z][a-z0-9+.-]{0,20}:\/\/(?:www\.)?([^?#]*)/i;
const PLACEHOLDER = /^\[pruned(?:\]|: )/;
/** The ellipsis stands there as three bytes, too. */
const INPUT_PLACEHOLDER =
  /^\[pruned: input of [^ ]{1,200} (.*?)(?:…|\u00e2\u0080\u00a6)?, ~[\d.]{1,20}[KM]? tokens/;
const HEADING = /^[# \t\n\r]+/;

/** A command without what only sets its folder. */
export function commandWords(command: string): string {
  let words = command.slice(0, LOOKED_AT);
  for (let folders = 0; folders < 2; folders++) {
    const prefix = FOLDER_SET.exec(words)?.[0].length ?? 0;
    if (prefix === 0 || prefix === words.length) break;
    words = words.slice(prefix);
  }
  return ownCopy(words.trim() === '' ? command : words, command);
}

/** Code without the function that it is wrapped in to be run at once. */
export function codeWords(code: string): string {
  const head = code.slice(0, LOOKED_AT);
  const rest = head.slice(WRAPPER.exec(head)?.[0].length ?? 0);
  return ownCopy(rest === '' ? head : rest, code);
}

/** A text that may begin as a heading does. */
export function headingWords(markdown: string): string {
  const head = markdown.slice(0, LOOKED_AT);
  return ownCopy(head.slice(HEADING.exec(head)?.[0].length ?? 0), markdown);
}

/** Host and path: `docs.rs/serde/latest`. */
export function urlWords(url: string): string {
  const head = url.slice(0, LOOKED_AT);
  const found = URL_PARTS.exec(head)?.[1]?.replace(/\/$/, '') ?? '';
  return ownCopy(found === '' ? head : found, url);
}

/**
 * What a placeholder says of the input that it stands for; any other text as it is.
 *
 * @returns `null` where it says nothing.
 */
export function wordsOfPlaceholder(text: string): string | null {
  if (!PLACEHOLDER.test(text)) return text;
  const found = INPUT_PLACEHOLDER.exec(text.slice(0, LOOKED_AT))?.[1] ?? '';
  return found === '' ? null : ownCopy(found, text);
}

/** A slice would keep the whole of a large text alive. */
function ownCopy(words: string, of: string): string {
  return words.length === of.length ? of : Buffer.from(words).toString();
}
