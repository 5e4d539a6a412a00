import type { Inspection } from '../domain/accounting/inspection';
import type { InspectionState } from '../operations/reading/sessionInspector';
import { partsOf } from './inspectionParts';
import type { Report } from './protocol';

/**
 * Sends inspections part by part, each when the one before was received: parts that pile up would
 * be handled in one go, and hold the receiver as long as if they were one. What is overtaken
 * meanwhile is never sent.
 */
export class InspectionSender {
  private readonly id: number;
  private readonly report: (message: Report) => void;
  private sent: Inspection | null = null;
  private waiting: InspectionState | null = null;
  private sending: {
    readonly parts: ReturnType<typeof partsOf>;
    readonly inspection: Inspection;
    readonly isCounting: boolean;
  } | null = null;

  constructor(id: number, report: (message: Report) => void) {
    this.id = id;
    this.report = report;
  }

  send(state: InspectionState): void {
    this.waiting = state;
    if (this.sending === null) this.begin();
  }

  /** The receiver is ready for the next part. */
  received(): void {
    if (this.sending === null) return;
    this.next();
  }

  private begin(): void {
    const state = this.waiting;
    this.waiting = null;
    if (state === null) return;
    if (state.kind !== 'inspected') {
      this.report({ type: 'inspecting', id: this.id, state });
      return;
    }
    const { inspection, isCounting } = state;
    this.sending = { parts: partsOf(this.sent, inspection), inspection, isCounting };
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
    this.begin();
  }
}
