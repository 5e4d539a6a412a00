import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { MAX_SUMMARIES_BYTES } from '../../../../src/io/keeping/summariesFile';
import { sessionFileAt } from '../../../../src/io/sessions/sessionFiles';
import {
  ENDS_VERSION,
  keptText,
  MOST_SUMMARIES,
  parseKept,
  type KeptEnds,
} from '../../../../src/operations/reading/keptSummaries';
import { readEnds } from '../../../../src/operations/reading/sessionSummary';
import { hostileSession, longSession, storySession } from '../../../fixtures/storySession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const CONFIG = '/home/dev/.claude';

function kept(at: number, ends: Partial<KeptEnds['ends']> = {}): KeptEnds {
  return {
    path: `${CONFIG}/projects/-home-dev-app/${String(at)}.jsonl`,
    file: { inode: 7 + at, sizeBytes: 1234, mtimeMs: 1_790_000_000_000.123 - at },
    ends: {
      ...{ startedIn: '/home/dev/app', title: `Größe “${String(at)}”`, gitBranch: null },
      ...{ model: 'claude-opus-5-5', tokens: 30_000.5, isExact: false },
      cache: {
        ...{ usedMs: 1_790_000_000_000, lifetimeMs: null, cachedTokens: 29_000 },
        ...{ systemTokens: 0, isNew: false, isRewritten: false },
        typicalPrompt: { requests: 3, weightedTokens: 9_000.25 },
        ...{ readWeight: 0.1, writeWeight: 1.25 },
      },
      ...ends,
    },
  };
}

/** A row as it is kept, with some of it changed. */
function changed(change: (row: Record<string, unknown>) => void): string {
  const file = JSON.parse(keptText(CONFIG, [kept(1)])) as { sessions: [Record<string, unknown>] };
  change(file.sessions[0]);
  return JSON.stringify(file);
}

describe('what is kept of session files', () => {
  const directory = useTemporaryDirectory();

  it('is read as it was written, the newest first', () => {
    const all = [kept(2, { cache: null }), kept(1), kept(3, { title: null, tokens: null })];
    assert.deepEqual(parseKept(CONFIG, keptText(CONFIG, all)), [all[1], all[0], all[2]]);
    assert.equal(keptText(CONFIG, all), keptText(CONFIG, [...all].reverse()));
    assert.deepEqual(parseKept(CONFIG, keptText(CONFIG, [])), []);
  });

  it('is of no more sessions, and no more bytes, than there is room for', () => {
    const many = Array.from({ length: MOST_SUMMARIES + 5 }, (_, at) => kept(at));
    const read = parseKept(CONFIG, keptText(CONFIG, many));
    assert.deepEqual([read.length, read[0]], [MOST_SUMMARIES, many[0]]);
    const large = many.slice(0, 2_000).map((each) => ({
      ...each,
      ends: { ...each.ends, title: 'ü'.repeat(2_000) },
    }));
    const text = keptText(CONFIG, large);
    assert.ok(Buffer.byteLength(text) <= MAX_SUMMARIES_BYTES);
    assert.ok(Buffer.byteLength(text) > MAX_SUMMARIES_BYTES * 0.99);
    assert.deepEqual(parseKept(CONFIG, text)[0], large[0]);
  });

  it('leaves out what lies elsewhere, and what nobody would believe', () => {
    for (const path of [
      `${CONFIG}/projects/one.jsonl`,
      `${CONFIG}/projects/a/b/one.jsonl`,
      `${CONFIG}/projects/a/agent-1.jsonl`,
      '/elsewhere/projects/a/one.jsonl',
    ])
      assert.deepEqual(parseKept(CONFIG, keptText(CONFIG, [{ ...kept(1), path }])), [], path);
    const long = kept(1, { title: 'x'.repeat(5_000) });
    assert.deepEqual(parseKept(CONFIG, keptText(CONFIG, [long, kept(2)])), [kept(2)]);
  });

  it('counts for nothing where anything is not as it is written', () => {
    assert.equal(
      parseKept(
        CONFIG,
        changed(() => undefined),
      ).length,
      1,
    );
    const cacheOf = (row: Record<string, unknown>) => row['cache'] as Record<string, unknown>;
    const changes: ((row: Record<string, unknown>) => void)[] = [
      (row) => (row['file'] = '../-home-dev-app/1.jsonl'),
      (row) => (row['file'] = './1.jsonl'),
      (row) => (row['file'] = '/etc/1.jsonl'),
      (row) => (row['file'] = 'a/notes.txt'),
      (row) => (row['inode'] = '7'),
      (row) => (row['sizeBytes'] = -1),
      (row) => (row['mtimeMs'] = null),
      (row) => (row['title'] = ['x']),
      (row) => (row['title'] = 'x'.repeat(5_000)),
      (row) => delete row['startedIn'],
      (row) => (row['tokens'] = '30000'),
      (row) => (row['isExact'] = 1),
      (row) => (row['cache'] = 'warm'),
      (row) => (row['cache'] = {}),
      (row) => (cacheOf(row)['lifetimeMs'] = 'long'),
      (row) => (cacheOf(row)['typicalPrompt'] = {}),
      (row) => delete cacheOf(row)['writeWeight'],
    ];
    for (const change of changes)
      assert.deepEqual(parseKept(CONFIG, changed(change)), [], change.toString());
    const other = keptText(CONFIG, [kept(1)]).replace(
      `"version":${String(ENDS_VERSION)}`,
      `"version":${String(ENDS_VERSION + 1)}`,
    );
    for (const text of [null, '', '{', '[]', 'null', '{"version":1}', '\0', other])
      assert.deepEqual(parseKept(CONFIG, text), [], String(text));
    assert.deepEqual(parseKept(CONFIG, '['.repeat(200_000)), [], 'too deep');
  });

  it('throws for nothing that JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (row, cache) => {
        for (const each of [row, { ...kept(1).file, file: 'a/1.jsonl', ...kept(1).ends, cache }])
          parseKept(CONFIG, JSON.stringify({ version: ENDS_VERSION, sessions: [each] }));
      }),
    );
  });

  // Where this fails because a session is told of otherwise than before, ENDS_VERSION goes up: what
  // earlier builds have kept is wrong now.
  it('is told as this version tells it', async () => {
    const hash = createHash('sha256');
    for (const session of [storySession(), longSession(), hostileSession()]) {
      const lines = session.toString().split('\n');
      for (let to = 1; to <= lines.length; to += 5) {
        const path = directory.write('one.jsonl');
        writeFileSync(path, `${lines.slice(0, to).join('\n')}\n`);
        hash.update(JSON.stringify(await readEnds((await sessionFileAt(path))!)));
      }
    }
    assert.deepEqual([ENDS_VERSION, hash.digest('hex').slice(0, 16)], [1, 'd4dfa17bba317705']);
  });
});
