/** `vscode.l10n.t`, as pure code needs it: whole sentences with `{0}` or `{name}` places. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** For the command line and for tests: English, as written. */
export const inEnglish: Translate = (message, ...args) => message.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));
