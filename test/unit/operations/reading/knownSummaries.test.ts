import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { sessionFileAt, type SessionFile } from '../../../../src/io/sessions/sessionFiles';
import { silentLog } from '../../../../src/log';
import { KnownSummaries } from '../../../../src/operations/reading/knownSummaries';
import { summaryOf } from '../../../../src/operations/reading/sessionSummary';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession, type WrittenSession } from '../../../fixtures/writtenSessions';

const HOUR = 3_600_000;

const textIn = (path: string): string => readFileSync(path, 'utf8');

describe('KnownSummaries', () => {
  const directory = useTemporaryDirectory();
  const config = (): string => directory.path('config');
  const place = (): string => directory.path('config/leeway/summaries.json');
  const write = (id: string, ageMs = HOUR, cwd = '/home/dev/app'): WrittenSession =>
    writeSession(config(), cwd, id, ageMs);
  const openWindow = (): KnownSummaries => new KnownSummaries(config(), silentLog);
  const fileOf = async ({ path }: Pick<WrittenSession, 'path'>): Promise<SessionFile> =>
    (await sessionFileAt(path))!;
  /** Tells otherwise than the files, so that one sees whose word counts. */
  const changeKept = (): void =>
    writeFileSync(place(), textIn(place()).replaceAll('Work of', 'Kept of'));
  const titlesKept = (): string[] =>
    [...textIn(place()).matchAll(/"title":"([^"]*)"/g)].map(([, title]) => title!);

  it('reads a session again only when its file is another one', async () => {
    const session = write('one', 0);
    const file = await fileOf(session);
    const summaries = openWindow();
    assert.equal((await summaries.endsOf(file)).tokens, 30_000);
    session.turn(41_000);
    assert.equal((await summaries.endsOf(file)).tokens, 30_000, 'as the file is said to be');
    assert.equal((await summaries.endsOf(await fileOf(session))).tokens, 41_000);
  });

  it('leaves the next window what a file told, and reads the file no more', async () => {
    const session = write('one');
    const summaries = openWindow();
    const told = await summaries.endsOf(await fileOf(session));
    assert.deepEqual([told.title, told.startedIn], ['Work of one', '/home/dev/app']);
    assert.ok(!existsSync(place()), 'nothing is written by itself');
    await summaries.keep();
    changeKept();
    const file = await fileOf(session);
    const next = openWindow();
    assert.equal(await next.startOf(file), '/home/dev/app');
    assert.deepEqual(await next.endsOf(file), { ...told, title: 'Kept of one' });
    session.turn(41_000);
    assert.equal(await next.startOf(await fileOf(session)), null);
    assert.equal((await openWindow().endsOf(await fileOf(session))).tokens, 41_000);
  });

  it('knows a file by its inode and its size as well, should its date be put back', async () => {
    const session = write('one');
    const { mtime } = statSync(session.path);
    const summaries = openWindow();
    await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    writeFileSync(`${session.path}.new`, textIn(session.path).replaceAll('Work of', 'Done by'));
    renameSync(`${session.path}.new`, session.path);
    utimesSync(session.path, mtime, mtime);
    assert.equal((await openWindow().endsOf(await fileOf(session))).title, 'Done by one');
    await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    session.turn(41_000);
    utimesSync(session.path, mtime, mtime);
    assert.equal((await openWindow().endsOf(await fileOf(session))).tokens, 41_000);
  });

  it('believes no date that was put back: words were masked where they stand', async () => {
    const session = write('one');
    const { mtime } = statSync(session.path);
    const before = await fileOf(session);
    const summaries = openWindow();
    await summaries.endsOf(before);
    await summaries.keep();
    writeFileSync(session.path, textIn(session.path).replaceAll('Work of', '*******'));
    utimesSync(session.path, mtime, mtime);
    const now = await fileOf(session);
    assert.deepEqual({ ...now, ctimeMs: 0 }, { ...before, ctimeMs: 0 });
    for (const window of [summaries, openWindow()])
      assert.equal((await window.endsOf(now)).title, '******* one');
    await summaries.keep();
    assert.deepEqual(titlesKept(), ['******* one']);
  });

  it('keeps nothing of a file that may be written again in the same moment', async () => {
    const summaries = openWindow();
    for (const session of [write('fresh', 0), write('ahead', -HOUR), write('old')])
      await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    assert.deepEqual(titlesKept(), ['Work of old']);
  });

  it('keeps nothing of a file that changed between the look and the reading', async () => {
    const session = write('one');
    const { mtime } = statSync(session.path);
    const file = await fileOf(session);
    session.turn(41_000);
    const summaries = openWindow();
    assert.equal((await summaries.endsOf(file)).tokens, 41_000);
    // as it was, by all that a look tells
    truncateSync(session.path, file.sizeBytes);
    utimesSync(session.path, mtime, mtime);
    const now = await fileOf(session);
    assert.deepEqual([now.inode, now.mtimeMs], [file.inode, file.mtimeMs]);
    await summaries.keep();
    assert.ok(!existsSync(place()));
    assert.equal((await openWindow().endsOf(now)).tokens, 30_000);
  });

  it('keeps that a session tells nothing, which is no reason to read it again', async () => {
    const compacted = write('compacted');
    compacted.writer.compaction({ summary: 'All of it.', preTokens: 30_000, postTokens: 10 });
    compacted.writer.appendTo(compacted.path);
    const odd = directory.write('config/projects/-home-dev-app/odd.jsonl', '{"type":"user"}\n');
    const summaries = openWindow();
    for (const path of [compacted.path, odd]) {
      utimesSync(path, new Date(0), new Date(0));
      const { model, tokens } = await summaries.endsOf(await fileOf({ path }));
      assert.deepEqual([model, tokens], [null, null]);
    }
    await summaries.keep();
    changeKept();
    const next = await openWindow().endsOf(await fileOf(compacted));
    assert.deepEqual([next.title, next.startedIn], ['Kept of compacted', '/home/dev/app']);
    assert.match(textIn(place()), /"file":"-home-dev-app\/odd\.jsonl"/);
  });

  it('remembers nothing of a reading that failed: another time it may not', async () => {
    const session = write('one');
    const file = await fileOf(session);
    const summaries = openWindow();
    const away = (): void =>
      renameSync(directory.path('config/projects'), directory.path('config/away'));
    const back = (): void =>
      renameSync(directory.path('config/away'), directory.path('config/projects'));
    away();
    assert.deepEqual((await summaries.endsOf(file)).startedIn, null);
    back();
    assert.deepEqual(await fileOf(session), file);
    assert.equal(await summaries.startOf(file), null);
    assert.equal((await summaries.endsOf(file)).startedIn, '/home/dev/app');
  });

  it('keeps nothing of a file that may not be read', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
    const [locked, open] = [write('locked'), write('open')];
    chmodSync(locked.path, 0);
    const summaries = openWindow();
    for (const session of [locked, open]) await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    assert.equal(textIn(place()).match(/"file":/g)?.length, 1);
  });

  it('does nothing where no file has told anything new', async () => {
    const session = write('one');
    const summaries = openWindow();
    await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    rmSync(place());
    await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    assert.ok(!existsSync(place()));
    await summaries.endsOf(await fileOf(write('two')));
    await summaries.keep();
    assert.deepEqual(titlesKept().sort(), ['Work of one', 'Work of two']);
  });

  it('forgets the title of a session that is gone or another one, whoever kept it', async () => {
    const [gone, other, same] = [write('gone'), write('other'), write('same')];
    const summaries = openWindow();
    for (const session of [gone, other, same]) await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    assert.equal(titlesKept().length, 3);
    rmSync(gone.path);
    await summaries.endsOf(await fileOf(same));
    await summaries.keep();
    assert.deepEqual(titlesKept().sort(), ['Work of other', 'Work of same']);
    other.turn(41_000);
    await summaries.endsOf(await fileOf(write('more', 2 * HOUR)));
    await summaries.keep();
    assert.deepEqual(titlesKept(), ['Work of same', 'Work of more']);
    rmSync(same.path);
    rmSync(directory.path('config/projects/-home-dev-app/more.jsonl'));
    await openWindow().keep();
    assert.deepEqual(titlesKept(), []);
  });

  it('keeps what another window has kept meanwhile, and writes only what is new', async () => {
    const [one, two] = [write('one'), write('two', 2 * HOUR)];
    const windows = [openWindow(), openWindow()] as const;
    await windows[0].endsOf(await fileOf(one));
    await windows[1].endsOf(await fileOf(two));
    await windows[0].keep();
    await windows[1].keep();
    assert.deepEqual(titlesKept(), ['Work of one', 'Work of two']);
    const { ino } = statSync(place());
    await windows[0].keep();
    await openWindow().keep();
    assert.equal(statSync(place()).ino, ino);
  });

  it('takes anything else in that place for nothing', async () => {
    const session = write('one');
    for (const content of ['', '{"version":2,"sessions":[{}]}', '\0'.repeat(100)]) {
      directory.write('config/leeway/summaries.json', content);
      const summaries = openWindow();
      assert.equal((await summaries.endsOf(await fileOf(session))).title, 'Work of one');
      await summaries.keep();
      assert.deepEqual(titlesKept(), ['Work of one']);
    }
  });

  it('has two windows that keep at once leave a file that both can read', async () => {
    const sessions = Array.from({ length: 40 }, (_, at) => write(`s${String(at)}`, HOUR + at));
    const windows = [openWindow(), openWindow()] as const;
    for (const [at, session] of sessions.entries())
      await windows[at % 2 === 0 ? 0 : 1].endsOf(await fileOf(session));
    const tellMore = async (round: number): Promise<void> => {
      for (const [at, window] of windows.entries())
        await window.endsOf(await fileOf(write(`${String(round)}-${String(at)}`, 2 * HOUR)));
    };
    for (let round = 0; round < 5; round++) {
      await Promise.all(windows.map((each) => each.keep()));
      assert.ok(titlesKept().length >= 20 + round);
      await tellMore(round);
    }
    await windows[0].keep();
    await windows[1].keep();
    assert.equal(titlesKept().length, 50);
    const next = openWindow();
    const [first] = sessions;
    assert.deepEqual(
      summaryOf(
        { ...(await fileOf(first!)), cwd: null },
        await next.endsOf(await fileOf(first!)),
        true,
      ).title,
      'Work of s0',
    );
  });
});
