import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  branchSession,
  readCutPoints,
  type Branched,
} from '../../../../src/operations/leaving/branchSession';
import type { CutPoint } from '../../../../src/domain/branching/cutPoints';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { sent, turns } from '../../../fixtures/branchedSession';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { REAL_SESSIONS, realSessionNames } from '../../../fixtures/realSessions';

describe('branchSession', () => {
  const directory = useTemporaryDirectory();

  function write(session: { toString(): string }): string {
    return directory.write('projects/x/one.jsonl', session.toString());
  }
  async function cutsOf(path: string): Promise<readonly CutPoint[]> {
    const cuts = await readCutPoints(path);
    assert.ok(!('problem' in cuts));
    return cuts;
  }
  async function branch(path: string, cut: CutPoint): Promise<Branched> {
    const branched = await branchSession(path, cut.id, localFileSystem);
    assert.ok('path' in branched, JSON.stringify(branched));
    return branched;
  }

  it('lists the turns but the newest, with the context there and what would be lost', async () => {
    const writer = new TranscriptWriter();
    turns(writer, 3);
    const cuts = await cutsOf(write(writer));
    assert.deepEqual(
      cuts.map(
        ({ turn, prompt, contextTokens, lostTurns, changedSince, kind, isBeforeCompaction }) => ({
          turn,
          prompt,
          contextTokens,
          lostTurns,
          changedSince,
          kind,
          isBeforeCompaction,
        }),
      ),
      [
        {
          turn: 1,
          prompt: 'prompt 1',
          contextTokens: 1520,
          lostTurns: 2,
          changedSince: ['/p/edit3', '/p/edit2'],
          kind: 'turnEnd',
          isBeforeCompaction: false,
        },
        {
          turn: 2,
          prompt: 'prompt 2',
          contextTokens: 2520,
          lostTurns: 1,
          changedSince: ['/p/edit3'],
          kind: 'turnEnd',
          isBeforeCompaction: false,
        },
      ],
    );
  });

  it('holds all up to the end of the turn under a new id, and nothing after it; the original is untouched', async () => {
    const writer = new TranscriptWriter({ sessionId: 'old-id' });
    turns(writer, 3);
    writer.title('custom', 'Mine');
    const path = write(writer);
    const before = { text: readFileSync(path, 'utf8'), mtimeMs: statSync(path).mtimeMs };
    const { path: newPath, sessionId } = await branch(path, (await cutsOf(path))[1]!);
    assert.deepEqual({ text: readFileSync(path, 'utf8'), mtimeMs: statSync(path).mtimeMs }, before);
    assert.equal(newPath, directory.path('projects/x', `${sessionId}.jsonl`));
    const text = readFileSync(newPath, 'utf8');
    assert.match(sent(newPath), /answer 2/);
    assert.doesNotMatch(text, /turn 3|prompt 3|answer 3|old-id|cost-state/);
    assert.equal(
      sent(newPath).replaceAll(sessionId, 'old-id'),
      sent(path).slice(0, sent(newPath).replaceAll(sessionId, 'old-id').length),
      'the rest is as it was',
    );
    assert.equal(transcriptOf(text).namedTitle, 'Mine (from turn 2)');
    assert.deepEqual(
      [statSync(newPath).mode & 0o777, readdirSync(directory.path('projects/x')).length],
      [0o600, 2],
    );
  });

  it('can go back to before a compaction, with the whole context of that time', async () => {
    const writer = new TranscriptWriter();
    turns(writer, 2);
    writer.compaction({
      summary: 'the summary',
      preTokens: 2520,
      postTokens: 100,
      trigger: 'manual',
    });
    turns(writer, 2, 3);
    const path = write(writer);
    const cuts = await cutsOf(path);
    assert.deepEqual(
      cuts.map(({ turn, isBeforeCompaction, contextTokens }) => [
        turn,
        isBeforeCompaction,
        contextTokens,
      ]),
      [
        [1, true, 1520],
        [2, true, 2520],
        [3, false, 3520],
      ],
    );
    const second = (await branch(path, cuts[1]!)).path;
    assert.match(sent(second), /prompt 1[^]*answer 2/);
    assert.doesNotMatch(readFileSync(second, 'utf8'), /the summary|compact_boundary/);
    const third = (await branch(path, cuts[2]!)).path;
    assert.match(sent(third), /the summary[^]*answer 3/);
    assert.doesNotMatch(sent(third), /answer 2/);
  });

  it('offers the middle of a turn that was compacted while it ran', async () => {
    const writer = new TranscriptWriter();
    turns(writer, 1);
    writer.prompt('long work');
    writer.response({
      blocks: [{ type: 'text', text: 'half' }],
      usage: { contextTokens: 9000, outputTokens: 10 },
    });
    writer.compaction({ summary: 'the summary', preTokens: 9010, postTokens: 100 });
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: 4000, outputTokens: 10 },
    });
    turns(writer, 1, 3);
    const path = write(writer);
    const cuts = await cutsOf(path);
    assert.deepEqual(
      cuts.map(({ turn, kind, contextTokens }) => [turn, kind, contextTokens]),
      [
        [1, 'turnEnd', 1520],
        [2, 'compaction', 9010],
        [2, 'turnEnd', 4010],
      ],
    );
    const middle = (await branch(path, cuts[1]!)).path;
    assert.match(sent(middle), /answer 1[^]*half/);
    assert.doesNotMatch(sent(middle), /the summary|done/);
  });

  it('keeps a pair whole whose result came after the next prompt', async () => {
    const writer = new TranscriptWriter();
    writer.prompt('first');
    const { toolUseIds, uuids } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Bash', input: { command: 'slow' } }],
      usage: { contextTokens: 1000, outputTokens: 10 },
    });
    writer.prompt('second');
    const next = writer.leafUuid;
    writer.toolResult(toolUseIds[0]!, 'late result');
    writer.branch(next).response({ blocks: [{ type: 'text', text: 'answer to the second' }] });
    assert.equal(uuids.length, 1);
    const path = write(writer);
    const { path: newPath } = await branch(path, (await cutsOf(path))[0]!);
    assert.match(sent(newPath), /slow[^]*late result/);
    assert.doesNotMatch(sent(newPath), /second/);
  });

  it('leaves rewound branches behind', async () => {
    const writer = new TranscriptWriter();
    turns(writer, 1);
    const start = writer.leafUuid;
    writer.prompt('never mind');
    writer.response({ blocks: [{ type: 'text', text: 'forgotten' }] });
    writer.lastPrompt().branch(start);
    turns(writer, 2, 2);
    const path = write(writer);
    const cuts = await cutsOf(path);
    assert.deepEqual(
      cuts.map(({ prompt }) => prompt),
      ['prompt 1', 'prompt 2'],
    );
    const text = readFileSync((await branch(path, cuts[1]!)).path, 'utf8');
    assert.match(text, /answer 2/);
    assert.doesNotMatch(text, /forgotten|never mind/);
  });

  it('says what is in the way, and leaves nothing behind', async () => {
    const writer = new TranscriptWriter();
    turns(writer, 2);
    const path = write(writer);
    assert.deepEqual(await branchSession(path, 'gone@1', localFileSystem), {
      problem: 'changed',
      code: '',
    });
    assert.deepEqual(await branchSession(directory.path('gone.jsonl'), 'x@1', localFileSystem), {
      problem: 'missing',
      code: '',
    });
    assert.deepEqual(await readCutPoints(directory.path()), { problem: 'unreadable', code: '' });
    const [cut] = await cutsOf(path);
    const refuse = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' }));
    const full = { ...localFileSystem, link: refuse, rename: refuse };
    assert.deepEqual(await branchSession(path, cut!.id, full), {
      problem: 'failed',
      code: 'ENOSPC',
    });
    assert.deepEqual(readdirSync(directory.path('projects/x')), ['one.jsonl']);
  });

  it('can be cancelled while it is written', async () => {
    const writer = new TranscriptWriter();
    turns(writer, 3);
    const path = write(writer);
    const [cut] = await cutsOf(path);
    const cancelling = new AbortController();
    const fileSystem = {
      ...localFileSystem,
      create: (to: string) => {
        cancelling.abort();
        return localFileSystem.create(to);
      },
    };
    assert.deepEqual(await branchSession(path, cut!.id, fileSystem, cancelling.signal), {
      problem: 'cancelled',
      code: '',
    });
    assert.deepEqual(readdirSync(directory.path('projects/x')), ['one.jsonl']);
  });

  it('passes over damaged lines, and parts two records on one line', async () => {
    const writer = new TranscriptWriter();
    turns(writer, 2);
    const lines = writer.toString().split('\n');
    const glued = `{"broken\n${lines.slice(0, 2).join('')}\n${lines.slice(2).join('\n')}{"torn":`;
    const path = write({ toString: () => glued });
    const { path: newPath } = await branch(path, (await cutsOf(path))[0]!);
    for (const line of readFileSync(newPath, 'utf8').trimEnd().split('\n')) JSON.parse(line);
    assert.match(sent(newPath), /prompt 1[^]*answer 1/);
  });

  for (const name of realSessionNames) {
    it(`cuts ${name} at each of its turns, to the context of that time`, async () => {
      mkdirSync(directory.path('projects/x'), { recursive: true });
      const path = directory.path('projects/x', name);
      copyFileSync(join(REAL_SESSIONS, name), path);
      writeFileSync(directory.path('before'), readFileSync(path));
      for (const cut of await cutsOf(path)) {
        const { path: newPath } = await branch(path, cut);
        const branched = transcriptOf(readFileSync(newPath));
        const last = activeChain(branched).entries.findLast(
          (entry) => entry.kind === 'assistant' && branched.responseOf(entry) !== null,
        );
        const response = last?.kind === 'assistant' ? branched.responseOf(last) : null;
        assert.equal(
          response === null ? null : response.contextTokens + response.outputTokens,
          cut.contextTokens,
          `turn ${String(cut.turn)}`,
        );
      }
      assert.ok(readFileSync(path).equals(readFileSync(directory.path('before'))));
    }).timeout(60_000);
  }
});
