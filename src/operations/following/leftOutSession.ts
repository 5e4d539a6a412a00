/**
 * A session that the reader did not come to an end with: it is not read again before its file
 * changes. Plain.
 */
export interface LeftOutSession {
  readonly path: string;
  /** As the file was then; `null` where it is left out whatever becomes of it. */
  readonly sizeBytes: number | null;
  readonly mtimeMs: number;
}

/** Whether a session, as its file is now, is not to be read. */
export function isLeftOut(
  leftOut: readonly LeftOutSession[] | undefined,
  file: { readonly path: string; readonly sizeBytes: number; readonly mtimeMs: number },
): boolean {
  return (
    leftOut?.some(
      ({ path, sizeBytes, mtimeMs }) =>
        path === file.path &&
        (sizeBytes === null || (sizeBytes === file.sizeBytes && mtimeMs === file.mtimeMs)),
    ) === true
  );
}
