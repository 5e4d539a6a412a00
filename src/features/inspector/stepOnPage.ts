import type { Inspection } from '../../domain/accounting/inspection';
import type { LastLooks } from '../../host/lastLooks';

/** The step of a chart that somebody asked for, until the page can show it. */
export class StepOnPage {
  private readonly looks: LastLooks;
  private wanted: { readonly path: string; readonly line: number } | null = null;

  constructor(looks: LastLooks) {
    this.looks = looks;
  }

  want(path: string, line: number): void {
    this.wanted = { path, line };
  }

  /**
   * The page shows this now: its newest step has been seen.
   * @returns the line of the step that was asked for, where it is one of these; only once.
   */
  shown({ history, snapshot: { path } }: Inspection): number | null {
    const newest = history.at(-1);
    if (newest !== undefined) this.looks.look(path, newest.line);
    const { wanted } = this;
    this.wanted = null;
    return wanted?.path === path ? wanted.line : null;
  }
}
