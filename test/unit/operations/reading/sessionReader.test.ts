import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import fc from 'fast-check';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { silentLog } from '../../../../src/log';
import { readSnapshot } from '../../../../src/operations/reading/readSnapshot';
import { pngImage } from '../../../fixtures/pngImage';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { observe, type ObservedSession } from '../../../fixtures/observedSession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const usage = (contextTokens: number, outputTokens = 400) => ({
  usage: { contextTokens, outputTokens },
});
const said = (text: string) => ({ type: 'text', text }) as const;
const read = (path: string) =>
  ({ type: 'tool_use', name: 'Read', input: { file_path: path } }) as const;
const byLength = (): Promise<TokenCount> => Promise.resolve((text) => text.length);

/** A bit of everything, in texts of one to four bytes a character. */
function variedSession(): Buffer {
  const writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
  writer.title('ai', 'Räume auf → 😀').prompt('grüße 漢字 😀');
  const { toolUseIds } = writer.response({
    blocks: [{ type: 'thinking', signatureLength: 900 }, read('/größe'), read('/b')],
    ...usage(21_000),
  });
  for (const id of toolUseIds) writer.toolResult(id, 'é→漢😀'.repeat(40));
  writer.response({ blocks: [said('fertig ✓')], ...usage(23_000) });
  writer.lastPrompt().raw('{"type":"user",').raw('').raw('kein JSON ✗');
  const leaf = writer.leafUuid;
  writer.prompt('wrong way');
  writer.response({ blocks: [said('…')], ...usage(24_000) });
  writer.branch(leaf).prompt('right way', [pngImage({ width: 640, height: 400 })]);
  writer.response({ blocks: [said('½')], stopReason: null, ...usage(24_500, 1) });
  writer.apiError('connection');
  const kept = writer.prompt('kept → word for word');
  writer.compaction({
    summary: 'Zusammenfassung 漢字',
    preTokens: 25_000,
    postTokens: 40,
    preserve: [kept],
  });
  writer.prompt('weiter 😀');
  writer.response({ blocks: [said('ja')], ...usage(22_000) });
  writer.prompt('und noch etwas: ünïcödé');
  return Buffer.from(writer.toString());
}

describe('SessionReader', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  let observed: ObservedSession;
  beforeEach(() => {
    path = directory.path('one.jsonl');
    observed = observe(path);
  });
  const last = (): Snapshot => observed.told.at(-1)!;
  /** What is told of the file when it is read once, and nobody appends to it. */
  async function readOnce(): Promise<Snapshot> {
    const snapshot = await readSnapshot(path, {
      log: silentLog,
      loadTokenCount: byLength,
      settingsFor: () => Promise.resolve(observed.settings),
    });
    assert.ok(!('problem' in snapshot));
    return snapshot;
  }
  /** What a reader says that sees the file for the first time. */
  async function readAnew(): Promise<Snapshot> {
    const fresh = observe(path, byLength);
    await fresh.session.refresh();
    return fresh.told.at(-1)!;
  }

  it('comes to the same in whatever pieces the file is written', async function () {
    this.timeout(60_000);
    const whole = variedSession();
    writeFileSync(path, whole);
    const expected = await readOnce();
    assert.ok(expected.usage.tokens! > 22_000 && expected.skippedLines === 2);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 10 }), async (cuts) => {
        rmSync(path, { force: true });
        observed = observe(path, byLength);
        let written = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), whole.length]) {
          appendFileSync(path, whole.subarray(written, cut));
          written = cut;
          await observed.session.refresh();
        }
        // While pieces come quickly, what a prompt costs follows a moment after the number.
        for (let waits = 0; waits < 100 && !isDeepStrictEqual(last(), expected); waits++)
          await setTimeout(20);
        assert.deepEqual(last(), expected);
      }),
      { numRuns: 60 },
    );
  });

  it('tells a first number from the end of a large file, then the same from all of it', async () => {
    writeLargeSession(path);
    await observed.session.refresh();
    assert.deepEqual(
      observed.told.map(({ isComplete, usage: { tokens } }) => [isComplete, tokens]),
      [
        [false, 60_400],
        [true, 60_400],
      ],
    );
  });

  it('tells nothing of a file that is missing, until it is there', async () => {
    assert.equal(await observed.session.refresh(), 'missing');
    assert.deepEqual(observed.told, []);
    writeFileSync(path, variedSession());
    assert.equal(await observed.session.refresh(), 'appended');
    assert.equal(last().title, 'Räume auf → 😀');
  });

  it('keeps what it told when the file is deleted', async () => {
    writeFileSync(path, variedSession());
    await observed.session.refresh();
    const count = observed.told.length;
    rmSync(path);
    assert.equal(await observed.session.refresh(), 'missing');
    assert.equal(observed.told.length, count);
  });

  const changes: [what: string, change: (content: Buffer) => void][] = [
    ['was cut', (content) => truncateSync(path, content.indexOf('\n', content.length >> 1) + 1)],
    ['was replaced', () => renameSync(directory.write('new', otherSession()), path)],
    [
      'was replaced by a longer one',
      (content) =>
        renameSync(
          directory.write(
            'new',
            content.toString().replaceAll('"input_tokens":10', '"input_tokens":100'),
          ),
          path,
        ),
    ],
    ['was rewritten in place', () => writeFileSync(path, otherSession())],
    ['was emptied', () => truncateSync(path, 0)],
  ];
  for (const [what, change] of changes) {
    it(`reads a file anew that ${what}`, async () => {
      const content = variedSession();
      writeFileSync(path, content);
      observed = observe(path, byLength);
      await observed.session.refresh();
      const before = last();
      change(content);
      await observed.session.refresh();
      assert.deepEqual(last(), await readAnew());
      assert.notDeepEqual(last(), before);
      assert.ok(observed.log.some((message) => message.includes('replaced or cut')));
    });
  }

  it('includes the torn last line only of a file that nobody appends to', async () => {
    const writer = new TranscriptWriter();
    writer.prompt('one');
    writer.response({ blocks: [said('done')], ...usage(30_000) });
    writeFileSync(path, writer.toString().trimEnd());
    await observed.session.refresh();
    assert.equal(last().usage.tokens, null);
    assert.equal((await readOnce()).usage.tokens, 30_400);
  });

  it('never tells a part of the file for the whole, however often it is asked meanwhile', async () => {
    writeLargeSession(path);
    const state = { isReading: true };
    const reading = observed.session.refresh().finally(() => (state.isReading = false));
    while (state.isReading) {
      observed.session.republish();
      await new Promise(setImmediate);
    }
    await reading;
    assert.ok(observed.told.length > 2);
    assert.deepEqual(
      new Set(observed.told.map(({ usage: { tokens } }) => tokens)),
      new Set([60_400]),
    );
  });

  it('tells it again with other settings', async () => {
    writeFileSync(path, variedSession());
    observed.session.republish();
    assert.deepEqual(observed.told, []);
    await observed.session.refresh();
    observed.settings = { ...observed.settings, limitTokens: 64_000 };
    observed.session.republish();
    assert.equal(last().limit.tokens, 64_000);
  });

  it('reads what stands behind a record that is nested too deeply', async () => {
    const writer = new TranscriptWriter();
    writer.prompt('first');
    writer.response({ blocks: [said('done')], ...usage(50_000) });
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    writer.raw(
      `{"type":"assistant","uuid":"d","message":{"content":[{"type":"tool_use","input":{"a":${deep}}}]}}`,
    );
    writer.prompt('second');
    writer.response({ blocks: [said('done')], ...usage(195_000) });
    writeFileSync(path, writer.toString());
    assert.equal(await observed.session.refresh(), 'appended');
    assert.equal(last().usage.tokens, 195_400);
    assert.equal(last().skippedLines, 1);
    assert.deepEqual(observed.log, ['Line 3 (40090 bytes) was skipped: tooDeep.']);
  });

  it('logs each damaged line once, by its place alone, and a file that cannot be read once', async () => {
    writeFileSync(path, '{"type":"mode"}\nsecret words\n');
    await observed.session.refresh();
    appendFileSync(path, '[1]\n');
    await observed.session.refresh();
    assert.deepEqual(observed.log, [
      'Line 2 (12 bytes) was skipped: notJson.',
      'Line 3 (3 bytes) was skipped: notJson.',
    ]);

    mkdirSync(directory.path('directory.jsonl'));
    observed = observe(directory.path('directory.jsonl'));
    for (let times = 0; times < 2; times++)
      assert.equal(await observed.session.refresh(), 'unreadable');
    assert.deepEqual(observed.log, [`Cannot read ${directory.path('directory.jsonl')}.`]);
  });
});

/** More than one read long; ends at 60,400 tokens. */
function writeLargeSession(path: string): void {
  const writer = new TranscriptWriter();
  for (let turn = 1; turn <= 60; turn++) {
    writer.prompt(`${String(turn)} ${'padding '.repeat(5000)}`);
    writer.response({ blocks: [said('done')], ...usage(turn * 1000) });
  }
  writer.appendTo(path);
}

function otherSession(): string {
  const writer = new TranscriptWriter({ seed: 2 });
  writer.prompt('another session');
  writer.response({ blocks: [said('done')], ...usage(44_000) });
  return writer.toString();
}
