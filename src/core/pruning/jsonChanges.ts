import type { JsonSpan } from './jsonSpans';

/** A value that differs between two texts of the same shape around it. */
export interface JsonChange {
  readonly path: readonly (string | number)[];
  readonly before: JsonSpan;
  readonly after: JsonSpan;
}

/**
 * The outermost values that differ, as they are written: another format of the same number is a change, and so is another order of keys.
 * What stands between values is not compared.
 */
export function changesBetween(beforeBytes: Buffer, before: JsonSpan, afterBytes: Buffer, after: JsonSpan): JsonChange[] {
  const changes: JsonChange[] = [];
  const visit = (was: JsonSpan, is: JsonSpan, path: readonly (string | number)[]): void => {
    if (sameBytes(beforeBytes, was, afterBytes, is)) return;
    if (was.kind === 'object' && is.kind === 'object' && haveSameKeys(was, is)) was.members.forEach((member, index) => visit(member.value, is.members[index]!.value, [...path, member.key]));
    else if (was.kind === 'array' && is.kind === 'array' && was.items.length === is.items.length) was.items.forEach((item, index) => visit(item, is.items[index]!, [...path, index]));
    else changes.push({ path, before: was, after: is });
  };
  visit(before, after, []);
  return changes;
}

function haveSameKeys(was: JsonSpan & { kind: 'object' }, is: JsonSpan & { kind: 'object' }): boolean {
  return was.members.length === is.members.length && was.members.every(({ key }, index) => key === is.members[index]!.key);
}

function sameBytes(beforeBytes: Buffer, was: JsonSpan, afterBytes: Buffer, is: JsonSpan): boolean {
  return was.end - was.start === is.end - is.start && beforeBytes.compare(afterBytes, is.start, is.end, was.start, was.end) === 0;
}
