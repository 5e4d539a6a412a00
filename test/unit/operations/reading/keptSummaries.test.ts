import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { MAX_SUMMARIES_BYTES } from '../../../../src/io/keeping/summariesFile';
import { PRODUCT_VERSION } from '../../../../src/product';
import {
  ENDS_VERSION,
  keptText,
  MOST_SUMMARIES,
  parseKept,
  type KeptEnds,
} from '../../../../src/operations/reading/keptSummaries';
import { readEnds } from '../../../../src/operations/reading/sessionSummary';
import { hostileSession, longSession, storySession } from '../../../fixtures/storySession';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const CONFIG = join('/home', 'dev', '.claude');
const projects = (...names: readonly string[]): string => join(CONFIG, 'projects', ...names);

function kept(at: number, ends: Partial<KeptEnds['ends']> = {}): KeptEnds {
  return {
    path: projects('-home-dev-app', `${String(at)}.jsonl`),
    file: {
      ...{ inode: 7 + at, sizeBytes: 1234 },
      ...{ mtimeMs: 1_790_000_000_000.123 - at, ctimeMs: 1_790_000_000_001.5 },
    },
    ends: {
      ...{ startedIn: '/home/dev/app', title: `Größe “${String(at)}”`, gitBranch: null },
      ...{ model: 'claude-opus-5-5', tokens: 30_000.5, isExact: false },
      cache: {
        ...{ usedMs: 1_790_000_000_000, lifetimeMs: null, cachedTokens: 29_000 },
        ...{ systemTokens: 0, isNew: false, isRewritten: false },
      },
      ...ends,
    },
  };
}

const parsed = async (text: string | null): Promise<KeptEnds[]> =>
  (await parseKept(CONFIG, text)).map(({ path, file, ends }) => ({ path, file, ends }));
const readAgain = async (all: readonly KeptEnds[]): Promise<KeptEnds[]> =>
  parsed(await keptText(CONFIG, all));

/** As it is kept, with this in place of the row of one session. */
async function inPlaceOf(row: (text: string) => string): Promise<string> {
  const lines = (await keptText(CONFIG, [kept(1)])).split('\n');
  lines[1] = row(lines[1]!);
  return lines.join('\n');
}

/** A row as it is kept, with some of it changed. */
const changed = (change: (row: Record<string, unknown>) => void): Promise<string> =>
  inPlaceOf((text) => {
    const row = JSON.parse(text) as Record<string, unknown>;
    change(row);
    return JSON.stringify(row);
  });

/** Two tokenizers' models, each way to be named, and no folder named but at the end. */
function otherSessions(): readonly TranscriptWriter[] {
  return ['claude-sonnet-4-5-20250929', 'claude-opus-5-5'].map((model) => {
    const writer = new TranscriptWriter({ model, cwd: '/home/dev/ledger' });
    writer.prompt(`${'Grüße, 世界! x = 0x1F; '.repeat(40)}${'y'.repeat(70_000)}`);
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: 60_000, outputTokens: 100 },
    });
    writer.prompt(`Für später: ${'Tom’s 1,234 files; '.repeat(60)}`);
    return writer.title('ai', 'Named by itself').title('custom', 'Named by hand').lastPrompt();
  });
}

describe('what is kept of session files', () => {
  const directory = useTemporaryDirectory();

  it('is read as it was written, the newest first', async () => {
    const all = [kept(2, { cache: null }), kept(1), kept(3, { title: null, tokens: null })];
    assert.deepEqual(await readAgain(all), [all[1], all[0], all[2]]);
    const text = await keptText(CONFIG, all);
    assert.equal(await keptText(CONFIG, [...all].reverse()), text);
    assert.equal(await keptText(CONFIG, await parseKept(CONFIG, text)), text);
    assert.equal((JSON.parse(text) as { sessions: unknown[] }).sessions.length, 3);
    assert.deepEqual(await readAgain([]), []);
  });

  it('is of no more sessions, and no more bytes, than there is room for', async () => {
    const many = Array.from({ length: MOST_SUMMARIES + 5 }, (_, at) => kept(at));
    const read = await readAgain(many);
    assert.deepEqual([read.length, read[0]], [MOST_SUMMARIES, many[0]]);
    const large = many.slice(0, 2_000).map((each) => ({
      ...each,
      ends: { ...each.ends, title: 'ü'.repeat(2_000) },
    }));
    const text = await keptText(CONFIG, large);
    assert.ok(Buffer.byteLength(text) <= MAX_SUMMARIES_BYTES);
    assert.ok(Buffer.byteLength(text) > MAX_SUMMARIES_BYTES * 0.99);
    assert.deepEqual((await parsed(text))[0], large[0]);
  });

  it('is read and written with turns of the event loop in between', async () => {
    const many = Array.from({ length: MOST_SUMMARIES }, (_, at) => kept(at));
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns++;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const text = await keptText(CONFIG, many);
    const whileWritten = turns;
    await parseKept(CONFIG, text);
    isOver = true;
    assert.ok(
      whileWritten > 0 && turns > whileWritten,
      `${String(whileWritten)}, ${String(turns)}`,
    );
  });

  it('leaves out what lies elsewhere, and what nobody would believe', async () => {
    for (const path of [
      projects('one.jsonl'),
      projects('a', 'b', 'one.jsonl'),
      projects('a', 'agent-1.jsonl'),
      join('/elsewhere', 'projects', 'a', 'one.jsonl'),
    ])
      assert.deepEqual(await readAgain([{ ...kept(1), path }]), [], path);
    const long = kept(1, { title: 'x'.repeat(5_000) });
    assert.deepEqual(await readAgain([long, kept(2)]), [kept(2)]);
  });

  it('counts for nothing where anything is not as it is written', async () => {
    assert.equal((await parsed(await changed(() => undefined))).length, 1);
    const cacheOf = (row: Record<string, unknown>) => row['cache'] as Record<string, unknown>;
    const changes: ((row: Record<string, unknown>) => void)[] = [
      (row) => (row['file'] = '../-home-dev-app/1.jsonl'),
      (row) => (row['file'] = './1.jsonl'),
      (row) => (row['file'] = '/etc/1.jsonl'),
      (row) => (row['file'] = 'a/notes.txt'),
      (row) => (row['inode'] = '7'),
      (row) => (row['sizeBytes'] = -1),
      (row) => (row['mtimeMs'] = null),
      (row) => delete row['ctimeMs'],
      (row) => (row['title'] = ['x']),
      (row) => (row['title'] = 'x'.repeat(5_000)),
      (row) => (row['more'] = 'x'.repeat(200_000)),
      (row) => delete row['startedIn'],
      (row) => (row['startedIn'] = ''),
      (row) => (row['tokens'] = '30000'),
      (row) => (row['tokens'] = -5),
      (row) => (row['tokens'] = 1.7e308),
      (row) => (row['isExact'] = 1),
      (row) => (row['cache'] = 'warm'),
      (row) => (row['cache'] = {}),
      (row) => (cacheOf(row)['lifetimeMs'] = 'long'),
      (row) => (cacheOf(row)['usedMs'] = 1e16),
      (row) => (cacheOf(row)['cachedTokens'] = -1),
      (row) => delete cacheOf(row)['systemTokens'],
    ];
    for (const change of changes)
      assert.deepEqual(await parsed(await changed(change)), [], change.toString());
    const text = await keptText(CONFIG, [kept(1)]);
    for (const [version, other] of [
      [`"version":${String(ENDS_VERSION)}`, `"version":${String(ENDS_VERSION + 1)}`],
      [`"by":"leeway ${PRODUCT_VERSION}"`, '"by":"leeway 0.0.1"'],
    ] as const) {
      assert.ok(text.includes(version));
      assert.deepEqual(await parsed(text.replace(version, other)), [], other);
    }
    for (const none of [null, '', '{', '[]', 'null', '{"version":2}', '\0'])
      assert.deepEqual(await parsed(none), [], String(none));
    assert.deepEqual(await parsed(await inPlaceOf(() => '['.repeat(100_000))), [], 'too deep');
  });

  it('of a torn file is what stands in whole lines', async () => {
    const text = await keptText(CONFIG, [kept(1), kept(2)]);
    assert.deepEqual(await parsed(text.slice(0, -9)), [kept(1)]);
  });

  it('throws for nothing that JSON can say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (row, cache) => {
        for (const each of [row, { ...kept(1).file, file: 'a/1.jsonl', ...kept(1).ends, cache }])
          await parsed(await inPlaceOf(() => JSON.stringify(each)));
      }),
    );
  });

  // Where a session is told of otherwise than before, ENDS_VERSION goes up: what earlier builds of
  // this release have kept is wrong now. What no session here shows is not noticed.
  it('is told as this version tells it', async () => {
    const hash = createHash('sha256');
    const path = directory.write('one.jsonl');
    const tell = async (lines: readonly string[]): Promise<void> => {
      writeFileSync(path, `${lines.join('\n')}\n`);
      hash.update(JSON.stringify((await readEnds({ path })).ends));
    };
    for (const session of [storySession(), longSession(), hostileSession(), ...otherSessions()]) {
      const lines = session.toString().split('\n');
      const step = lines.length < 20 ? 1 : 5;
      for (let to = 1; to <= lines.length; to += step) await tell(lines.slice(0, to));
    }
    for (const session of otherSessions()) {
      const lines = session.toString().trimEnd().split('\n');
      const withoutFolder = lines.map((line) => line.replace(/"cwd":"[^"]*",?/, ''));
      await tell([...withoutFolder, '{"type":"system","cwd":"/home/dev/later"}']);
    }
    assert.deepEqual([ENDS_VERSION, hash.digest('hex').slice(0, 16)], [2, 'a10cc1f3c055f854']);
  });
});
