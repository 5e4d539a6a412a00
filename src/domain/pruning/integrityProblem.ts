/**
 * Something that a rewrite did to a file and should not have done. Any of them means that nothing
 * is replaced.
 */
export interface IntegrityProblem {
  readonly kind: IntegrityProblemKind;
  /** Line of the session file, from 1. */
  readonly line: number;
}

/**
 * `lineCount`: a line, or the last line feed, was lost or came to be; `unplanned`: a line or a
 * value changed that no plan names; `notJson`: a record can no longer be read; `chain`, `toolPair`,
 * `compaction`: what ties records together; `emptyContent`: the API refuses a message without
 * content.
 */
export type IntegrityProblemKind =
  'lineCount' | 'unplanned' | 'notJson' | 'chain' | 'toolPair' | 'compaction' | 'emptyContent';
