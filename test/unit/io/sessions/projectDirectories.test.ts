import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { scopeOf } from '../../../../src/io/sessions/folderScope';
import { ProjectDirectories } from '../../../../src/io/sessions/projectDirectories';
import { RecordedCwd } from '../../../../src/io/sessions/recordedCwd';
import { SessionDirectories, type SessionFile } from '../../../../src/io/sessions/sessionFiles';
import { silentLog } from '../../../../src/log';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const cwdLine = (cwd: string): string => `${JSON.stringify({ type: 'user', cwd })}\n`;
const SCOPE = scopeOf([['/w/app']], [], 'linux');
const LONG_AGO = new Date(2026, 0, 1);

/** Counts how often a directory or a file was looked into. */
class CountedDirectories extends SessionDirectories {
  lookedInto: string[] = [];

  override sessionFilesIn(directory: string): Promise<readonly SessionFile[]> {
    this.lookedInto.push(directory);
    return super.sessionFilesIn(directory);
  }
}

class CountedCwd extends RecordedCwd {
  asked = 0;

  override of(file: SessionFile): Promise<string | null> {
    this.asked++;
    return super.of(file);
  }
}

describe('ProjectDirectories', () => {
  const directory = useTemporaryDirectory();
  let directories: CountedDirectories;
  let cwds: CountedCwd;
  let found: ProjectDirectories;
  beforeEach(() => {
    directories = new CountedDirectories(silentLog);
    cwds = new CountedCwd();
    found = new ProjectDirectories(directory.path('projects'), directories, cwds);
  });

  const settled = (name: string): void =>
    utimesSync(directory.path('projects', name), LONG_AGO, LONG_AGO);
  const make = (count: number, content: string | null = '{"type":"mode"}\n'): string[] =>
    Array.from({ length: count }, (_, index) => {
      const name = `other-${String(index)}`;
      if (content === null) mkdirSync(directory.path('projects', name), { recursive: true });
      else directory.write(join('projects', name, 'a.jsonl'), content);
      settled(name);
      return name;
    });
  const names = async (all: readonly string[]): Promise<string[]> =>
    (await found.of(SCOPE, all)).map(({ path }) =>
      path.slice(directory.path('projects').length + 1),
    );

  const contents: [what: string, content: string | null][] = [
    ['a session that names no folder', '{"type":"mode"}\n'],
    ['an empty session', ''],
    ['no session', null],
  ];
  for (const [what, content] of contents)
    it(`looks once into folders of ${what}`, async () => {
      const all = make(40, content);
      assert.deepEqual(await names(all), []);
      assert.equal(directories.lookedInto.length, 40);
      const { asked } = cwds;
      for (let round = 0; round < 3; round++) assert.deepEqual(await names(all), []);
      assert.equal(directories.lookedInto.length, 40);
      assert.equal(cwds.asked, asked);
    });

  it('looks again into the one in which a session appeared', async () => {
    const all = make(40, null);
    await names(all);
    directory.write('projects/other-7/b.jsonl', cwdLine('/w/app/deep'));
    assert.deepEqual(await names(all), ['other-7']);
    assert.deepEqual(directories.lookedInto.slice(40), [directory.path('projects', 'other-7')]);
  });

  it('looks again into the one whose session has grown', async () => {
    const all = make(40);
    await names(all);
    appendFileSync(directory.path('projects', 'other-9', 'a.jsonl'), cwdLine('/w/app'));
    settled('other-9');
    assert.deepEqual(await names(all), ['other-9']);
    assert.equal(directories.lookedInto.length, 41);
  });

  it('looks again into a folder that changed a moment ago: its time may not tell the next change', async () => {
    directory.write('projects/new/a.jsonl', '{"type":"mode"}\n');
    await names(['new']);
    await names(['new']);
    assert.equal(directories.lookedInto.length, 2);
  });

  it('asks about some hundreds at a time, and about all in turn', async function () {
    this.timeout(60_000);
    const all = make(900);
    await names(all);
    assert.equal(directories.lookedInto.length, 900);
    for (const index of [3, 450, 899])
      appendFileSync(
        directory.path('projects', `other-${String(index)}`, 'a.jsonl'),
        cwdLine('/w/app'),
      );
    const rounds: number[] = [];
    for (let round = 0; round < 3; round++) rounds.push((await names(all)).length);
    assert.deepEqual(rounds, [1, 2, 3]);
    assert.equal(directories.lookedInto.length, 903);
  });

  it('forgets the folders that are gone', async () => {
    const all = make(10);
    await names(all);
    await names(all.slice(1));
    await names(all);
    assert.deepEqual(directories.lookedInto.slice(10), [directory.path('projects', 'other-0')]);
  });
});
