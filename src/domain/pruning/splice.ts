/** A piece of a line that is replaced; all other bytes stay. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  /** JSON text. */
  readonly json: string;
}

/** @param splices must not overlap; their order does not matter. */
export function applySplices(bytes: Buffer, splices: readonly Splice[]): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end, json } of [...splices].sort((a, b) => a.start - b.start)) {
    pieces.push(bytes.subarray(at, start), Buffer.from(json));
    at = end;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}
