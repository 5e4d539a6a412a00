/**
 * Whether a text is a session id as Claude Code makes them. It becomes the name of a directory and
 * an argument of a command line: nothing else, an option above all, may get there.
 */
export function isSessionId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
