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
  /** The newest entry of the conversation; in fields, as one comes with nearly every line. */
  private line = 0;
  private entrypoint: string | null = null;

  add(entry: Entry, entrypoint: string | null): void {
    if (entry.kind !== 'metadata') {
      this.line = entry.line;
      this.entrypoint = entrypoint;
    } else if (entry.type === 'cost-state') {
      const { line, entrypoint: writer } = this;
      const after = line === 0 ? null : { line, entrypoint: writer };
      this.all.push({ line: entry.line, after });
      if (this.all.length > KEPT) this.all.shift();
    }
  }
}
