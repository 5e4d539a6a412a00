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

/** What a failure is logged by: where it came from, as far as it says. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * For work that nobody waits for: its failure is logged, and ends there.
 *
 * @param what failed, as the beginning of a sentence.
 */
export function logFailure(log: Log, what: string): (error: unknown) => void {
  return (error) => log.error(`${what} failed: ${stackOf(error)}`);
}
