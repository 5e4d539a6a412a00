/**
 * What core needs of a logger. A `vscode.LogOutputChannel` fits as it is.
 *
 * Never pass transcript text: paths, ids, counts and error codes only.
 */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
