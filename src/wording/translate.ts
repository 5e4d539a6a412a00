/** `vscode.l10n.t`, as pure code needs it: whole sentences with `{0}` or `{name}` places. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** For the command line and for tests: English, as written. */
export const inEnglish: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));

/** In the language of these texts, by the English ones; what is not among them stays English. */
export function inTextsOf(texts: Readonly<Record<string, unknown>>): Translate {
  return (message, ...args) => {
    const text = Object.hasOwn(texts, message) ? texts[message] : undefined;
    return inEnglish(typeof text === 'string' ? text : message, ...args);
  };
}
