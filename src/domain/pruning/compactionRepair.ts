import type { SystemEntry } from '../transcript/entry';
import { readRecords } from '../transcript/readRecords';
import { callKey } from './copiedContext';
import { memberAt, memberOf, scanJson, stringOf, type JsonSpan, type Span } from './jsonSpans';
import type { SourceLine } from './lineEdit';
import { isLeftPlaceholder } from './machineTextSpan';

/** What calls of tools were given and brought back, as a backup has it. */
export class CallValues {
  readonly found = new Map<string, Buffer>();
  private readonly keys: ReadonlySet<string>;

  get isComplete(): boolean {
    return this.found.size === this.keys.size;
  }

  /** @param keys see {@link callKey}. */
  constructor(keys: ReadonlySet<string>) {
    this.keys = keys;
  }

  /** Of what stands there twice, or in several backups, the first counts. */
  add({ bytes }: SourceLine): void {
    if (bytes === null) return;
    for (const { start, bytes: length } of readRecords(bytes).records) {
      const record = bytes.subarray(start, start + length);
      for (const { key, value } of valuesIn(record)) {
        const was = record.subarray(value.start, value.end);
        if (this.keys.has(key) && !this.found.has(key) && !holdsLeft(record, value))
          this.found.set(key, Buffer.from(was));
      }
    }
  }
}

/**
 * Repairs what a compaction left that a plugin answered. Claude Code 2.1.332 does not note that
 * nothing from before it is kept, and a resume would send everything twice; and the copies behind
 * it are where what was pruned has to come back to. One instance for one pass, in file order.
 */
export class CompactionRepair {
  isClosed = false;
  private readonly boundary: SystemEntry;
  private readonly whole: ReadonlyMap<string, Buffer>;

  /** @param whole what stands in place of placeholders, by {@link callKey}. */
  constructor(boundary: SystemEntry, whole: ReadonlyMap<string, Buffer>) {
    this.boundary = boundary;
    this.whole = whole;
  }

  /** @returns `null` for a line that stays as it is. */
  rewriteLine({ bytes, offset }: SourceLine): readonly Buffer[] | null {
    const from = this.boundary.offset;
    if (bytes === null || offset + bytes.length <= from) return null;
    const pieces: Buffer[] = [];
    let at = 0;
    for (const { start, bytes: length } of readRecords(bytes).records) {
      const record = bytes.subarray(start, start + length);
      const changes =
        offset + start === from
          ? this.closed(record)
          : offset + start > from
            ? this.madeWhole(record)
            : [];
      for (const { span, becomes } of changes) {
        pieces.push(bytes.subarray(at, start + span.start), becomes);
        at = start + span.end;
      }
    }
    return pieces.length === 0 ? null : [...pieces, bytes.subarray(at)];
  }

  private closed(record: Buffer): readonly Change[] {
    const metadata = memberOf(scanJson(record) ?? undefined, 'compactMetadata');
    const anchorUuid = this.boundary.uuid;
    if (metadata?.kind !== 'object' || anchorUuid === null) return [];
    if (memberOf(metadata, 'preservedMessages') !== undefined) return [];
    this.isClosed = true;
    const kept = JSON.stringify({ anchorUuid, uuids: [], allUuids: [] });
    const comma = metadata.members.length === 0 ? '' : ',';
    const end = metadata.end - 1;
    const becomes = Buffer.from(`${comma}"preservedMessages":${kept}`);
    return [{ span: { start: end, end }, becomes }];
  }

  private madeWhole(record: Buffer): readonly Change[] {
    return valuesIn(record).flatMap(({ key, value }) => {
      const becomes = this.whole.get(key);
      return becomes === undefined || !holdsLeft(record, value) ? [] : [{ span: value, becomes }];
    });
  }
}

/** Whether a prune has left a placeholder anywhere in a value. */
function holdsLeft(record: Buffer, value: JsonSpan): boolean {
  switch (value.kind) {
    case 'string':
      return isLeftPlaceholder(record, value);
    case 'array':
      return value.items.some((item) => holdsLeft(record, item));
    case 'object':
      return value.members.some((member) => holdsLeft(record, member.value));
    default:
      return false;
  }
}

interface Change {
  readonly span: Span;
  readonly becomes: Buffer;
}

/** In file order. */
function valuesIn(record: Buffer): readonly { readonly key: string; readonly value: JsonSpan }[] {
  if (!record.includes('"tool_')) return [];
  const content = memberAt(scanJson(record) ?? undefined, 'message', 'content');
  if (content?.kind !== 'array') return [];
  return content.items.flatMap((block) => {
    const type = stringOf(record, memberOf(block, 'type'));
    if (type !== 'tool_use' && type !== 'tool_result') return [];
    const what = type === 'tool_use' ? 'input' : 'result';
    const id = stringOf(record, memberOf(block, what === 'input' ? 'id' : 'tool_use_id'));
    const value = memberOf(block, what === 'input' ? 'input' : 'content');
    return id === null || value === undefined ? [] : [{ key: callKey(what, id), value }];
  });
}
