import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { appendFileSync, existsSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { join } from 'node:path';
import type * as Host from '../../../src/host/sessionsWorker';
import { projectSlug } from '../../../src/io/sessions/projectDirectory';
import type { Following } from '../../../src/operations/following/following';
import { silentLog } from '../../../src/log';
import { loadWithVscode } from '../../fixtures/loadWithVscode';
import { useTemporaryDirectory } from '../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';

/** As much of the API as the worker's other side uses. */
class Emitter {
  private readonly emitter = new EventEmitter();
  readonly event = (listener: (value: unknown) => void): { dispose: () => void } => {
    this.emitter.on('fired', listener);
    return { dispose: () => this.emitter.off('fired', listener) };
  };
  fire(value: unknown): void {
    this.emitter.emit('fired', value);
  }
  dispose(): void {
    this.emitter.removeAllListeners();
  }
}

const POISON = '{"type":"user","uuid":"poison","message":{"content":"held up for ever"}}';
const DEADLY = '{"type":"user","uuid":"poison","message":{"content":"ends the thread"}}';
/**
 * Before the worker's own code, in a block of its own: one text holds it up, another one ends it.
 */
const HOOK = `
{
const parse = JSON.parse;
JSON.parse = (text, reviver) => {
  if (String(text).includes('held up for ever')) {
    require('node:fs').writeFileSync(__dirname + '/isHeldUp', '');
    for (;;);
  }
  if (String(text).includes('ends the thread')) process.exit(3);
  return parse(text, reviver);
};
}
`;
const LIMITS = { tickMs: 100, silenceMs: 2_000, cancelledSilenceMs: 300 };

describe('SessionsWorker', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();
  let script: string;
  let SessionsWorker: typeof Host.SessionsWorker;
  let worker: Host.SessionsWorker;
  let leftOut: string[];
  let died: boolean[];
  let followed: Following[];
  let changed: () => void;

  before(() => {
    ({ SessionsWorker } = loadWithVscode('host/sessionsWorker.ts', {
      EventEmitter: Emitter,
    }) as typeof Host);
  });

  beforeEach(() => {
    script = directory.path('worker.js');
    buildSync({
      entryPoints: [join(__dirname, '../../../src/worker/worker.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      mainFields: ['module', 'main'],
      banner: { js: HOOK },
      logLevel: 'warning',
    });
    [leftOut, died, followed, changed] = [[], [], [], () => undefined];
    worker = new SessionsWorker(
      script,
      silentLog as unknown as ConstructorParameters<typeof SessionsWorker>[1],
      LIMITS,
    );
    worker.onDidLeaveOut((path) => {
      leftOut.push(path);
      changed();
    });
    worker.onDidDie(({ restarted }) => died.push(restarted));
    worker.onDidChange((following) => {
      followed.push(following);
      changed();
    });
  });
  afterEach(() => worker.dispose());

  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      changed = () => {
        if (holds()) resolve();
      };
      changed();
    });
  const slug = (): string => projectSlug(directory.path('work'));
  const session = (name: string, seed: number, tokens: number): string => {
    const path = directory.path('config', 'projects', slug(), `${name}.jsonl`);
    const writer = new TranscriptWriter({ seed, cwd: directory.path('work') });
    writer.prompt('Hello');
    writer.response({
      blocks: [{ type: 'text', text: 'Yes.' }],
      usage: { contextTokens: tokens, outputTokens: 10 },
    });
    directory.write(`config/projects/${slug()}/${name}.jsonl`, writer.toString());
    return path;
  };
  const follow = (): void =>
    worker.follow(
      {
        configDirectory: directory.path('config'),
        folders: [directory.path('work')],
        windowPids: [],
        focus: [],
        pinnedPath: null,
      },
      { limitTokens: 0, usageCreditsWall: 'auto' },
    );
  const active = (): string | undefined => followed.at(-1)?.active?.snapshot.path;
  /** A sound session, and one of which a line does harm; the second one is the newer. */
  function twoSessions(line: string): { sound: string; harmful: string } {
    const sound = session('11111111-0000-4000-8000-000000000001', 1, 30_000);
    const harmful = session('22222222-0000-4000-8000-000000000002', 2, 40_000);
    appendFileSync(harmful, `${line}\n`);
    utimesSync(sound, 1_700_000_000, 1_700_000_000);
    return { sound, harmful };
  }

  for (const [what, line] of [
    ['holds the worker up', POISON],
    ['ends the worker', DEADLY],
  ] as const)
    it(`leaves out a session that ${what}, says which one, and goes on with the others`, async () => {
      const { sound, harmful } = twoSessions(line);
      follow();
      await until(() => leftOut.length > 0);
      assert.deepEqual([leftOut, died], [[harmful], [true]]);
      followed = [];
      await until(() => active() === sound);
      const listed = await worker.list('workspace');
      assert.deepEqual(
        listed.map(({ path, tokens }) => [path, tokens]),
        [
          [harmful, null],
          [sound, 30_010],
        ],
      );
      assert.deepEqual(leftOut, [harmful]);
    });

  it('reads a session again once its file has changed, and a second time only when asked', async () => {
    const { sound, harmful } = twoSessions(POISON);
    follow();
    await until(() => leftOut.length === 1);
    followed = [];
    await until(() => active() === sound);
    appendFileSync(harmful, '{"type":"mode"}\n');
    follow();
    await until(() => leftOut.length === 2);
    assert.deepEqual(leftOut, [harmful, harmful]);

    followed = [];
    await until(() => active() === sound);
    session('22222222-0000-4000-8000-000000000002', 2, 50_000);
    follow();
    const before = followed.length;
    await until(() => followed.length > before);
    assert.equal(active(), sound);
    worker.readAgain(harmful);
    await until(() => active() === harmful);
    assert.equal(leftOut.length, 2);
  });

  it('ends a task that a person cancels while the worker is held up', async () => {
    const path = directory.path('22222222-0000-4000-8000-000000000002.jsonl');
    writeFileSync(path, `${POISON}\n`);
    let cancel = (): void => undefined;
    const token = {
      onCancellationRequested: (listener: () => void) => {
        cancel = listener;
        return { dispose: () => undefined };
      },
    };
    const patient = new SessionsWorker(
      script,
      silentLog as unknown as ConstructorParameters<typeof SessionsWorker>[1],
      { ...LIMITS, silenceMs: Infinity },
    );
    try {
      const paths: string[] = [];
      patient.onDidLeaveOut((left) => paths.push(left));
      const options = { token } as unknown as Parameters<typeof patient.run>[2];
      const answer = patient.run('cutPoints', { path }, options);
      while (!existsSync(directory.path('isHeldUp'))) await setTimeout(20);
      cancel();
      assert.equal(await answer, null);
      assert.deepEqual(paths, [path]);
    } finally {
      patient.dispose();
    }
  });
});
