import type { Entry } from './entry';

/** A process let go of the session: it ended, or loaded this or another one in its place. */
export interface Departure {
  readonly line: number;
  /** The newest entry of the conversation in front of it, and which program wrote that. */
  readonly after: { readonly line: number; readonly entrypoint: string | null } | null;
}

/** As many as matter: those in front of the newest rewrites of the file tell nothing any more. */
const KEPT = 200;

/**
 * When processes let go of the session. Claude Code writes what the session cost (`cost-state`) as
 * it does so, also for `/resume` of the session that is open in it (measured, 2.1.329).
 */
export class Departures {
  /** In file order. */
  readonly all: Departure[] = [];
  private written: Departure['after'] = null;

  add(entry: Entry, entrypoint: string | null): void {
    if (entry.kind !== 'metadata') this.written = { line: entry.line, entrypoint };
    else if (entry.type === 'cost-state') {
      this.all.push({ line: entry.line, after: this.written });
      if (this.all.length > KEPT) this.all.shift();
    }
  }
}
