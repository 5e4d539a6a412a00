import type { TokensOf } from '../../domain/accounting/contextUsage';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import { subagentsDirectory } from '../../io/sessions/subagentFiles';
import { logFailure, type Log } from '../../log';
import type { Reading } from '../reading/takeReading';
import type { LeftOutSession } from './leftOutSession';
import type { SessionSituation } from './sessionSituation';
import { SessionSubagents } from './sessionSubagents';
import { subagentOf, type ReadSubagent, type Subagent } from './subagent';

/** Several at once write several lines a second each: looks at a session are so far apart. */
const BETWEEN_LOOKS_MS = 200;
/** Those of several sessions are told together. */
const TOLD_TOGETHER_MS = 50;
/** That one has ended is written before its last lines are (2.1.332: up to 70 ms). */
const LATE_LINES_MS = 60_000;
/** One that has written nothing for so long will not go on unseen: its directory is watched. */
const LONG_SILENT_MS = 86_400_000;
/** Directories that are looked at side by side; each reads several files at once. */
const SIDE_BY_SIDE = 2;
/** In all sessions together: what is told crosses threads as a whole, whenever something changed. */
const MOST_TOLD = 600;
const FEWEST_OF_A_SESSION = 10;

interface Followed {
  readonly subagents: SessionSubagents;
  timer: NodeJS.Timeout | null;
  /** Those that have written since it was looked at; `null` stands for the session itself. */
  readonly hinted: Set<string | null>;
  /** When it was looked at last because of a hint, by `performance.now()`. */
  lookedAtMs: number;
}

export interface FollowedSubagentsOptions {
  readonly log: Log;
  /** Those of some session are not what they were. */
  readonly onDidChange: () => void;
}

/** The subagents of the sessions that a window follows. Nothing here throws. */
export class FollowedSubagents {
  private readonly options: FollowedSubagentsOptions;
  /** By the path of their session. */
  private readonly sessions = new Map<string, Followed>();
  /** Of each subagent's path, that of its session. */
  private sessionOf: ReadonlyMap<string, string> = new Map();
  private readonly told = new WeakMap<
    ReadSubagent,
    { readonly in: SessionSituation; readonly subagent: Subagent }
  >();
  private telling: NodeJS.Timeout | null = null;

  constructor(options: FollowedSubagentsOptions) {
    this.options = options;
  }

  /** Where more of them may appear: those to watch. */
  get directories(): readonly string[] {
    return [...this.sessions.keys()].map(subagentsDirectory);
  }

  /** The files of those that may go on writing. */
  get growing(): readonly string[] {
    const nowMs = Date.now();
    const isGrowing = ({ outcome, file }: ReadSubagent): boolean =>
      nowMs - file.mtimeMs < (outcome === 'finished' ? LATE_LINES_MS : LONG_SILENT_MS);
    return [...this.sessions.values()].flatMap(({ subagents }) =>
      subagents.all.filter(isGrowing).map(({ file }) => file.path),
    );
  }

  /**
   * Looks for the subagents of these sessions, and forgets those of all others.
   *
   * @param leftOut what is not to be read.
   */
  async follow(
    sessionPaths: readonly string[],
    leftOut: readonly LeftOutSession[] = [],
  ): Promise<void> {
    const wanted = new Set(sessionPaths);
    for (const [path, { timer }] of this.sessions) {
      if (wanted.has(path)) continue;
      if (timer !== null) clearTimeout(timer);
      this.sessions.delete(path);
    }
    for (const path of wanted)
      if (!this.sessions.has(path))
        this.sessions.set(path, {
          ...{ subagents: new SessionSubagents(path), timer: null },
          ...{ hinted: new Set(), lookedAtMs: -Infinity },
        });
    await mapConcurrently([...this.sessions.values()], SIDE_BY_SIDE, ({ subagents }) =>
      subagents.look(leftOut),
    );
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
    this.lookSoon(sessionPath ?? path, sessionPath === undefined ? null : path);
    return sessionPath !== undefined;
  }

  /** Those of a session as they were seen last, and how many older ones there are. */
  of(
    sessionPath: string,
    situation: SessionSituation,
    reading: Reading | null,
    tokensOf: TokensOf,
  ): { readonly subagents: readonly Subagent[]; readonly olderSubagents: number } {
    const { all = [], left = 0 } = this.sessions.get(sessionPath)?.subagents ?? {};
    const most = Math.max(FEWEST_OF_A_SESSION, Math.floor(MOST_TOLD / this.sessions.size));
    const told = all.length <= most ? all : [...all].sort(goingOnFirst).slice(0, most);
    const subagents = told.map((read) =>
      this.tell(
        read,
        situation,
        reading === null ? null : broughtBack(read.meta?.toolUseId ?? null, reading, tokensOf),
      ),
    );
    return { subagents, olderSubagents: left + all.length - told.length };
  }

  dispose(): void {
    for (const { timer } of this.sessions.values()) if (timer !== null) clearTimeout(timer);
    if (this.telling !== null) clearTimeout(this.telling);
    this.telling = null;
    this.sessions.clear();
    this.sessionOf = new Map();
  }

  private lookSoon(sessionPath: string, hinted: string | null): void {
    const followed = this.sessions.get(sessionPath);
    if (followed === undefined) return;
    followed.hinted.add(hinted);
    if (followed.timer !== null) return;
    const waitMs = Math.max(0, followed.lookedAtMs + BETWEEN_LOOKS_MS - performance.now());
    followed.timer = setTimeout(() => {
      followed.timer = null;
      followed.lookedAtMs = performance.now();
      this.look(sessionPath, followed).catch(logFailure(this.options.log, 'Looking for subagents'));
    }, waitMs).unref();
  }

  private async look(sessionPath: string, followed: Followed): Promise<void> {
    const hinted = [...followed.hinted];
    followed.hinted.clear();
    const { subagents } = followed;
    const changed = await Promise.all(
      hinted.map((path) => (path === null ? subagents.look() : subagents.lookAt(path))),
    );
    if (!changed.includes(true) || this.sessions.get(sessionPath) !== followed) return;
    this.note();
    this.telling ??= setTimeout(() => {
      this.telling = null;
      this.options.onDidChange();
    }, TOLD_TOGETHER_MS).unref();
  }

  /** Its limits are not found anew with each line of its session. */
  private tell(
    read: ReadSubagent,
    situation: SessionSituation,
    broughtBackTokens: number | null,
  ): Subagent {
    const before = this.told.get(read);
    if (before?.in === situation && before.subagent.broughtBackTokens === broughtBackTokens)
      return before.subagent;
    const { settings, holders } = situation;
    const subagent = subagentOf(read, settings, holders, broughtBackTokens);
    this.told.set(read, { in: situation, subagent });
    return subagent;
  }

  private note(): void {
    this.sessionOf = new Map(
      [...this.sessions].flatMap(([sessionPath, { subagents }]) =>
        subagents.all.map(({ file }) => [file.path, sessionPath] as const),
      ),
    );
  }
}

function goingOnFirst(a: ReadSubagent, b: ReadSubagent): number {
  return Number(a.outcome !== 'none') - Number(b.outcome !== 'none');
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
