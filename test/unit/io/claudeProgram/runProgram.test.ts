import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { runProgram } from '../../../../src/io/claudeProgram/runProgram';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeStandIn } from '../../../fixtures/standInProgram';

describe('runProgram', () => {
  const directory = useTemporaryDirectory();
  const run = (
    script: string,
    options: {
      timeLimitMs?: number;
      signal?: AbortSignal;
      onLine?: (line: string) => void;
      args?: string[];
    } = {},
  ) =>
    runProgram(writeStandIn(directory.path('program'), script), options.args ?? [], {
      cwd: directory.path(),
      env: {},
      timeLimitMs: options.timeLimitMs ?? 10_000,
      ...options,
    });

  it('hands arguments over as they are, without a shell', async () => {
    const args = ['$(touch x)', 'a b', '"', '; ls', '-p'];
    const { stdout, ended, exitCode } = await run(
      'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3',
      { args },
    );
    assert.deepEqual([JSON.parse(stdout), ended, exitCode], [args, 'exited', 3]);
  });

  it('tells whole lines as they come, and keeps the end of endless output', async () => {
    const lines: string[] = [];
    const { stdout } = await run(
      'process.stdout.write("a\\nb"); setTimeout(() => process.stdout.write("c\\n" + "x".repeat(3e6) + "\\nlast"), 50)',
      { onLine: (line) => lines.push(line) },
    );
    assert.deepEqual(
      [lines[0], lines[1], lines[2]?.length, lines[3]],
      ['a', 'bc', 1024 * 1024, 'last'],
    );
    assert.ok(stdout.length <= 64 * 1024 && stdout.endsWith('last'));
  });

  it('says that a program cannot be started', async () => {
    const found = await runProgram(directory.path('none'), [], {
      cwd: directory.path(),
      env: {},
      timeLimitMs: 1000,
    });
    assert.deepEqual([found.ended, found.errorCode], ['cannotStart', 'ENOENT']);
    const folder = await runProgram('/bin/sh', [], {
      cwd: directory.path('none'),
      env: {},
      timeLimitMs: 1000,
    });
    assert.deepEqual([folder.ended, folder.errorCode], ['cannotStart', 'ENOENT']);
  });

  it('ends it, with all that it started, when time is up or somebody cancels', async () => {
    const beating = 'setInterval(() => require("fs").appendFileSync("beats", "."), 20)';
    const argument = JSON.stringify(beating);
    const script = `require("child_process").spawn(process.execPath, ["-e", ${argument}]); setInterval(() => 0, 1e6)`;
    const started = Date.now();
    assert.equal((await run(script, { timeLimitMs: 1_000 })).ended, 'timeout');
    assert.ok(Date.now() - started < 3_000);
    const beats = readFileSync(directory.path('beats'), 'utf8').length;
    await delay(200);
    assert.ok(
      beats > 0 && readFileSync(directory.path('beats'), 'utf8').length === beats,
      'the child of the child is gone',
    );
    const cancelling = new AbortController();
    setTimeout(() => cancelling.abort(), 300);
    assert.equal((await run(script, { signal: cancelling.signal })).ended, 'cancelled');
    assert.equal((await run(script, { signal: cancelling.signal })).ended, 'cancelled');
  });

  it('kills what does not listen', async () => {
    const started = Date.now();
    assert.equal(
      (await run('process.on("SIGTERM", () => 0); setInterval(() => 0, 1e6)', { timeLimitMs: 500 }))
        .ended,
      'timeout',
    );
    assert.ok(Date.now() - started > 4_000 && Date.now() - started < 8_000);
  });
});
