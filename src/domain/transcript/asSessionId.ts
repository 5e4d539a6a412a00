/** Starts like no option, and no shell takes any of it for anything else. */
const WORD = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * A session id that may stand in a command: people copy what is offered to them, and what a
 * transcript says is hostile. `null` for everything else.
 */
export function asSessionId(value: unknown): string | null {
  return typeof value === 'string' && WORD.test(value) ? value : null;
}

/**
 * By which Claude Code finds a session file: its name, where that may stand in a command.
 *
 * @param path of any platform.
 */
export function sessionIdOfFile(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.endsWith('.jsonl') ? asSessionId(name.slice(0, -'.jsonl'.length)) : null;
}
