/** One step of the context over the session. */
export interface ContextStep {
  readonly turn: number;
  readonly timestampMs: number | null;
  /** Context after it: what was sent and what was answered. */
  readonly tokens: number;
  readonly event: 'response' | 'compaction' | 'prune' | 'modelChange';
  readonly model: string | null;
}
