import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  planJsonChange,
  undoSettings,
  writeSettings,
  type SettingsChange,
} from '../../../../src/io/claudeSettings/writeSettings';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const WRITER = join(__dirname, '../../../fixtures/busySettingsWriter.ts');
const DATE = Date.UTC(2026, 10, 21);
const BEFORE = '{\n  "model": "sonnet[1m]",\n  "theme": "dark"\n}\n';
const RUNS = 8;

describe('settings that somebody else writes meanwhile', function () {
  this.timeout(120_000);
  const directory = useTemporaryDirectory();
  const config = () => directory.path('config');
  const file = () => directory.path('config', 'settings.json');
  const settings = () => JSON.parse(readFileSync(file(), 'utf8')) as Record<string, unknown>;
  const plan = async (key: string, value: unknown): Promise<SettingsChange> => {
    const planned = await planJsonChange(file(), config(), [key], value);
    assert.ok('change' in planned, JSON.stringify(planned));
    return planned.change;
  };
  const untilWritten = async (): Promise<void> => {
    while (readFileSync(file(), 'utf8').includes('[1m]')) await delay(1);
  };
  beforeEach(() => directory.write('config/settings.json', BEFORE));

  it('get the change on top of what was written since it was shown, and undone from it', async () => {
    const change = await plan('model', 'sonnet');
    writeFileSync(file(), BEFORE.replace('dark', 'light'));
    const written = await writeSettings(change, DATE);
    assert.ok('change' in written, JSON.stringify(written));
    assert.deepEqual(settings(), { model: 'sonnet', theme: 'light' });
    assert.equal(readFileSync(written.backup!, 'utf8'), BEFORE.replace('dark', 'light'));
    assert.deepEqual(await undoSettings(written, DATE), { problem: null });
    assert.equal(readFileSync(file(), 'utf8'), BEFORE.replace('dark', 'light'));
  });

  it('get it again where somebody writes back what they read before', async () => {
    const writing = writeSettings(await plan('model', 'sonnet'), DATE);
    await untilWritten();
    writeFileSync(file(), BEFORE.replace('dark', 'light'));
    assert.ok('change' in (await writing));
    assert.deepEqual(settings(), { model: 'sonnet', theme: 'light' });
  });

  it('get what somebody wrote into the file that was replaced', async function () {
    if (process.platform === 'win32') this.skip();
    const old = openSync(file(), 'r+');
    const writing = writeSettings(await plan('model', 'sonnet'), DATE);
    await untilWritten();
    ftruncateSync(old);
    await delay(10);
    writeSync(old, BEFORE.replace('dark', 'light'), 0);
    closeSync(old);
    assert.ok('change' in (await writing));
    assert.deepEqual(settings(), { model: 'sonnet', theme: 'light' });
  });

  it('are not said to be written where somebody never leaves the value alone', async () => {
    const change = await plan('model', 'sonnet');
    const stop = new AbortController();
    const other = (async () => {
      while (!stop.signal.aborted) {
        await untilWritten();
        writeFileSync(file(), BEFORE);
      }
    })();
    const written = await writeSettings(change, DATE);
    stop.abort();
    writeFileSync(file(), '{}');
    await other;
    assert.deepEqual(written, { problem: 'busy' });
  });

  for (const how of ['byRename', 'inPlace'] as const)
    it(`lose nothing of either side against a program that writes ${how} all the time`, async function () {
      // A busy machine may stop this process between the look and the rename; see `swapText`.
      this.retries(2);
      const stop = directory.path('stop');
      const writer = spawn(
        process.execPath,
        ['--import', 'tsx', WRITER, file(), stop, how, '3', '30'],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let said = '';
      const ended = new Promise((resolve) => writer.on('close', resolve));
      const begun = new Promise<void>((resolve) => {
        writer.stdout.on('data', (words: Buffer) => {
          said += words.toString();
          resolve();
        });
      });
      await Promise.race([begun, ended]);
      const written: boolean[] = [];
      for (let run = 0; run < RUNS; run++)
        written.push('change' in (await writeSettings(await plan(`ours${run}`, run), DATE + run)));
      writeFileSync(stop, '');
      assert.equal(await ended, 0);
      const [end, theirs] = [settings(), Number(said.trim().split('\n').at(-1))];
      assert.ok(theirs > RUNS && written.includes(true), `${theirs}, ${String(written)}`);
      assert.deepEqual(
        written.map((_, run) => `ours${run}` in end),
        written,
      );
      const lost = Array.from({ length: theirs }, (_, number) => `theirs${number}`).filter(
        (key) => !(key in end),
      );
      assert.deepEqual(lost, []);
    });
});
