import type { RecordedFile } from '../../fixtures/recordedFiles';
import { percentile } from '../../bench/statistics';
import { boilerplateOf } from './boilerplate';
import type { IsBoilerplate } from './laterNeeds';
import { tellingLines } from './recordedLines';
import { blocksOf, readRawSession, replyIdOf, textOfBlock } from './recordedSession';
import type { RawBlock, RawRecord } from './recordedSession';

/** What tools bring into a context, by how it is needed later. */
export const SOURCES = ['read', 'search', 'command', 'written', 'other'] as const;
export type Source = (typeof SOURCES)[number];

/** Replies since something came in or was last needed: each bucket ends before the next begins. */
export const SINCE = [1, 3, 6, 11, 21, 41, 81] as const;

/** How often what a source brought was needed in one reply, and how much of it. */
interface NeedRate {
  /** Of all replies that called a tool, those that brought something of it. */
  readonly share: number;
  /** Nine quantiles of its telling lines, from the least to the most. */
  readonly lines: readonly number[];
  /** By {@link SINCE}: of the replies in which it stood there, those that took up a line of it. */
  readonly needed: readonly number[];
  /** Nine quantiles of the lines that a reply took up which took up any. */
  readonly taken: readonly number[];
  /** Of those replies, the ones that replaced what they took up by an edit. */
  readonly edited: number;
}

export type NeedRates = Readonly<Record<Source, NeedRate>>;

interface Counts {
  brought: number;
  readonly lines: number[];
  readonly stood: number[];
  readonly needed: number[];
  readonly taken: number[];
  edited: number;
}

/** Something that a tool brought, and stands in the context. */
interface Brought {
  readonly source: Source;
  lastReply: number;
}

/** Measures recorded sessions, from their first reply to their last. */
export function needRatesOf(files: readonly RecordedFile[]): NeedRates {
  const counts = Object.fromEntries(
    SOURCES.map((source): [Source, Counts] => [
      source,
      {
        ...{ brought: 0, lines: [], taken: [], edited: 0 },
        stood: SINCE.map(() => 0),
        needed: SINCE.map(() => 0),
      },
    ]),
  ) as Record<Source, Counts>;
  const isBoilerplate = boilerplateOf(files);
  for (const { path } of files)
    new Replay(counts, isBoilerplate).read(readRawSession(path).records);
  const brought = SOURCES.reduce((sum, source) => sum + counts[source].brought, 0);
  return Object.fromEntries(
    SOURCES.map((source) => {
      const { lines, needed, stood, taken, edited, ...rest } = counts[source];
      return [
        source,
        {
          share: rest.brought / brought,
          lines: quantiles(lines),
          needed: needed.map((count, bucket) => count / Math.max(1, stood[bucket]!)),
          taken: quantiles(taken),
          edited: edited / Math.max(1, taken.length),
        },
      ];
    }),
  ) as unknown as NeedRates;
}

/** One session, reply by reply. */
class Replay {
  private readonly counts: Record<Source, Counts>;
  private readonly isBoilerplate: IsBoilerplate;
  private reply = 0;
  private replyId: string | null = null;
  private brought: Brought[] = [];
  /** The newest that holds a line: what went before it is not missed. */
  private readonly holders = new Map<string, Brought>();
  private readonly calls = new Map<string, Source>();
  private taken = new Map<Brought, number>();
  private edited = new Set<Brought>();

  constructor(counts: Record<Source, Counts>, isBoilerplate: IsBoilerplate) {
    this.counts = counts;
    this.isBoilerplate = isBoilerplate;
  }

  read(records: readonly (RawRecord | null)[]): void {
    for (const record of records) {
      if (record === null || record.isSidechain === true) continue;
      if (record.subtype === 'compact_boundary') {
        this.endReply();
        this.brought = [];
        this.holders.clear();
      }
      const id = replyIdOf(record);
      if (id !== null && id !== this.replyId) {
        this.endReply();
        this.replyId = id;
        this.reply++;
      }
      for (const block of blocksOf(record)) {
        if (id !== null) this.takeUp(block);
        const source = this.sourceOf(block);
        if (source !== null) this.bring(source, tellingLines(textOfBlock(block)));
      }
    }
    this.endReply();
  }

  private takeUp(block: RawBlock): void {
    const old = block.name === 'Edit' ? block.input?.old_string : null;
    const replaced = new Set(typeof old === 'string' ? tellingLines(old) : []);
    for (const line of tellingLines(textOfBlock(block))) {
      const holder = this.holders.get(line);
      if (holder === undefined || this.isBoilerplate(line)) continue;
      this.taken.set(holder, (this.taken.get(holder) ?? 0) + 1);
      if (replaced.has(line)) this.edited.add(holder);
    }
  }

  /** @returns `null` for what no tool brought. */
  private sourceOf({ type, id, name, tool_use_id: answered }: RawBlock): Source | null {
    if (type === 'tool_result') return this.calls.get(answered ?? '') ?? null;
    if (type !== 'tool_use') return null;
    this.calls.set(id ?? '', sourceOfTool(name ?? ''));
    return name === 'Write' || name === 'Edit' || name === 'MultiEdit' ? 'written' : null;
  }

  private bring(source: Source, lines: readonly string[]): void {
    const counts = this.counts[source];
    counts.brought++;
    counts.lines.push(lines.length);
    if (lines.length === 0) return;
    const brought: Brought = { source, lastReply: this.reply };
    this.brought.push(brought);
    for (const line of lines) this.holders.set(line, brought);
  }

  private endReply(): void {
    for (const each of this.brought) {
      const since = this.reply - each.lastReply;
      if (since === 0) continue;
      const bucket = bucketOf(since);
      const counts = this.counts[each.source];
      counts.stood[bucket]!++;
      const lines = this.taken.get(each);
      if (lines === undefined) continue;
      counts.needed[bucket]!++;
      counts.taken.push(lines);
      if (this.edited.has(each)) counts.edited++;
    }
    for (const each of this.taken.keys()) each.lastReply = this.reply;
    this.taken = new Map();
    this.edited = new Set();
  }
}

/** Index into {@link SINCE}. */
export function bucketOf(replies: number): number {
  return SINCE.findLastIndex((from) => replies >= from);
}

function sourceOfTool(name: string): Source {
  switch (name) {
    case 'Read':
      return 'read';
    case 'Grep':
    case 'Glob':
    case 'LS':
      return 'search';
    case 'Bash':
      return 'command';
    default:
      return 'other';
  }
}

function quantiles(values: readonly number[]): readonly number[] {
  return [0.05, 0.15, 0.25, 0.4, 0.5, 0.6, 0.75, 0.85, 0.95].map((share) =>
    values.length === 0 ? 0 : percentile(values, share),
  );
}
