import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as fc from 'fast-check';
import { WorkspaceSessions } from '../../../../src/io/sessions/workspaceSessions';
import { silentLog } from '../../../../src/log';
import { listSessions } from '../../../../src/operations/following/listSessions';
import { KnownSummaries } from '../../../../src/operations/reading/knownSummaries';
import { readEnds, type SessionSummary } from '../../../../src/operations/reading/sessionSummary';
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

describe('what was kept', () => {
  const directory = useTemporaryDirectory();

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
              endsOf: async (file) => (await readEnds(file)).ends,
              startOf: () => Promise.resolve(null),
            });
            assert.deepEqual(await machine.list(scope, machine.openWindow()), expected, act);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
