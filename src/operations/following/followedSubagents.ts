import type { TokensOf } from '../../domain/accounting/contextUsage';
import { subagentsDirectory } from '../../io/sessions/subagentFiles';
import { logFailure, type Log } from '../../log';
import type { Reading } from '../reading/takeReading';
import type { SessionSituation } from './sessionSituation';
import { SessionSubagents } from './sessionSubagents';
import { subagentOf, type Subagent } from './subagent';

/** Several at once write several lines a second each: looks at a session are so far apart. */
const BETWEEN_LOOKS_MS = 200;

/** That one has ended is written before its last lines are (2.1.332: up to 70 ms). */
const LATE_LINES_MS = 60_000;

interface Followed {
  readonly subagents: SessionSubagents;
  timer: NodeJS.Timeout | null;
  /** When it was looked at last because of a hint, by `performance.now()`. */
  lookedAtMs: number;
}

export interface FollowedSubagentsOptions {
  readonly log: Log;
  /** Those of the session at this path are not what they were. */
  readonly onDidChange: (sessionPath: string) => void;
}

/** The subagents of the sessions that a window follows. Nothing here throws. */
export class FollowedSubagents {
  private readonly options: FollowedSubagentsOptions;
  /** By the path of their session. */
  private readonly sessions = new Map<string, Followed>();
  /** Of each subagent's path, that of its session. */
  private sessionOf: ReadonlyMap<string, string> = new Map();

  constructor(options: FollowedSubagentsOptions) {
    this.options = options;
  }

  /** Where more of them may appear: those to watch. */
  get directories(): readonly string[] {
    return [...this.sessions.keys()].map(subagentsDirectory);
  }

  /** The files of those that may go on writing. */
  get growing(): readonly string[] {
    const recentlyMs = Date.now() - LATE_LINES_MS;
    return [...this.sessions.values()].flatMap(({ subagents }) =>
      subagents.all
        .filter(({ outcome, file }) => outcome !== 'finished' || file.mtimeMs > recentlyMs)
        .map(({ file }) => file.path),
    );
  }

  /** Looks for the subagents of these sessions, and forgets those of all others. */
  async follow(sessionPaths: readonly string[]): Promise<void> {
    const wanted = new Set(sessionPaths);
    for (const [path, { timer }] of this.sessions) {
      if (wanted.has(path)) continue;
      if (timer !== null) clearTimeout(timer);
      this.sessions.delete(path);
    }
    for (const path of wanted)
      if (!this.sessions.has(path))
        this.sessions.set(path, {
          subagents: new SessionSubagents(path),
          timer: null,
          lookedAtMs: -Infinity,
        });
    await Promise.all([...this.sessions.values()].map(({ subagents }) => subagents.look()));
    this.note();
  }

  /**
   * A file may have changed: its session is looked at again in a moment.
   *
   * @param path of a session that may have started one, or of a subagent; of any other, nothing is
   * done.
   * @returns whether it is a subagent that is followed.
   */
  hint(path: string): boolean {
    const sessionPath = this.sessionOf.get(path);
    this.lookSoon(sessionPath ?? path);
    return sessionPath !== undefined;
  }

  /** Those of a session as they were seen last, and how many older ones there are. */
  of(
    sessionPath: string,
    { settings, holders }: SessionSituation,
    reading: Reading | null,
    tokensOf: TokensOf,
  ): { readonly subagents: readonly Subagent[]; readonly olderSubagents: number } {
    const { all = [], left = 0 } = this.sessions.get(sessionPath)?.subagents ?? {};
    const subagents = all.map((read) =>
      subagentOf(
        read,
        settings,
        holders,
        reading === null ? null : broughtBack(read.meta?.toolUseId ?? null, reading, tokensOf),
      ),
    );
    return { subagents, olderSubagents: left };
  }

  dispose(): void {
    for (const { timer } of this.sessions.values()) if (timer !== null) clearTimeout(timer);
    this.sessions.clear();
  }

  private lookSoon(sessionPath: string): void {
    const followed = this.sessions.get(sessionPath);
    if (followed === undefined || followed.timer !== null) return;
    const waitMs = Math.max(0, followed.lookedAtMs + BETWEEN_LOOKS_MS - performance.now());
    followed.timer = setTimeout(() => {
      followed.timer = null;
      followed.lookedAtMs = performance.now();
      followed.subagents
        .look()
        .then(() => {
          if (this.sessions.get(sessionPath) !== followed) return;
          this.note();
          this.options.onDidChange(sessionPath);
        })
        .catch(logFailure(this.options.log, 'Looking for subagents'));
    }, waitMs).unref();
  }

  private note(): void {
    this.sessionOf = new Map(
      [...this.sessions].flatMap(([sessionPath, { subagents }]) =>
        subagents.all.map(({ file }) => [file.path, sessionPath] as const),
      ),
    );
  }
}

/** What the call that started it got as its result; `null` as long as there is none. */
function broughtBack(
  toolUseId: string | null,
  { transcript, usage }: Reading,
  tokensOf: TokensOf,
): number | null {
  const entry = toolUseId === null ? undefined : transcript.resultsOf(toolUseId).at(-1);
  const block = entry?.blocks.findIndex(
    (each) => each.kind === 'toolResult' && each.toolUseId === toolUseId,
  );
  return entry === undefined || block === undefined || block < 0
    ? null
    : Math.round(tokensOf(entry, usage.generation)[block] ?? 0);
}
