import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { BloatTally, type FileShare } from '../../../../src/domain/prevention/bloatTally';
import { denyProposals } from '../../../../src/domain/prevention/generatedFolders';
import { surveyBloat } from '../../../../src/operations/diagnosing/surveyBloat';
import { pngImage } from '../../../fixtures/pngImage';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { writeSession } from '../../../fixtures/writtenSessions';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

function session(seed = 1): TranscriptWriter {
  const writer = new TranscriptWriter({ seed });
  writer.prompt('Read it');
  const read = (path: string, text: string): void => {
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: path } }],
      usage: { contextTokens: 30_000, outputTokens: 50 },
    });
    writer.toolResult(toolUseIds[0]!, text);
  };
  read('/p/dist/big.js', 'x'.repeat(22_700));
  read('/p/dist/big.js', 'x'.repeat(22_700));
  read('/p/src/a.ts', 'y'.repeat(2270));
  const { toolUseIds } = writer.response({
    blocks: [{ type: 'tool_use', name: 'mcp__browser__shot', input: {} }],
  });
  writer.toolResult(toolUseIds[0]!, [
    { type: 'image', png: pngImage({ width: 1280, height: 800 }) },
  ]);
  return writer;
}

describe('bloatTally', () => {
  it('counts once what a branch or a copy shares with its origin, whichever comes first', () => {
    const origin = session();
    const whole = transcriptOf(origin.toString());
    const copy = transcriptOf(origin.toString().replaceAll(/x{100,}/g, '[pruned]'));
    origin.prompt('On another way');
    const branch = transcriptOf(origin.toString());
    const tallyOf = (...sessions: (typeof whole)[]) => {
      const tally = new BloatTally();
      for (const each of sessions) tally.add(each);
      const { sessions: counted, ...rest } = tally.result(0);
      const { tokens, tools, files, images, repeatedReads } = rest;
      return { sessions: counted, tokens, tools, files, images, repeatedReads };
    };
    const alone = tallyOf(whole);
    assert.deepEqual(tallyOf(whole, copy), alone);
    assert.deepEqual(tallyOf(copy, whole), alone);
    const { sessions, tokens, files, tools, images } = tallyOf(branch, whole, copy);
    assert.deepEqual([sessions, files, tools, images], [1, alone.files, alone.tools, alone.images]);
    assert.ok(tokens > alone.tokens && tokens < alone.tokens + 20);
    assert.equal(tallyOf(whole, branch).sessions, 2);
  });

  it('adds up tools, servers, files, folders, images and repeated reads over sessions', () => {
    const tally = new BloatTally();
    for (const seed of [1, 2]) tally.add(transcriptOf(session(seed).toString()));
    tally.add(transcriptOf('{"a":1}\n'));
    const {
      sessions,
      tools,
      servers,
      files,
      folders,
      images,
      repeatedReads,
      overheadTokens,
      tokens,
    } = tally.result(1);
    assert.equal(sessions, 2);
    assert.deepEqual(
      tools.map(({ name, count }) => [name, count]),
      [
        ['Read', 6],
        ['mcp__browser__shot', 2],
      ],
    );
    assert.deepEqual(
      servers.map(({ name, count }) => [name, count]),
      [['browser', 2]],
    );
    assert.deepEqual(
      files.map(({ name, reads }) => [name, reads]),
      [
        ['/p/dist/big.js', 4],
        ['/p/src/a.ts', 2],
      ],
    );
    assert.deepEqual(
      folders.map(({ name }) => name),
      ['/p/dist', '/p/src'],
    );
    assert.ok(files[0]!.tokens > 40_000 && files[0]!.tokens < 42_000, String(files[0]!.tokens));
    assert.deepEqual([images.count, repeatedReads.count], [2, 2]);
    assert.ok(
      overheadTokens !== null &&
        overheadTokens > 29_000 &&
        overheadTokens < 30_000 &&
        tokens > 45_000,
    );
  });
});

describe('surveyBloat', () => {
  const directory = useTemporaryDirectory();

  it('reads the sessions of the folder only, with progress, and skips what is damaged', async () => {
    const folder = directory.path('project');
    writeSession(directory.path('config'), folder, 'one');
    const { path } = writeSession(directory.path('config'), folder, 'two');
    writeSession(directory.path('config'), directory.path('elsewhere'), 'three');
    writeFileSync(path, '\0\0\n', { flag: 'a' });
    const told: number[] = [];
    const bloat = await surveyBloat({
      configDirectory: directory.path('config'),
      folders: [folder],
      signal: new AbortController().signal,
      onProgress: ({ done, total }) => told.push(done / total),
    });
    assert.deepEqual([bloat?.sessions, bloat?.skipped, told.length, told[0]], [2, 0, 2, 0]);
    assert.equal(
      await surveyBloat({
        configDirectory: directory.path('config'),
        folders: [folder],
        signal: AbortSignal.abort(),
        onProgress: () => undefined,
      }),
      null,
    );
    assert.equal(
      (
        await surveyBloat({
          configDirectory: directory.path('none'),
          folders: [folder],
          signal: new AbortController().signal,
          onProgress: () => undefined,
        })
      )?.sessions,
      0,
    );
  });
});

describe('denyProposals', () => {
  const file = (name: string, tokens: number, reads = 1): FileShare => ({
    name,
    tokens,
    reads,
    count: reads,
  });

  it('proposes what was read and what is there, the most read first', () => {
    const files = [
      file('/p/packages/a/dist/x.js', 500),
      file('/p/node_modules/y/dist/z.js', 900, 3),
      file('/p/src/a.ts', 9000),
      file('/q/dist/x.js', 800),
      file('/p/out.log', 100),
      file('/p/dist', 50),
      file('dist/rel.js', 20),
    ];
    assert.deepEqual(denyProposals(files, '/p/', ['coverage', 'node_modules'], []), [
      {
        place: 'node_modules/',
        rule: 'Read(./node_modules/**)',
        readTokens: 900,
        reads: 3,
        isThere: true,
      },
      {
        place: 'packages/a/dist/',
        rule: 'Read(./packages/a/dist/**)',
        readTokens: 500,
        reads: 1,
        isThere: false,
      },
      { place: '*.log', rule: 'Read(./**/*.log)', readTokens: 100, reads: 1, isThere: false },
      { place: 'dist/', rule: 'Read(./dist/**)', readTokens: 20, reads: 1, isThere: false },
      { place: 'coverage/', rule: 'Read(./coverage/**)', readTokens: 0, reads: 0, isThere: true },
    ]);
  });

  it('leaves out what is in force, what was never read, and names that would be patterns', () => {
    assert.deepEqual(denyProposals([file('/p/dist/x', 5)], '/p', [], ['Read(./dist/**)']), []);
    assert.deepEqual(
      denyProposals(
        [
          file('/p/dist/x', 5, 0),
          file('/p/[a]/dist/x', 5),
          file('/p/a)/dist/x', 5),
          file('/p/../p/dist/x', 5),
          file('../dist/x', 5),
        ],
        '/p',
        [],
        [],
      ),
      [],
    );
  });

  it('knows Windows paths', () => {
    assert.deepEqual(
      denyProposals([file('C:\\p\\build\\x.js', 5)], 'C:\\p', [], []).map(({ rule }) => rule),
      ['Read(./build/**)'],
    );
  });
});
