import type { IsLeftOut } from './othersUse';
import type { SessionReader } from './sessionReader';
import { SessionInspector, type InspectionListener } from './sessionInspector';

interface Wanted {
  /** `null` for whichever session is active. */
  readonly path: string | null;
  readonly onDidChange: InspectionListener;
  inspector: SessionInspector | null;
  /** What was told while there was no session, so that it is told once. */
  problem: 'noSession' | 'missing' | null;
}

/**
 * Who wants to see what fills which session, kept on the right one while sessions come, go and
 * change places.
 */
export class Inspections {
  private readonly wanted = new Map<number, Wanted>();
  private readonly isLeftOut: IsLeftOut | undefined;

  /** @param isLeftOut of the files beside a session, which is not to be read. */
  constructor(isLeftOut?: IsLeftOut) {
    this.isLeftOut = isLeftOut;
  }

  /** Sessions that are asked for by name. */
  get paths(): readonly string[] {
    return [...this.wanted.values()].flatMap(({ path }) => (path === null ? [] : [path]));
  }

  start(id: number, path: string | null, onDidChange: InspectionListener): void {
    this.stop(id);
    this.wanted.set(id, { path, onDidChange, inspector: null, problem: null });
  }

  stop(id: number): void {
    this.wanted.get(id)?.inspector?.dispose();
    this.wanted.delete(id);
  }

  /**
   * @param activePath of the active session, if one is.
   * @param sessionOf the followed session at a path.
   * @param lookedFor the paths that were looked for just now: what was not found of them is
   * missing. `null` when nothing was.
   */
  attach(
    activePath: string | null,
    sessionOf: (path: string) => SessionReader | null,
    lookedFor: ReadonlySet<string> | null,
  ): void {
    for (const wanted of this.wanted.values()) {
      const path = wanted.path ?? activePath;
      const session = path === null ? null : sessionOf(path);
      if (session !== null && wanted.inspector?.session === session) continue;
      if (
        session === null &&
        (lookedFor === null || (wanted.path !== null && !lookedFor.has(wanted.path)))
      )
        continue;
      wanted.inspector?.dispose();
      wanted.inspector = null;
      if (session === null) this.tellProblem(wanted, path);
      else {
        wanted.problem = null;
        wanted.inspector = new SessionInspector(session, wanted.onDidChange, this.isLeftOut);
      }
    }
  }

  /** Subagents of some session may have written. */
  lookAtOthers(): void {
    for (const { inspector } of this.wanted.values()) inspector?.lookAtOthers();
  }

  dispose(): void {
    for (const id of [...this.wanted.keys()]) this.stop(id);
  }

  private tellProblem(wanted: Wanted, path: string | null): void {
    const problem = wanted.path === null ? 'noSession' : 'missing';
    if (wanted.problem === problem) return;
    wanted.problem = problem;
    wanted.onDidChange({ kind: 'problem', path, problem });
  }
}
