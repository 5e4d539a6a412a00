import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { turnsOf } from '../../../../src/domain/accounting/turns';
import { cacheLedger, type CacheLedger } from '../../../../src/domain/caching/cacheLedger';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { plainReplies, plainSum, type PlainReply } from '../../../fixtures/plainSum';
import { realCorpora } from '../../../fixtures/realSessions';
import { transcriptOf } from '../../../fixtures/transcriptOf';

/** A session, counted twice: by the product, and by plain parsing in the order of the file. */
interface Counted {
  readonly replies: readonly PlainReply[];
  readonly records: readonly PlainRecord[];
  readonly ledger: CacheLedger | null;
}

/** What a line says of its place. */
interface PlainRecord {
  readonly uuid: unknown;
  readonly parentUuid: unknown;
  readonly isBoundary: boolean;
}

const contextOf = ({ read, written, uncached }: PlainReply): number => read + written + uncached;

function counted(file: string): Counted {
  const content = readFileSync(file, 'utf8');
  const lines = content.split('\n');
  const transcript = transcriptOf(content);
  const turnAt = turnsOf(transcript, activeChain(transcript)).at;
  return {
    replies: plainReplies(lines),
    records: lines.map(placeOf),
    ledger: cacheLedger({ transcript, reported: new Map(), takenUp: new Map(), turnAt }),
  };
}

function placeOf(line: string): PlainRecord {
  const { uuid, parentUuid, logicalParentUuid, subtype } = parsedLine(line);
  const parent = parentUuid ?? logicalParentUuid;
  return { uuid, parentUuid: parent, isBoundary: subtype === 'compact_boundary' };
}

/** Nothing of a line that is torn or empty. */
function parsedLine(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The line of the reply that one goes on from, along its parents; `null` where there is none. */
function lineBefore(reply: PlainReply, { replies, records }: Counted): number | null {
  const lines = new Map(records.map(({ uuid }, index) => [uuid, index + 1] as const));
  const begun = new Set(replies.map(({ line }) => line));
  let record = records[reply.line - 1];
  for (let steps = 0; record !== undefined && steps < records.length; steps++) {
    const line = lines.get(record.parentUuid);
    if (record.parentUuid == null || line === undefined) return null;
    if (begun.has(line)) return line;
    record = records[line - 1];
  }
  return null;
}

/**
 * Less than half of the context before was read, and the context is about as large: by the order of
 * the file.
 */
const isFullRewrite = (reply: PlainReply, before: PlainReply): boolean =>
  reply.read < contextOf(before) / 2 && contextOf(reply) >= 0.8 * contextOf(before);

/**
 * Why the other rule alone finds a re-write in a reply, or ours alone, by what plainly stands in
 * the file; `null` where nothing explains it.
 */
function whyOther(reply: PlainReply, before: PlainReply, session: Counted): string | null {
  if (before.read + before.written < 1_000) return 'nothing had been cached';
  if (reply.read > 0.9 * (before.read + before.written)) return 'all that was cached was read';
  if (reply.written < 1_000) return 'nothing was written';
  const line = lineBefore(reply, session);
  if (line === null) return 'begins a conversation';
  return line < before.line ? 'goes on from an earlier reply' : null;
}

function whyOurs(reply: PlainReply, before: PlainReply, { records }: Counted): string | null {
  const between = records.slice(before.line, reply.line - 1);
  if (between.some(({ isBoundary }) => isBoundary)) return 'compacted';
  if (contextOf(reply) < 0.8 * contextOf(before)) return 'the context became smaller';
  return reply.read >= contextOf(before) / 2 ? 'written in part' : null;
}

/** A table of how often each was seen. */
class Counts {
  private readonly seen = new Map<string, number>();

  add(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  toString(): string {
    return [...this.seen]
      .sort((a, b) => b[1] - a[1])
      .map(([what, times]) => `${String(times)} ${what}`)
      .join(', ');
  }
}

function pauseClass(pauseMs: number | null): string {
  if (pauseMs === null) return 'not known';
  return pauseMs < 300_000 ? 'under 5 min' : pauseMs <= 3_600_000 ? '5 to 60 min' : 'over an hour';
}

describe('re-writes in real sessions', function () {
  this.timeout(120_000);

  before(function () {
    // They are no part of the project.
    if (realCorpora.length === 0) this.skip();
  });

  it('are there', () => assert.ok(realCorpora.every(({ files }) => files.length > 20)));

  for (const { name, files } of realCorpora) {
    const sessions: Counted[] = [];
    const said: string[] = [];
    before(() => sessions.push(...files.map(counted)));
    after(() => console.log(said.map((line) => `      ${line}`).join('\n')));

    it(`${name}: are those of an independent count, but for what is explained`, () => {
      const [both, others, ours] = [new Counts(), new Counts(), new Counts()];
      for (const session of sessions) {
        const found = new Set(session.ledger?.rewrites.map(({ line }) => line));
        session.replies.forEach((reply, index) => {
          const former = session.replies[index - 1];
          const isOther = former !== undefined && isFullRewrite(reply, former);
          const isOurs = found.has(reply.line);
          if (isOther && isOurs) both.add('by both');
          if (former === undefined || isOther === isOurs) {
            assert.ok(former !== undefined || !isOurs, 'a first reply writes nothing again');
            return;
          }
          const why = (isOther ? whyOther : whyOurs)(reply, former, session);
          assert.ok(why !== null, `line ${String(reply.line)}, ${isOther ? 'other' : 'ours'}`);
          (isOther ? others : ours).add(why);
        });
      }
      said.push(
        `${name}, ${String(files.length)} sessions: ${both.toString()}`,
        `by the other rule alone: ${others.toString()}`,
        `by ours alone: ${ours.toString()}`,
      );
    });

    it(`${name}: all totals are plain sums`, () => {
      let weighted = 0;
      let again = 0;
      const [reasons, pauses] = [new Counts(), new Counts()];
      for (const { ledger, replies } of sessions) {
        if (ledger === null) {
          assert.ok(replies.every(({ read, written }) => read + written === 0));
          continue;
        }
        const { rewrittenTokens, weightedRewrittenTokens, weightedTokens, ...rest } = ledger.totals;
        // The ledger is of what was sent; what was answered has specs of its own.
        const { outputTokens, unfinishedReplies, ...counts } = rest;
        assert.ok(outputTokens >= 0 && unfinishedReplies <= counts.requests);
        const { weightedTokens: sum, ...sums } = plainSum(replies);
        assert.deepEqual(counts, sums);
        assert.ok(Math.abs(weightedTokens - sum) < 1);
        assert.ok(rewrittenTokens <= counts.writtenTokens);
        weighted += weightedTokens;
        again += weightedRewrittenTokens;
        for (const { reason, pauseMs } of ledger.rewrites) {
          reasons.add(reason);
          pauses.add(pauseClass(pauseMs));
        }
      }
      said.push(
        `${((100 * again) / weighted).toFixed(1)} % of the input: ${reasons.toString()}`,
        `pauses: ${pauses.toString()}`,
      );
    });
  }
});
