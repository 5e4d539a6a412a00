import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { copySession, type Copied, type CopyOptions } from '../../../../src/io/keeping/copySession';
import { withSessionId } from '../../../../src/io/sessionFile/sessionIdKeys';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { faultyFileSystem } from '../../../fixtures/faultyFileSystem';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const OLD_ID = '5ba08d29-65a1-489d-b90e-69b2be914b7c';
const NEW_ID = '11111111-2222-4333-8444-555555555555';
const TITLE = '{"type":"custom-title"}';
const LINES = [
  `{"type":"user","message":{"content":"see /p/${OLD_ID}/tool-results/x.txt and \\"sessionId\\":\\"${OLD_ID}\\""},"sessionId":"${OLD_ID}","n":1.0}`,
  'large',
  `{"type":"mode"}`,
];

describe('withSessionId', () => {
  const renamed = (line: string): string | null =>
    withSessionId(Buffer.from(line), NEW_ID)?.toString() ?? null;

  it('changes the record’s own key only, and no other byte', () => {
    const line = (id: string): string =>
      ` {"a" : "\\\\", "session_id":"${OLD_ID}","nested":[{"sessionId":"${OLD_ID}"}],"text":"\\"sessionId\\":\\"${OLD_ID}\\" {[","sessionId" : "${id}","ü":1.50e3}`;
    assert.equal(renamed(line(OLD_ID)), line(NEW_ID));
    assert.equal(renamed(line('another')), line(NEW_ID));
  });

  it('changes each of two records on one line', () => {
    assert.equal(
      renamed('{"sessionId":"a"}{"type":"x","sessionId":"b"}'),
      `{"sessionId":"${NEW_ID}"}{"type":"x","sessionId":"${NEW_ID}"}`,
    );
  });

  it('leaves alone what has no such key with a text, and what is damaged', () => {
    for (const line of [
      '',
      'x',
      '{"a":"sessionId"}',
      '{"a":{"sessionId":"b"}}',
      '{"sessionId":5}',
      '["sessionId","x"]',
      '{"sessionId":"a"',
      '{"sessionId":"a',
      '{"sessionId":',
      '{"x":"}","sessionId":"a"',
    ])
      assert.equal(renamed(line), null, line);
  });
});

describe('copySession', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  beforeEach(() => {
    path = directory.write(`${OLD_ID}.jsonl`, `${LINES.join('\n')}\n`);
    chmodSync(path, 0o600);
    directory.write(`${OLD_ID}/subagents/agent-1.jsonl`, `{"sessionId":"${OLD_ID}"}\n`);
    directory.write(`${OLD_ID}/tool-results/x.txt`, 'output');
    directory.write(`${OLD_ID}/resume-head.jsonl`, 'cache');
    symlinkSync('/etc', directory.path(OLD_ID, 'link'));
  });
  const copy = async (options: Partial<CopyOptions<string>> = {}): Promise<Copied<string>> =>
    copySession({
      path,
      planned: (await localFileSystem.stateOf(path))!,
      newSessionId: NEW_ID,
      rewriteLine: ({ bytes }) =>
        bytes?.toString() === 'large' ? Buffer.from(`{"sessionId":"${OLD_ID}"}`) : null,
      lastLine: Buffer.from(TITLE),
      beforeAppearing: () => Promise.resolve(null),
      fileSystem: localFileSystem,
      ...options,
    });
  const original = (): object => [
    readFileSync(path, 'utf8'),
    statSync(path).mtimeMs,
    statSync(path).ino,
    readdirSync(directory.path(OLD_ID), { recursive: true }).sort(),
  ];

  it('makes a session of its own, side folder included, and leaves the original alone', async () => {
    const before = original();
    let shown = '';
    const copied = await copy({
      beforeAppearing: (temporaryPath) => {
        shown = readFileSync(temporaryPath, 'utf8');
        return Promise.resolve(null);
      },
    });
    const newPath = directory.path(`${NEW_ID}.jsonl`);
    const first = LINES[0]!.replace(`,"sessionId":"${OLD_ID}"`, `,"sessionId":"${NEW_ID}"`);
    const expected = `${first}\n{"sessionId":"${NEW_ID}"}\n${LINES[2]!}\n${TITLE}\n`;
    assert.deepEqual(copied, { kind: 'copied', path: newPath, sizeBytes: expected.length });
    assert.equal(readFileSync(newPath, 'utf8'), expected);
    assert.equal(
      shown,
      `${LINES[0]!}\n{"sessionId":"${OLD_ID}"}\n${LINES[2]!}\n`,
      'the check sees what was pruned, under the old id',
    );
    assert.deepEqual(readdirSync(directory.path(NEW_ID), { recursive: true }).sort(), [
      'subagents',
      'subagents/agent-1.jsonl',
      'tool-results',
      'tool-results/x.txt',
    ]);
    assert.equal(readFileSync(directory.path(NEW_ID, 'tool-results/x.txt'), 'utf8'), 'output');
    assert.equal(statSync(newPath).mode & 0o777, 0o600);
    assert.deepEqual(original(), before);
    assert.deepEqual(readdirSync(directory.path()).sort(), [
      NEW_ID,
      `${NEW_ID}.jsonl`,
      OLD_ID,
      `${OLD_ID}.jsonl`,
    ]);
  });

  it('ends a torn last line, so that what it says itself stands apart', async () => {
    path = directory.write(`${OLD_ID}.jsonl`, '{"type":"mode"}\n{"torn');
    await copy();
    assert.equal(
      readFileSync(directory.path(`${NEW_ID}.jsonl`), 'utf8'),
      `{"type":"mode"}\n{"torn\n${TITLE}\n`,
    );
  });

  it('leaves nothing of a copy that is refused, or fails anywhere before it appears', async () => {
    const before = original();
    const onlyTheOriginal = [OLD_ID, `${OLD_ID}.jsonl`];
    assert.deepEqual(await copy({ beforeAppearing: () => Promise.resolve('no') }), {
      kind: 'refusedBefore',
      refusal: 'no',
    });
    assert.deepEqual(readdirSync(directory.path()), onlyTheOriginal);
    const { calls, ...inspected } = faultyFileSystem(-1, 'EIO');
    await copy({ beforeAppearing: () => Promise.resolve('no'), fileSystem: inspected });
    const stop = calls.length;
    for (let at = 0; at < stop; at++) {
      if (calls[at] === 'remove') continue;
      await assert.rejects(copy({ fileSystem: faultyFileSystem(at, 'ENOSPC') }), {
        code: 'ENOSPC',
      });
      assert.deepEqual(readdirSync(directory.path()), onlyTheOriginal, `${at} ${calls[at]!}`);
    }
    assert.deepEqual(original(), before);
  });

  it('refuses a symlink, a missing file, and one that changed', async () => {
    const planned = (await localFileSystem.stateOf(path))!;
    symlinkSync(path, directory.path('link.jsonl'));
    assert.ok(lstatSync(directory.path('link.jsonl')).isSymbolicLink());
    assert.deepEqual(await copy({ path: directory.path('link.jsonl'), planned }), {
      kind: 'refused',
      reason: 'symlink',
    });
    assert.deepEqual(await copy({ path: directory.path('none.jsonl'), planned }), {
      kind: 'refused',
      reason: 'missing',
    });
    assert.deepEqual(await copy({ planned: { ...planned, sizeBytes: 1 } }), {
      kind: 'refused',
      reason: 'changed',
    });
    assert.equal(existsSync(directory.path(`${NEW_ID}.jsonl`)), false);
  });
});
