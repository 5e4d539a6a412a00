import type { OpenSession } from '../../io/sessions/openSessions';

/** Who has a session open, and where. */
export interface DraftHolder {
  readonly open: Pick<OpenSession, 'kind' | 'entrypoint' | 'status'>;
  readonly terminal: unknown;
  readonly isInForeground: boolean | null;
}

/**
 * How a text comes into the input box of a session. `paste`: as it is. `oneLine`: without a line
 * feed, since a shell in its place would carry out what stands before one. `copy`: by the
 * clipboard, as nobody has it open, or not in a terminal of this window, or something else stands
 * there that would take it for an answer.
 */
export function draftWay(holder: DraftHolder | null): 'paste' | 'oneLine' | 'copy' {
  if (holder === null || holder.terminal === null || holder.isInForeground === false) return 'copy';
  const { kind, entrypoint, status } = holder.open;
  if (kind !== 'interactive' || entrypoint !== 'cli' || status !== 'idle') return 'copy';
  return holder.isInForeground === true ? 'paste' : 'oneLine';
}
