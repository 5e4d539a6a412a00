import type { Breakdown } from './breakdown';
import type { ContextStep } from './contextHistory';
import type { Item } from './item';
import type { Snapshot } from './snapshot';

/** What fills the context of one session, at one moment: all that the inspector shows. Immutable, and plain: it crosses threads. */
export interface Inspection {
  readonly snapshot: Snapshot;
  /** The newest turn, from 1; ages count back from it. */
  readonly turn: number;
  readonly breakdown: Breakdown;
  /** All items of the live context, in file order. */
  readonly items: readonly Item[];
  /** The largest that left the context, by bytes, at most 200. */
  readonly past: readonly Item[];
  readonly history: readonly ContextStep[];
  readonly request: RequestSize;
}

/** What the API refuses a request for, whatever its tokens. */
export interface RequestSize {
  readonly images: number;
  /** Base64 and text of the live context, in bytes. */
  readonly bytes: number;
  /** 32 MB (2^20). */
  readonly maxBytes: number;
}
