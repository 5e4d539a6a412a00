import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { UseOfOthers } from '../../../../src/domain/caching/sessionUse';
import type { Transcript } from '../../../../src/domain/transcript/transcript';
import { subagentsDirectory } from '../../../../src/io/sessions/subagentFiles';
import { silentLog } from '../../../../src/log';
import { GrowingSession } from '../../../../src/operations/reading/growingSession';
import { OthersUse, type IsLeftOut } from '../../../../src/operations/reading/othersUse';
import { readSession } from '../../../../src/operations/reading/readSession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession, type WrittenSession } from '../../../fixtures/writtenSessions';
import { WrittenSubagent } from '../../../fixtures/writtenSubagents';

describe('what subagents used, from their files', () => {
  const directory = useTemporaryDirectory();
  let session: WrittenSession;
  let own: Transcript;
  beforeEach(async () => {
    session = writeSession(directory.path('config'), '/home/dev/app', 'one');
    const read = await readSession(session.path);
    assert.ok(!('problem' in read));
    own = read.transcript;
  });
  const others = (isLeftOut?: IsLeftOut): OthersUse => new OthersUse(session.path, isLeftOut);
  /** Count, requests, all input, output, and whether that is all. */
  const brief = ({ subagents }: UseOfOthers): unknown[] => {
    const { readTokens, writtenTokens, uncachedTokens, requests, outputTokens } = subagents.totals;
    const input = readTokens + writtenTokens + uncachedTokens;
    return [subagents.count, requests, input, outputTokens, subagents.isWhole];
  };
  const age = (path: string, ms: number): void => {
    const at = new Date(Date.now() - ms);
    utimesSync(path, at, at);
  };

  it('are their requests, whether they are at work or have long ended', async () => {
    new WrittenSubagent(session, 'a1').asked('Count').step(9_000).answer(9_500);
    const { path } = new WrittenSubagent(session, 'a2').asked('Find').answer(7_000);
    age(path, 3_600_000);
    const use = await others().read(own);
    assert.deepEqual(brief(use), [2, 3, 8_900 + 9_400 + 6_900, 300, true]);
    assert.equal(use.compactions.count, 0);
    assert.deepEqual(use.compactions.isWhole, true);
  });

  it('are nothing, and all of it, where there are none', async () => {
    assert.deepEqual(brief(await others().read(own)), [0, 0, 0, 0, true]);
  });

  it('are told apart from what a compaction asked for', async () => {
    const compaction = new WrittenSubagent(session, 'acompact-f46190', null);
    compaction.asked('Your task is to create a summary').answer(160_000);
    const use = await others().read(own);
    assert.deepEqual(brief(use), [0, 0, 0, 0, true]);
    const { count, totals } = use.compactions;
    assert.deepEqual([count, totals.requests, totals.outputTokens], [1, 1, 100]);
    assert.equal(totals.readTokens + totals.writtenTokens + totals.uncachedTokens, 159_900);
  });

  it('grow with what is appended, and are the same object as long as nothing is', async () => {
    const subagent = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    const watched = others();
    const first = await watched.read(own);
    assert.equal(await watched.read(own), first);
    subagent.step(12_000);
    assert.deepEqual(brief(await watched.read(own)), [1, 2, 8_900 + 11_900, 200, true]);
    // What was written an hour ago is read to its end, and goes on all the same when it is resumed.
    age(subagent.path, 3_600_000);
    const ended = await watched.read(own);
    assert.equal(await watched.read(own), ended);
    subagent.answer(13_000);
    assert.deepEqual(brief(await watched.read(own)), [1, 3, 8_900 + 11_900 + 12_900, 300, true]);
    rmSync(subagent.path);
    assert.deepEqual(brief(await watched.read(own)), [0, 0, 0, 0, true]);
  });

  it('are not read from the start for what was appended', async () => {
    const subagent = new WrittenSubagent(session, 'a1').asked('Count').step(9_000).step(10_000);
    const watched = others();
    await watched.read(own);
    const [prompt, first, second] = readFileSync(subagent.path, 'utf8').split('\n');
    // Whoever reads the first reply again finds nothing of it.
    writeFileSync(subagent.path, [prompt, ' '.repeat(first!.length), second, ''].join('\n'));
    subagent.step(12_000);
    assert.deepEqual(brief(await watched.read(own)), [1, 3, 8_900 + 9_900 + 11_900, 300, true]);
  });

  it('are read on while a subagent waits for minutes, and from the start once it has answered', async () => {
    const blank = (path: string, line: number): void => {
      const lines = readFileSync(path, 'utf8').split('\n');
      lines[line] = ' '.repeat(lines[line]!.length);
      writeFileSync(path, lines.join('\n'));
    };
    const subagent = new WrittenSubagent(session, 'a1').asked('Count').step(9_000).step(10_000);
    age(subagent.path, 10 * 60_000);
    const watched = others();
    await watched.read(own);
    blank(subagent.path, 1);
    subagent.step(12_000).answer(13_000);
    // The first reply is known from before: its line is gone.
    assert.deepEqual(brief(await watched.read(own)), [
      1,
      4,
      8_900 + 9_900 + 11_900 + 12_900,
      400,
      true,
    ]);
    subagent.step(14_000);
    assert.deepEqual(brief(await watched.read(own)), [
      1,
      4,
      9_900 + 11_900 + 12_900 + 13_900,
      400,
      true,
    ]);
  });

  it('count a reply once that the session writes after a subagent has', async () => {
    const growing = new GrowingSession(session.path, silentLog);
    await growing.read();
    const before = readFileSync(session.path, 'utf8');
    session.turn(40_000);
    const fork = join(subagentsDirectory(session.path), 'agent-a1.jsonl');
    mkdirSync(dirname(fork), { recursive: true });
    const after = readFileSync(session.path, 'utf8');
    writeFileSync(fork, after);
    writeFileSync(session.path, before);
    const watched = others();
    assert.deepEqual(brief(await watched.read(growing.transcript)), [1, 1, 39_900, 100, true]);
    const { transcript } = growing;
    writeFileSync(session.path, after);
    await growing.read();
    assert.equal(growing.transcript, transcript, 'it grew in place');
    assert.deepEqual(brief(await watched.read(transcript)), [1, 0, 0, 0, true]);
  });

  it('lie in folders below that of the subagents, too', async () => {
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    const run = join(dirname(path), 'workflows', 'run-1');
    mkdirSync(run, { recursive: true });
    const text = readFileSync(path, 'utf8').replaceAll('msg_', 'msg_other_');
    writeFileSync(join(run, 'agent-a1.jsonl'), text);
    assert.deepEqual(brief(await others().read(own)), [2, 2, 2 * 8_900, 200, true]);
  });

  it('are not read through a link that takes the place of a file meanwhile', async function () {
    if (process.platform === 'win32') this.skip();
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    const watched = others(() => {
      renameSync(path, directory.path('moved'));
      symlinkSync(directory.path('moved'), path);
      return false;
    });
    assert.deepEqual(brief(await watched.read(own)), [1, 0, 0, 0, false]);
  });

  it('are read again from the start where a file was replaced', async () => {
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000).step(9_900);
    const watched = others();
    await watched.read(own);
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, `${lines[0]!}\n${lines[1]!}\n`);
    assert.deepEqual(brief(await watched.read(own)), [1, 1, 8_900, 100, true]);
  });

  it('leave a half-written line for the next time', async () => {
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    const [first, second] = readFileSync(path, 'utf8').split('\n');
    const watched = others();
    writeFileSync(path, `${first!}\n${second!.slice(0, 200)}`);
    assert.deepEqual(brief(await watched.read(own)), [1, 0, 0, 0, true]);
    appendFileSync(path, `${second!.slice(200)}\n`);
    assert.deepEqual(brief(await watched.read(own)), [1, 1, 8_900, 100, true]);
  });

  it('are a lower bound where a line is broken, or is torn for good', async () => {
    for (const [ageMs, end] of [
      [0, 'no JSON\n'],
      [3_600_000, '{"type":"assistant","mess'],
    ] as const) {
      const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
      appendFileSync(path, end);
      age(path, ageMs);
      const watched = others();
      const use = await watched.read(own);
      assert.deepEqual(brief(use), [1, 1, 8_900, 100, false]);
      assert.equal(await watched.read(own), use);
      rmSync(path);
    }
  });

  it('do not count again what the session or another subagent has, marked or not', async () => {
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    // As some releases do: replies of the session once more, as those of a sidechain.
    const copied = readFileSync(session.path, 'utf8')
      .replaceAll('"isSidechain":false', '"isSidechain":true')
      .replaceAll('"uuid":"', '"uuid":"f');
    assert.match(copied, /"isSidechain":true/);
    const fork = join(dirname(path), 'agent-a2.jsonl');
    copyFileSync(path, fork);
    appendFileSync(fork, copied);
    const marked = readFileSync(path, 'utf8').replaceAll(
      '{"parentUuid"',
      '{"forkedFrom":{},"parentUuid"',
    );
    writeFileSync(join(dirname(path), 'agent-a3.jsonl'), marked.replaceAll('msg_', 'msg_other_'));
    assert.deepEqual(brief(await others().read(own)), [3, 1, 8_900, 100, true]);
  });

  it('say of one that is left out, or cannot be opened, that they are more than that', async () => {
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    new WrittenSubagent(session, 'a2').asked('Find').step(7_000);
    const watched = others((file) => file.path === path);
    const use = await watched.read(own);
    assert.deepEqual(brief(use), [2, 1, 6_900, 100, false]);
    assert.equal(await watched.read(own), use, 'and not anew each time');
    if (process.platform === 'win32' || process.getuid?.() === 0) return;
    chmodSync(path, 0);
    const opened = others();
    const closed = await opened.read(own);
    assert.deepEqual(brief(closed), [2, 1, 6_900, 100, false]);
    assert.equal(await opened.read(own), closed);
    chmodSync(path, 0o600);
    assert.deepEqual(brief(await opened.read(own)), [2, 2, 6_900 + 8_900, 200, true]);
    chmodSync(subagentsDirectory(session.path), 0);
    assert.deepEqual(brief(await others().read(own)), [0, 0, 0, 0, false]);
    chmodSync(subagentsDirectory(session.path), 0o700);
  });

  it('are whole the next time, wherever they were cancelled', async () => {
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    new WrittenSubagent(session, 'a2').asked('Find').step(7_000);
    const text = readFileSync(path, 'utf8');
    let ended: AbortController | null = null;
    const checked: string[] = [];
    const watched = others((file) => {
      checked.push(file.agentId);
      if (checked.length === 2) ended?.abort();
      return false;
    });
    writeFileSync(path, text.slice(0, -200));
    assert.deepEqual(brief(await watched.read(own)), [2, 1, 6_900, 100, true]);
    // The other half comes, and both have long been silent: this is the time to read their ends.
    writeFileSync(path, text);
    for (const id of ['a1', 'a2']) age(join(dirname(path), `agent-${id}.jsonl`), 3_600_000);
    checked.length = 0;
    ended = new AbortController();
    assert.deepEqual(brief(await watched.read(own, ended.signal)), [0, 0, 0, 0, false]);
    assert.equal(checked.length, 2);
    assert.deepEqual(brief(await watched.read(own)), [2, 2, 8_900 + 6_900, 200, true]);
  });

  it('read nothing more once they are cancelled', async () => {
    new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    const watched = others();
    const ended = new AbortController();
    ended.abort();
    assert.deepEqual(brief(await watched.read(own, ended.signal)), [0, 0, 0, 0, false]);
    assert.deepEqual(brief(await watched.read(own)), [1, 1, 8_900, 100, true]);
  });
});
