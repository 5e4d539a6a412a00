import { replyIdOf, type RawRecord, type RawSession } from './recordedSession';

/** A moment of a recorded session at which a prune is tried, and what came after it. */
export interface SessionCut {
  /** Of all its replies, those that stand before it. */
  readonly share: number;
  /** What there was of the file. */
  readonly content: string;
  readonly before: readonly (RawRecord | null)[];
  readonly after: readonly RawRecord[];
}

const SHARES = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
/** Of the main conversation. */
const FEWEST_REPLIES = 40;
const FEWEST_BEFORE = 20;
const FEWEST_AFTER = 15;
/** So far a prune is answered for. */
const MOST_AFTER = 40;

/** The moments of a session that have enough before and behind them, up to a compaction. */
export function cutsOf({ lines, records }: RawSession): readonly SessionCut[] {
  const starts = replyStarts(records);
  if (starts.length < FEWEST_REPLIES) return [];
  return SHARES.flatMap((share) => {
    const at = Math.floor(starts.length * share);
    const cut = starts[at]!;
    const compaction = records.findIndex(
      (record, line) => line >= cut && record?.subtype === 'compact_boundary',
    );
    const end = Math.min(
      starts[at + MOST_AFTER] ?? records.length,
      compaction === -1 ? records.length : compaction,
    );
    const after = starts.slice(at).filter((start) => start < end).length;
    if (at < FEWEST_BEFORE || after < FEWEST_AFTER) return [];
    return [
      {
        share,
        content: `${lines.slice(0, cut).join('\n')}\n`,
        before: records.slice(0, cut),
        after: records.slice(cut, end).filter((record) => record !== null),
      },
    ];
  });
}

/** The line with which each reply begins. */
function replyStarts(records: readonly (RawRecord | null)[]): readonly number[] {
  const seen = new Set<string>();
  return records.flatMap((record, line) => {
    const id = replyIdOf(record);
    if (id === null || seen.has(id)) return [];
    seen.add(id);
    return [line];
  });
}
