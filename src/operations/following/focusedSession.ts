import type { OpenSession } from '../../io/sessions/openSessions';

/** Where in its window a person works, or worked before. */
export type FocusedPlace =
  /** By its shell, or by what runs in place of one. */
  | { readonly kind: 'terminal'; readonly pid: number }
  /** An editor tab of the Claude Code extension. */
  | { readonly kind: 'claudeTab'; readonly label: string };

/** An open session of this window. */
export interface OpenInWindow {
  readonly open: OpenSession;
  /** Of its process, nearest first; empty where they cannot be known. */
  readonly ancestors: readonly number[];
  /** `null` while it is not known. */
  readonly title: string | null;
}

/** Longer titles are cut by the Claude Code extension before they become a label (2.1.228). */
const LABEL_LENGTH = 25;

/**
 * The sessions of the place that a person turned to last, of those where it can be told: the ones
 * below its terminal, or the only one whose title its tab bears. Empty where no place tells. Pure.
 *
 * @param focus the last one first.
 */
export function focusedSessions<Session extends OpenInWindow>(
  focus: readonly FocusedPlace[],
  sessions: readonly Session[],
): readonly Session[] {
  for (const place of focus) {
    const found = sessions.filter((session) => isAt(place, session));
    if (place.kind === 'terminal' ? found.length > 0 : found.length === 1) return found;
  }
  return [];
}

function isAt(place: FocusedPlace, { open, ancestors, title }: OpenInWindow): boolean {
  return place.kind === 'terminal'
    ? open.pid === place.pid || ancestors.includes(place.pid)
    : open.entrypoint === 'claude-vscode' && title !== null && place.label === labelOf(title);
}

function labelOf(title: string): string {
  return title.length <= LABEL_LENGTH ? title : `${title.slice(0, LABEL_LENGTH - 1)}…`;
}
