import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as fc from 'fast-check';
import { sessionFileAt, type SessionFile } from '../../../../src/io/sessions/sessionFiles';
import { WorkspaceSessions } from '../../../../src/io/sessions/workspaceSessions';
import { silentLog } from '../../../../src/log';
import { listSessions } from '../../../../src/operations/following/listSessions';
import { KnownSummaries } from '../../../../src/operations/reading/knownSummaries';
import {
  readEnds,
  summaryOf,
  type SessionSummary,
} from '../../../../src/operations/reading/sessionSummary';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession, type WrittenSession } from '../../../fixtures/writtenSessions';

const HOUR = 3_600_000;

/** What is done to a session file, and what windows do. */
const FILE_ACTS = {
  turn: (session: WrittenSession) => session.turn(40_000),
  tear: ({ path }: WrittenSession) => appendFileSync(path, '{"type":"ai-title","aiTi'),
  rename: ({ path }: WrittenSession) => {
    writeFileSync(`${path}.new`, textIn(path).replaceAll('Work of', 'Done by'));
    renameSync(`${path}.new`, path);
  },
  rewrite: ({ path }: WrittenSession) =>
    writeFileSync(path, textIn(path).replaceAll('/home/dev/app', '/home/dev/new')),
  cut: ({ path }: WrittenSession) =>
    writeFileSync(path, textIn(path).slice(0, textIn(path).length / 2)),
  delete: ({ path }: WrittenSession) => rmSync(path, { force: true }),
} as const;
const WINDOW_ACTS = ['list', 'keep', 'close', 'damage'] as const;
type Act = keyof typeof FILE_ACTS | (typeof WINDOW_ACTS)[number];

const step = fc.record({
  act: fc.constantFrom<Act>(...(Object.keys(FILE_ACTS) as Act[]), ...WINDOW_ACTS, ...WINDOW_ACTS),
  at: fc.nat(2),
});

function textIn(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Three sessions and two windows, in which time goes on though nobody waits. */
class Machine {
  private readonly configDirectory: string;
  private readonly sessions: readonly WrittenSession[];
  private readonly windows: KnownSummaries[];
  private clockMs = Date.now() - HOUR;

  constructor(configDirectory: string) {
    this.configDirectory = configDirectory;
    this.sessions = ['app', 'app', 'other'].map((name, at) =>
      writeSession(configDirectory, `/home/dev/${name}`, `session-${String(at)}`, HOUR, 2),
    );
    this.windows = [this.openWindow(), this.openWindow()];
  }

  openWindow(): KnownSummaries {
    return new KnownSummaries(this.configDirectory, silentLog);
  }

  async do(act: Act, at: number): Promise<void> {
    const window = this.windows[at % 2]!;
    if (act === 'list') await this.list('everywhere', window);
    else if (act === 'keep') await window.keep();
    else if (act === 'close') this.windows[at % 2] = this.openWindow();
    else if (act === 'damage') {
      const place = `${this.configDirectory}/leeway/summaries.json`;
      if (existsSync(place)) writeFileSync(place, textIn(place).slice(0, -9));
    } else {
      const session = this.sessions[at]!;
      FILE_ACTS[act](session);
      this.clockMs += 5;
      if (existsSync(session.path))
        utimesSync(session.path, new Date(this.clockMs), new Date(this.clockMs));
    }
  }

  list(
    scope: 'workspace' | 'everywhere',
    summaries: Pick<KnownSummaries, 'endsOf' | 'startOf'>,
  ): Promise<readonly SessionSummary[]> {
    const { configDirectory } = this;
    return listSessions(
      scope,
      { sessions: new WorkspaceSessions(configDirectory, silentLog), summaries },
      {
        ...{ configDirectory, folders: ['/home/dev/app', '/home/dev/new'], windowPids: [] },
        ...{ focus: [], pinnedPath: null },
      },
      [],
    );
  }
}

describe('KnownSummaries', () => {
  const directory = useTemporaryDirectory();
  const config = (): string => directory.path('config');
  const place = (): string => directory.path('config/leeway/summaries.json');
  const write = (id: string, ageMs = HOUR, cwd = '/home/dev/app'): WrittenSession =>
    writeSession(config(), cwd, id, ageMs);
  const openWindow = (): KnownSummaries => new KnownSummaries(config(), silentLog);
  const fileOf = async ({ path }: Pick<WrittenSession, 'path'>): Promise<SessionFile> =>
    (await sessionFileAt(path))!;
  /** Another session with as many bytes, that looks as though nobody had written to it. */
  const replaceUnseen = ({ path }: WrittenSession): void => {
    const { mtime } = statSync(path);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('Work of', 'Done by'));
    utimesSync(path, mtime, mtime);
  };
  const titlesKept = (): string[] =>
    [...readFileSync(place(), 'utf8').matchAll(/"title":"([^"]*)"/g)].map(([, title]) => title!);

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
    replaceUnseen(session);
    const file = await fileOf(session);
    assert.equal((await readEnds(file)).title, 'Done by one');
    const next = openWindow();
    assert.equal(await next.startOf(file), '/home/dev/app');
    assert.deepEqual(await next.endsOf(file), told);
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
    FILE_ACTS.rename(session);
    utimesSync(session.path, mtime, mtime);
    assert.equal((await openWindow().endsOf(await fileOf(session))).title, 'Done by one');
    await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    session.turn(41_000);
    utimesSync(session.path, mtime, mtime);
    assert.equal((await openWindow().endsOf(await fileOf(session))).tokens, 41_000);
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
    await summaries.keep();
    const now = await fileOf(session);
    assert.deepEqual([now.inode, now.mtimeMs], [file.inode, file.mtimeMs]);
    assert.equal((await openWindow().endsOf(now)).tokens, 30_000);
  });

  it('keeps nothing that was not told as a whole: another time it may be', async () => {
    const summaries = openWindow();
    const path = directory.write('config/projects/-home-dev-app/odd.jsonl', '{"type":"user"}\n');
    utimesSync(path, new Date(0), new Date(0));
    await summaries.endsOf(await fileOf({ path }));
    await summaries.keep();
    assert.ok(!existsSync(directory.path('config/leeway')));
  });

  it('forgets the title of a session that is gone or another one, whoever kept it', async () => {
    const [gone, other, same] = [write('gone'), write('other'), write('same')];
    const summaries = openWindow();
    for (const session of [gone, other, same]) await summaries.endsOf(await fileOf(session));
    await summaries.keep();
    assert.equal(titlesKept().length, 3);
    rmSync(gone.path);
    other.turn(41_000);
    await summaries.keep();
    assert.deepEqual(titlesKept(), ['Work of same']);
    rmSync(same.path);
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
    assert.equal(statSync(place()).ino, ino);
  });

  it('takes anything else in that place for nothing', async () => {
    const session = write('one');
    for (const content of ['', '{"version":1,"sessions":[{}]}', '\0'.repeat(100)]) {
      directory.write('config/leeway/summaries.json', content);
      const summaries = openWindow();
      assert.equal((await summaries.endsOf(await fileOf(session))).title, 'Work of one');
      await summaries.keep();
      assert.deepEqual(titlesKept(), ['Work of one']);
    }
  });

  it('tells with what was kept what it tells without, whatever is done to the files', async function () {
    this.timeout(120_000);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const machine = new Machine(directory.path(`config-${String(run++)}`));
        for (const { act, at } of steps) {
          await machine.do(act, at);
          for (const scope of ['workspace', 'everywhere'] as const) {
            const expected = await machine.list(scope, {
              endsOf: readEnds,
              startOf: () => Promise.resolve(null),
            });
            assert.deepEqual(await machine.list(scope, machine.openWindow()), expected, act);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has two windows that keep at once leave a file that both can read', async () => {
    const sessions = Array.from({ length: 40 }, (_, at) => write(`s${String(at)}`, HOUR + at));
    const windows = [openWindow(), openWindow()] as const;
    for (const [at, session] of sessions.entries())
      await windows[at % 2 === 0 ? 0 : 1].endsOf(await fileOf(session));
    for (let round = 0; round < 5; round++) {
      await Promise.all(windows.map((each) => each.keep()));
      assert.ok(titlesKept().length >= 20);
    }
    await windows[0].keep();
    await windows[1].keep();
    assert.equal(titlesKept().length, 40);
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
