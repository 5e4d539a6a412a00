import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { controlProgram, type AskControl } from '../../../../src/io/claudeProgram/controlProgram';
import { writeStandInClaude, type StandInAnswers } from '../../../fixtures/standInClaude';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('controlProgram', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();

  const control = <Result>(
    answers: StandInAnswers,
    talk: (ask: AskControl) => Promise<Result>,
    options: { timeLimitMs?: number; signal?: AbortSignal } = {},
  ) =>
    controlProgram(writeStandInClaude(directory.path('claude'), answers), ['-p'], talk, {
      ...{ cwd: directory.path(), env: {}, timeLimitMs: 20_000 },
      ...options,
    });

  it('asks one thing after another, and hands each answer to whoever asked', async () => {
    const answers = {
      one: [{ response: { a: 1 } }, { response: { a: 2 } }],
      two: [{ error: 'No.' }],
      three: [{ response: 'three' }],
    };
    const { result, run } = await control({ answers }, async (ask) => [
      await ask({ subtype: 'one' }),
      ...(await Promise.all([ask({ subtype: 'two' }), ask({ subtype: 'three' })])),
      await ask({ subtype: 'one' }),
    ]);
    assert.deepEqual(result, [
      { response: { a: 1 } },
      { error: 'No.' },
      { response: 'three' },
      { response: { a: 2 } },
    ]);
    assert.deepEqual([run.ended, run.exitCode], ['exited', 0]);
  });

  it('takes nothing for an answer that is none', async () => {
    const lines = [
      'no JSON "control_response"',
      '{"type":"control_response"}',
      '{"type":"control_response","response":7}',
      '{"type":"control_response","response":{"request_id":"leeway-9","subtype":"success"}}',
      '{"type":"other","response":{"request_id":"leeway-1","subtype":"control_response"}}',
      'null',
    ];
    const first = `for (const line of ${JSON.stringify(lines)}) console.log(line);`;
    const { result } = await control({ first, answers: { one: [{ response: 1 }] } }, (ask) =>
      ask({ subtype: 'one' }),
    );
    assert.deepEqual(result, { response: 1 });
  });

  it('answers nothing once the program has ended', async () => {
    const { result, run } = await control({ first: 'process.exit(7);' }, async (ask) => [
      await ask({ subtype: 'one' }),
      await ask({ subtype: 'two' }),
    ]);
    assert.deepEqual([result, run.ended, run.exitCode], [[null, null], 'exited', 7]);
  });

  it('ends a program that stays when all was asked', async () => {
    const started = performance.now();
    const { result, run } = await control(
      { stays: true, answers: { one: [{ response: 1 }] } },
      (ask) => ask({ subtype: 'one' }),
    );
    assert.deepEqual([result, run.ended], [{ response: 1 }, 'exited']);
    assert.ok(performance.now() - started < 8_000);
  });

  it('ends what the program left running, also what does not listen', async () => {
    const beating = `
      process.on('SIGTERM', () => 0);
      setInterval(() => require('fs').appendFileSync('beats', '.'), 20);`;
    const first = `require('child_process')
      .spawn(process.execPath, ['-e', ${JSON.stringify(beating)}], { stdio: 'ignore' });`;
    await control({ first, answers: { one: [{ response: 1 }] } }, async (ask) => {
      await delay(500);
      return ask({ subtype: 'one' });
    });
    const beats = readFileSync(directory.path('beats'), 'utf8').length;
    await delay(200);
    assert.ok(beats > 0);
    assert.equal(readFileSync(directory.path('beats'), 'utf8').length, beats);
  });

  it('is over when time is up, and when somebody cancels', async () => {
    const slow = await control({ stays: true }, (ask) => ask({ subtype: 'one' }), {
      timeLimitMs: 700,
    });
    assert.deepEqual([slow.result, slow.run.ended], [null, 'timeout']);
    const cancelling = new AbortController();
    setTimeout(() => cancelling.abort(), 300);
    const cancelled = await control({ stays: true }, (ask) => ask({ subtype: 'one' }), {
      signal: cancelling.signal,
    });
    assert.deepEqual([cancelled.result, cancelled.run.ended], [null, 'cancelled']);
    const { result, run } = await control({}, () => Promise.resolve(1), {
      signal: cancelling.signal,
    });
    assert.deepEqual([result, run.ended], [null, 'cancelled'], 'it never ran');
  });

  it('says that a program cannot be started', async () => {
    const { result, run } = await controlProgram(
      directory.path('none'),
      [],
      (ask) => ask({ subtype: 'one' }),
      { cwd: directory.path(), env: {}, timeLimitMs: 1000 },
    );
    assert.deepEqual([result, run.ended, run.errorCode], [null, 'cannotStart', 'ENOENT']);
  });
});
