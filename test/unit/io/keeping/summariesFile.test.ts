import assert from 'node:assert/strict';
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  MAX_SUMMARIES_BYTES,
  readSummariesFile,
  writeSummariesFile,
} from '../../../../src/io/keeping/summariesFile';
import { textOfProcess } from '../../../fixtures/summariesProcess';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const PROCESS = join(__dirname, '../../../fixtures/summariesProcess.ts');

describe('summariesFile', () => {
  const directory = useTemporaryDirectory();
  const config = (): string => directory.path('config');
  const place = (): string => directory.path('config/leeway/summaries.json');
  const write = (text: string): Promise<void> => writeSummariesFile(config(), text);

  it('is for its owner alone, in a folder that is, and replaced as a whole', async () => {
    assert.equal(await readSummariesFile(config()), null);
    await write('one');
    await write('Über');
    assert.equal(await readSummariesFile(config()), 'Über');
    assert.deepEqual(readdirSync(directory.path('config/leeway')), ['summaries.json']);
    if (process.platform === 'win32') return;
    assert.equal(statSync(place()).mode & 0o777, 0o600);
    assert.equal(statSync(directory.path('config/leeway')).mode & 0o777, 0o700);
  });

  const others: Record<string, () => void> = {
    'a link': () => symlinkSync(directory.write('elsewhere', 'mine'), place()),
    'a link to nowhere': () => symlinkSync(directory.path('nowhere'), place()),
    'a pipe': () => void execFileSync('mkfifo', [place()]),
    'too large a file': () => {
      writeFileSync(place(), '');
      truncateSync(place(), MAX_SUMMARIES_BYTES + 1);
    },
  };
  for (const [what, make] of Object.entries(others))
    it(`does not read ${what}, and takes its place`, async function () {
      if (process.platform === 'win32') this.skip();
      mkdirSync(directory.path('config/leeway'), { recursive: true });
      make();
      assert.equal(await readSummariesFile(config()), null);
      await write('ours');
      assert.ok(lstatSync(place()).isFile());
      assert.equal(await readSummariesFile(config()), 'ours');
      if (existsSync(directory.path('elsewhere')))
        assert.equal(readFileSync(directory.path('elsewhere'), 'utf8'), 'mine');
      assert.ok(!existsSync(directory.path('nowhere')));
    });

  it('leaves a folder in its place alone, and goes through no link for its own folder', async () => {
    directory.write('config/leeway/summaries.json/mine.txt', 'mine');
    assert.equal(await readSummariesFile(config()), null);
    await assert.rejects(write('ours'));
    assert.deepEqual(readdirSync(place()), ['mine.txt']);
    assert.deepEqual(readdirSync(directory.path('config/leeway')), ['summaries.json']);
    rmSync(directory.path('config/leeway'), { recursive: true });
    const outside = directory.write('outside/summaries.json', 'mine');
    symlinkSync(directory.path('outside'), directory.path('config/leeway'));
    await assert.rejects(write('ours'));
    assert.equal(await readSummariesFile(config()), null);
    assert.deepEqual(readdirSync(directory.path('outside')), ['summaries.json']);
    assert.equal(readFileSync(outside, 'utf8'), 'mine');
  });

  it('is whole whenever two writers are killed, and what they left is cleared away', async function () {
    this.timeout(60_000);
    const letters = ['a', 'b'] as const;
    const whole: readonly string[] = letters.map(textOfProcess);
    let left = 0; // by those that were killed while they wrote
    const waitsMs = [3, 11, 24, 40];
    for (let round = 0; round < waitsMs.length || left === 0; round++) {
      const writers = letters.map((): ChildProcess =>
        fork(PROCESS, { execArgv: ['--import', 'tsx'] }),
      );
      const ended = writers.map((writer) => once(writer, 'exit'));
      await Promise.all(writers.map((writer) => once(writer, 'message')));
      writers.forEach((writer, at) =>
        writer.send({ configDirectory: config(), letter: letters[at] }),
      );
      while ((await readSummariesFile(config())) === null) await pause(1);
      await pause(waitsMs[round % waitsMs.length]);
      for (const writer of writers) writer.kill('SIGKILL');
      await Promise.all(ended);
      assert.ok(whole.includes((await readSummariesFile(config())) ?? ''));
      left += readdirSync(directory.path('config/leeway')).length - 1;
      await write('ours');
      assert.deepEqual(readdirSync(directory.path('config/leeway')), ['summaries.json']);
      rmSync(place());
    }
  });
});
