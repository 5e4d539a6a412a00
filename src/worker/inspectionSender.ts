import type { Inspection } from '../domain/accounting/inspection';
import type { InspectionState } from '../operations/reading/sessionInspector';
import { partsOf } from './inspectionParts';
import type { Report } from './protocol';

interface Waiting {
  readonly state: InspectionState;
  readonly onDidSend: () => void;
}

/**
 * Sends inspections part by part, each when the one before was received: parts that pile up would
 * be handled in one go, and hold the receiver as long as if they were one. What is overtaken
 * meanwhile is never sent.
 */
export class InspectionSender {
  private readonly id: number;
  private readonly report: (message: Report) => void;
  private sent: Inspection | null = null;
  private waiting: Waiting | null = null;
  private sending: {
    readonly parts: ReturnType<typeof partsOf>;
    readonly inspection: Inspection;
    readonly isCounting: boolean;
    readonly onDidSend: () => void;
  } | null = null;

  constructor(id: number, report: (message: Report) => void) {
    this.id = id;
    this.report = report;
  }

  /** @returns a promise of the moment when it has been sent, or overtaken. */
  send(state: InspectionState): Promise<void> {
    this.waiting?.onDidSend();
    return new Promise((resolve) => {
      this.waiting = { state, onDidSend: resolve };
      if (this.sending === null) this.begin();
    });
  }

  /** The receiver is ready for the next part. */
  received(): void {
    if (this.sending === null) return;
    this.next();
  }

  private begin(): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting === null) return;
    const { state, onDidSend } = waiting;
    if (state.kind !== 'inspected') {
      this.report({ type: 'inspecting', id: this.id, state });
      onDidSend();
      return;
    }
    const { inspection, isCounting } = state;
    this.sending = { parts: partsOf(this.sent, inspection), inspection, isCounting, onDidSend };
    this.next();
  }

  private next(): void {
    const { sending } = this;
    if (sending === null) return;
    const { value: part } = sending.parts.next();
    if (part === undefined) return;
    this.report({ type: 'inspected', id: this.id, part, isCounting: sending.isCounting });
    if (part.kind !== 'end') return;
    this.sent = sending.inspection;
    this.sending = null;
    sending.onDidSend();
    this.begin();
  }
}
