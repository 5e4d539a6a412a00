import { parseLine } from '../transcript/parseEntry';
import { changesBetween } from './jsonChanges';
import { scanJson, type Span } from './jsonSpans';
import { isCounter } from './plannedChanges';
import { applySplices } from './splice';
import { postTokensSplices, usageSplices } from './usageSplices';

/** A value of a record that becomes another one. */
interface RaisedCounter {
  readonly now: Span;
  readonly bytes: Buffer;
}

/**
 * The counters of a record that prunes have lowered, raised by what comes back. They become what
 * the prunes would have made of the record if that had never been pruned, to the byte.
 *
 * @param current the record as it stands now.
 * @param reported the record before the first of those prunes.
 * @param tokens what comes back.
 */
export function raisedCounters(
  current: Buffer,
  reported: Buffer,
  tokens: number,
): readonly RaisedCounter[] {
  const now = counterOf(current);
  const then = counterOf(reported);
  if (now === null || then === null || tokens === 0) return [];
  // An emptied list of iterations may have moved a part of the output into the context.
  const all = counterOf(lowered(reported, then)) ?? then;
  const raised = now + tokens;
  const becomes = raised === all ? reported : lowered(reported, raised - (all - then));
  const [was, is] = [scanJson(current), scanJson(becomes)];
  if (was === null || is === null) return [];
  return changesBetween(current, was, becomes, is)
    .filter(({ path }) => isCounter(path))
    .map(({ before, after }) => ({ now: before, bytes: becomes.subarray(after.start, after.end) }));
}

/** What a reply says that it was sent, or a boundary what was left; `null` for nothing. */
function counterOf(record: Buffer): number | null {
  const [entry] = parseLine(record, 1, 0, record.length).entries;
  const tokens =
    entry?.kind === 'assistant'
      ? entry.usage?.contextTokens
      : entry?.kind === 'system'
        ? entry.compaction?.postTokens
        : null;
  return tokens == null || tokens === 0 ? null : tokens;
}

function lowered(record: Buffer, tokens: number): Buffer {
  const scanned = scanJson(record);
  if (scanned === null) return record;
  const splices = [
    ...usageSplices(record, scanned, tokens),
    ...postTokensSplices(record, scanned, tokens),
  ];
  return splices.length === 0 ? record : applySplices(record, splices);
}
