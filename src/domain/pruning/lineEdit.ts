/** What is changed in one record of the session file. Plain: it crosses threads. */
export type RecordEdit = ContentEdit | CopyEdit | UsageEdit | PostTokensEdit;

/** An item gives way to its placeholder, or, thinking, to nothing: its placeholder is empty. */
export interface ContentEdit {
  readonly kind: 'content';
  readonly id: string;
  /** As in the item's id. */
  readonly block: number;
  readonly part: number | null;
  readonly placeholder: string;
  /** Somebody asked for just this item: else nothing goes that a person wrote. */
  readonly isNamed: boolean;
}

/** Claude Code's own copy of what was pruned (`toolUseResult`). */
interface CopyEdit {
  readonly kind: 'copy';
}

/** The counters that Claude Code believes. */
interface UsageEdit {
  readonly kind: 'usage';
  /** What the request was sent, as it would be after the prune. */
  readonly contextTokens: number;
}

/** The size after a compaction, where no reply has come since. */
interface PostTokensEdit {
  readonly kind: 'postTokens';
  readonly tokens: number;
}

export interface EditedRecord {
  /** First byte of the record in the file as it was planned for. */
  readonly offset: number;
  /** Checked again when it is found; `null` for the rare record without one. */
  readonly uuid: string | null;
  readonly edits: readonly RecordEdit[];
}

/** All that a prune changes in a file. */
export interface LineEdits {
  /** In file order. */
  readonly records: readonly EditedRecord[];
  /** Calls whose input or result is pruned: the log of requests holds copies of them. */
  readonly prunedCalls: readonly PrunedCall[];
}

/**
 * What was pruned comes back: by an undo, or because a compaction has left a copy that has to be
 * repaired.
 */
export type ComingBack = 'undo' | 'repair';

export interface PrunedCall {
  readonly toolUseId: string;
  readonly what: 'input' | 'result';
  readonly placeholder: string;
}

/** A line as it is read. Structurally the one that a line splitter yields. */
export interface SourceLine {
  /** Without the line feed; `null` where it is too long to be held, which leaves it as it is. */
  readonly bytes: Buffer | null;
  readonly offset: number;
  readonly length: number;
}
