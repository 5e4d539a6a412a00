import type { JsonSpan } from './jsonSpans';

/** From a record down to one of its values. */
export type JsonPath = readonly (string | number)[];

/** A value that differs between two texts of the same shape around it. */
export interface JsonChange {
  readonly path: JsonPath;
  readonly before: JsonSpan;
  readonly after: JsonSpan;
}

/**
 * The outermost values that differ, as they are written: another format of the same number is a
 * change, and so is another order of keys or another blank between two values, which is then a
 * change of the list or object that holds them.
 */
export function changesBetween(
  beforeBytes: Buffer,
  before: JsonSpan,
  afterBytes: Buffer,
  after: JsonSpan,
): JsonChange[] {
  const changes: JsonChange[] = [];
  const same = (wasStart: number, wasEnd: number, isStart: number, isEnd: number): boolean =>
    wasEnd - wasStart === isEnd - isStart &&
    beforeBytes.compare(afterBytes, isStart, isEnd, wasStart, wasEnd) === 0;
  const visit = (was: JsonSpan, is: JsonSpan, path: JsonPath): void => {
    if (same(was.start, was.end, is.start, is.end)) return;
    const [old, now] = [childrenOf(was), childrenOf(is)];
    if (
      was.kind !== is.kind ||
      old.length === 0 ||
      old.length !== now.length ||
      !sameAround(was, old, is, now)
    )
      changes.push({ path, before: was, after: is });
    else
      old.forEach((child, index) =>
        visit(child, now[index]!, [
          ...path,
          was.kind === 'object' ? was.members[index]!.key : index,
        ]),
      );
  };
  /** What stands around the values within: brackets, keys, blanks. */
  const sameAround = (
    was: JsonSpan,
    old: readonly JsonSpan[],
    is: JsonSpan,
    now: readonly JsonSpan[],
  ): boolean => {
    let [wasAt, isAt] = [was.start, is.start];
    for (const [index, child] of old.entries()) {
      if (!same(wasAt, child.start, isAt, now[index]!.start)) return false;
      [wasAt, isAt] = [child.end, now[index]!.end];
    }
    return same(wasAt, was.end, isAt, is.end);
  };
  visit(before, after, []);
  return changes;
}

function childrenOf(span: JsonSpan): readonly JsonSpan[] {
  return span.kind === 'object'
    ? span.members.map(({ value }) => value)
    : span.kind === 'array'
      ? span.items
      : [];
}
