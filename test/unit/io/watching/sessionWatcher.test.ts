import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FSWatcher } from 'chokidar';
import { silentLog } from '../../../../src/log';
import {
  SessionWatcher,
  type SessionWatcherOptions,
} from '../../../../src/io/watching/sessionWatcher';
import { sessionFileAt } from '../../../../src/io/sessions/sessionFiles';
import type { Burst } from '../../../fixtures/burstWriter';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const never = 3_600_000;
const line = '{"type":"mode"}\n';

/** As on a network mount: every watch stands, and nothing is ever heard from it. */
class MuteWatcher extends FSWatcher {
  override add(paths: string | string[]): this {
    for (const path of [paths].flat())
      if (statSync(path).isFile()) this.emit('add', path, statSync(path));
    return this;
  }
}

describe('SessionWatcher', () => {
  const directory = useTemporaryDirectory();
  const warnings: string[] = [];
  let chokidar: FSWatcher;
  let watcher: SessionWatcher;

  /** @param options the slow look of the tests is quick, unless they are about events. */
  async function start(options: Partial<SessionWatcherOptions> = {}): Promise<void> {
    warnings.length = 0;
    const log = { ...silentLog, warn: (message: string) => warnings.push(message) };
    watcher = new SessionWatcher({
      configDirectory: directory.path('config'),
      log,
      settleMs: 1,
      lookEveryMs: 20,
      pollEveryMs: 20,
      ...options,
    });
    await watcher.start();
  }
  const startMute = (): Promise<void> =>
    start({ openWatcher: () => (chokidar = new MuteWatcher()) });
  const startWithoutLook = (options?: Partial<SessionWatcherOptions>): Promise<void> =>
    start({ lookEveryMs: never, ...options });
  afterEach(() => watcher.dispose());

  /** Does something, once all is quiet, and waits for a hint of this kind and path. */
  async function expectHint(kind: string, path: string, act: () => unknown): Promise<void> {
    await quiet();
    const hinted = new Promise<void>((resolve) => {
      const subscription = watcher.onDidChange((...hint) => {
        if (hint[0] !== kind || hint[1] !== path) return;
        subscription.dispose();
        resolve();
      });
    });
    await act();
    await hinted;
  }

  /** No hint of an earlier change must pass for that of the next. */
  function quiet(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        subscription.dispose();
        resolve();
      }, 50);
      const subscription = watcher.onDidChange(() => timer.refresh());
    });
  }

  const project = (): string => directory.path('config/projects/p');
  const sessions = (): string => directory.path('config/sessions');
  const write = (id: string): string => directory.write(`config/projects/p/${id}.jsonl`, '{}\n');
  async function follow(paths: readonly string[], others: readonly string[] = []): Promise<void> {
    const files = await Promise.all([...paths, ...others].map(sessionFileAt));
    watcher.follow({
      directories: [project()],
      files: files.filter((file) => file !== null),
      followed: paths,
    });
  }

  describe('by looking', () => {
    it('notices everything that appears after the start', async () => {
      await startMute();
      const create = (path: string) => (): void => mkdirSync(path);
      await expectHint('listing', directory.path('config'), create(directory.path('config')));
      await expectHint(
        'listing',
        directory.path('config/projects'),
        create(directory.path('config/projects')),
      );
      await expectHint('listing', directory.path('config/projects'), create(project()));
      await follow([]);
      await expectHint('listing', project(), () => write('a'));
      await expectHint('openSessions', sessions(), create(sessions()));
      await expectHint('openSessions', sessions(), () =>
        directory.write('config/sessions/7.json', '{"sessionId":"a"}'),
      );
      await expectHint('openSessions', sessions(), () =>
        directory.write('config/sessions/7.json', '{"sessionId":"b"}'),
      );
    });

    it('notices what happens to a followed file: written, replaced, truncated, deleted, there again', async () => {
      await startMute();
      const path = write('a');
      await expectHint('sessionFile', path, () => follow([path]));
      await expectHint('sessionFile', path, () => appendFileSync(path, 'x'));
      await expectHint('sessionFile', path, () =>
        renameSync(directory.write('new', '{}\nx'), path),
      );
      await expectHint('sessionFile', path, () => writeFileSync(path, ''));
      await expectHint('sessionFile', path, () => rmSync(path));
      await expectHint('sessionFile', path, () => write('a'));
    });

    it('notices a directory that is deleted and made again', async () => {
      await startMute();
      write('a');
      await expectHint('listing', project(), () => follow([]));
      await expectHint('listing', project(), () => rmSync(project(), { recursive: true }));
      await expectHint('listing', project(), () => write('b'));
    });
  });

  describe('where events fail', () => {
    it('polls every file after an unannounced change, and says so once', async () => {
      await startMute();
      const [followed, other] = [write('a'), write('b')];
      await follow([followed], [other]);
      while (!watcher.isPolling)
        await expectHint('sessionFile', followed, () => appendFileSync(followed, 'x'));
      await expectHint('sessionFile', other, () => appendFileSync(other, 'x'));
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, /no event came/);
    });

    it('polls every file after an error of the operating system, and says so once', async () => {
      await startMute();
      const [followed, other] = [write('a'), write('b')];
      await follow([followed], [other]);
      const error = Object.assign(
        new Error('ENOSPC: System limit for number of file watchers reached'),
        { code: 'ENOSPC' },
      );
      chokidar.emit('error', error);
      chokidar.emit('error', error);
      assert.ok(watcher.isPolling);
      for (const path of [followed, other])
        await expectHint('sessionFile', path, () => appendFileSync(path, 'x'));
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, /ENOSPC/);
    });

    it('keeps to events while they come', async () => {
      await start();
      const path = write('a');
      await follow([path]);
      for (let i = 0; i < 20; i++)
        await expectHint('sessionFile', path, () => appendFileSync(path, 'x'));
      assert.ok(!watcher.isPolling);
    });
  });

  describe('by events', () => {
    it('notices what happens to a followed file, also after it was replaced or deleted', async () => {
      await startWithoutLook();
      const path = write('a');
      await expectHint('sessionFile', path, () => follow([path]));
      await expectHint('sessionFile', path, () => appendFileSync(path, 'x'));
      await expectHint('sessionFile', path, () =>
        renameSync(directory.write('new', '{}\n{}\n'), path),
      );
      await expectHint('sessionFile', path, () => appendFileSync(path, 'x'));
      await expectHint('listing', project(), () => rmSync(path));
      write('a');
      await expectHint('sessionFile', path, () => follow([path]));
      await expectHint('sessionFile', path, () => appendFileSync(path, 'x'));
    });

    it('notices writes to a session that nobody follows', async () => {
      await startWithoutLook();
      const [followed, other] = [write('a'), write('b')];
      await expectHint('sessionFile', followed, () => follow([followed], [other]));
      // Nothing tells when the watch on this one stands.
      const timer = setInterval(() => appendFileSync(other, 'x'), 20);
      await expectHint('sessionFile', other, () => undefined).finally(() => clearInterval(timer));
    });

    it('notices that a running session changes in place, another starts, one ends', async () => {
      const entry = directory.write('config/sessions/7.json', '{"sessionId":"a"}');
      await startWithoutLook();
      await expectHint('openSessions', sessions(), () => writeFileSync(entry, '{"sessionId":"b"}'));
      await expectHint('openSessions', sessions(), () => directory.write('config/sessions/8.json'));
      await expectHint('openSessions', sessions(), () => rmSync(entry));
    });

    it('loses the last append of none of 50 bursts from another process', async () => {
      await startWithoutLook({ settleMs: 75 });
      const gapsMs = [1, 10, 25, 40, 60];
      const paths = gapsMs.map((gapMs) => write(`every-${gapMs}-ms`));
      await follow(paths);
      await quiet();
      const writer = fork(join(import.meta.dirname, '../../../fixtures/burstWriter.ts'));
      let lost = 0;
      for (let round = 0; round < 10; round++) {
        const bursts = paths.map((path, index): Burst => ({
          path,
          line,
          appends: 4,
          gapMs: gapsMs[index]!,
        }));
        lost += (await Promise.all(bursts.map((burst) => isLastAppendLost(burst, writer)))).filter(
          Boolean,
        ).length;
      }
      writer.disconnect();
      assert.equal(lost, 0);
    });

    /** Looks at the file when a hint says so, and only then, as a reader does. */
    async function isLastAppendLost(burst: Burst, writer: ChildProcess): Promise<boolean> {
      const endBytes = statSync(burst.path).size + burst.appends * line.length;
      const seen = new Promise<boolean>((resolve) => {
        const giveUp = setTimeout(() => resolve(false), 2000);
        const subscription = watcher.onDidChange((_, path) => {
          if (path !== burst.path || statSync(path).size < endBytes) return;
          clearTimeout(giveUp);
          subscription.dispose();
          resolve(true);
        });
      });
      writer.send(burst);
      return !(await seen);
    }
  });

  it('leaves nothing behind: no watch and no hint', async () => {
    const entry = directory.write('config/sessions/7.json');
    const path = write('a');
    await start();
    await expectHint('sessionFile', path, () => follow([path]));
    assert.ok(process.getActiveResourcesInfo().includes('FSEventWrap'));
    let hints = 0;
    watcher.onDidChange(() => hints++);
    appendFileSync(path, 'x');
    const disposed = watcher.dispose();
    writeFileSync(entry, 'x');
    await disposed;
    await follow([path]);
    // A closed handle is gone a few turns of the event loop later.
    while (process.getActiveResourcesInfo().includes('FSEventWrap'))
      await new Promise(setImmediate);
    assert.equal(hints, 0);
  });
});
