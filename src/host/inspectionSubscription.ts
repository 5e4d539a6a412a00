import * as vscode from 'vscode';
import type { InspectionState } from '../operations/reading/sessionInspector';
import { AssembledInspection, type InspectionPart } from '../worker/inspectionParts';
import type { Request } from '../worker/protocol';

/**
 * What fills one session, told until it is disposed of. Nothing is told before the next turn of the
 * event loop.
 */
export class InspectionSubscription implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<InspectionState>();
  readonly onDidChange = this.changed.event;
  /** What was told last. */
  state: InspectionState = { kind: 'waiting' };
  private readonly id: number;
  private readonly path: string | null;
  private readonly post: (request: Request) => void;
  private assembled = new AssembledInspection();

  /**
   * @param path of the session file; `null` for whichever session is active.
   * @param post to the worker, if it runs.
   */
  constructor(id: number, path: string | null, post: (request: Request) => void) {
    this.id = id;
    this.path = path;
    this.post = post;
    this.begin();
  }

  /** Asks for all of it; anew when the worker is another one. */
  begin(): void {
    this.assembled = new AssembledInspection();
    this.post({ type: 'inspect', id: this.id, path: this.path });
  }

  /** Better sizes of the items follow. */
  get isCounting(): boolean {
    return this.state.kind === 'inspected' && this.state.isCounting;
  }

  receive(part: InspectionPart, isCounting: boolean): void {
    const inspection = this.assembled.add(part);
    this.post({ type: 'inspectionReceived', id: this.id });
    if (inspection !== null) this.tell({ kind: 'inspected', inspection, isCounting });
  }

  tell(state: InspectionState): void {
    this.state = state;
    this.changed.fire(state);
  }

  dispose(): void {
    this.post({ type: 'stopInspecting', id: this.id });
    this.changed.dispose();
  }
}
