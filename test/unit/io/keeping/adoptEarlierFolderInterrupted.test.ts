import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { adoptEarlierFolder, type Adopted } from '../../../../src/io/keeping/adoptEarlierFolder';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import { EARLIER_PRODUCT, PRODUCT } from '../../../../src/product';
import type { Adoption } from '../../../fixtures/adoptingProcess';
import { faultyFileSystem, type Fault } from '../../../fixtures/faultyFileSystem';
import { filesBelow } from '../../../fixtures/filesBelow';
import { fileSystemWithoutLinks } from '../../../fixtures/fileSystemWithoutLinks';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const EARLIER: Record<string, string> = {
  'backups/a/one.jsonl': 'one\n'.repeat(500),
  'backups/a/one.json': '{"id":"one"}',
  'archive/three.jsonl': 'three\n',
  'archive/same.json': 'same',
};
const OWN: Record<string, string> = {
  'archive/same.json': 'same',
  'archive/three.jsonl': 'three, and more\n',
  'now.json': 'now\n',
};
const DEAD_LOCK = {
  'locks/x.lock': JSON.stringify({ token: 'x', pid: 4_000_000, host: hostname() }),
};
/** By then a copy that never ended counts as one. */
const LATER_MS = 2 * 60 * 60 * 1000;

describe('adoptEarlierFolder', () => {
  const directory = useTemporaryDirectory();
  const earlier = (): Record<string, string> => filesBelow(directory.path(EARLIER_PRODUCT.id));
  const own = (): Record<string, string> => filesBelow(directory.path(PRODUCT));
  const layOut = (folder: string, files: Record<string, string>): void => {
    for (const [name, content] of Object.entries(files))
      directory.write(`${folder}/${name}`, content);
  };
  const adopt = (fileSystem: SessionFileSystem, nowMs = Date.now()): Promise<Adopted> =>
    adoptEarlierFolder({
      configDirectory: directory.path(),
      fileSystem,
      nowMs: () => nowMs,
    });

  interface Situation {
    readonly title: string;
    readonly isBoth: boolean;
    readonly fileSystem: SessionFileSystem;
  }
  const situations: Situation[] = [
    { title: 'a rename of the folder', isBoth: false, fileSystem: localFileSystem },
    { title: 'a move file by file', isBoth: true, fileSystem: localFileSystem },
    { title: 'a move by copies', isBoth: true, fileSystem: fileSystemWithoutLinks('EXDEV') },
  ];

  for (const { title, isBoth, fileSystem } of situations) {
    const before = isBoth ? OWN : {};
    const begin = (): void => {
      for (const folder of [EARLIER_PRODUCT.id, PRODUCT])
        rmSync(directory.path(folder), { recursive: true, force: true });
      layOut(EARLIER_PRODUCT.id, EARLIER);
      if (!isBoth) layOut(EARLIER_PRODUCT.id, DEAD_LOCK);
      layOut(PRODUCT, before);
    };
    /** Each byte is in one of the two places at least, and what was there before is as it was. */
    const assertNothingLost = (about: string): void => {
      const [left, there] = [earlier(), own()];
      for (const [name, content] of Object.entries(EARLIER))
        assert.ok([left[name], there[name]].includes(content), `${about}: ${name}`);
      for (const [name, content] of Object.entries(before))
        assert.equal(there[name], content, about);
    };

    for (const fault of ['death', 'EIO'] as const satisfies Fault[])
      it(`loses no byte when ${title} meets ${fault} at any call, and is ended by the next start`, async function () {
        this.timeout(60_000);
        begin();
        const counting = faultyFileSystem(Infinity, fault, 'early', fileSystem);
        await adopt(counting);
        assert.ok(counting.calls.length > (isBoth ? 40 : 20), String(counting.calls.length));
        for (const moment of ['early', 'late'] as const)
          for (let at = 0; at < counting.calls.length; at++) {
            const about = `${moment} at ${at}, ${counting.calls[at] ?? ''}`;
            begin();
            const faulty = faultyFileSystem(at, fault, moment, fileSystem);
            const met = await adopt(faulty);
            assert.ok(
              fault !== 'death' || met.kind === 'failed' || at >= faulty.calls.length - 1,
              `${about}: ${met.kind}`,
            );
            assertNothingLost(about);

            const ended = await adopt(fileSystem, Date.now() + LATER_MS);
            assert.equal(ended.code, '', about);
            assertNothingLost(about);
            const name = 'archive/three.jsonl';
            assert.deepEqual(own(), { ...EARLIER, ...before }, about);
            assert.deepEqual(earlier(), isBoth ? { [name]: EARLIER[name] } : {}, about);
            assert.equal(existsSync(directory.path(EARLIER_PRODUCT.id)), isBoth, about);
          }
      });
  }

  it('looks after a copy that never ended, once it counts as one', async () => {
    layOut(EARLIER_PRODUCT.id, EARLIER);
    const fileSystem = fileSystemWithoutLinks('EXDEV');
    const counting = faultyFileSystem(Infinity, 'death', 'early', fileSystem);
    await adopt(counting);
    for (const folder of [EARLIER_PRODUCT.id, PRODUCT])
      rmSync(directory.path(folder), { recursive: true, force: true });
    layOut(EARLIER_PRODUCT.id, EARLIER);
    await adopt(faultyFileSystem(counting.calls.indexOf('sync'), 'death', 'early', fileSystem));
    const isCopy = (name: string): boolean => name.endsWith('.tmp');
    assert.equal(Object.keys(own()).filter(isCopy).length, 1);

    await adopt(fileSystem); // it may be of a window that is at work
    assert.deepEqual(earlier(), {});
    assert.deepEqual(
      [Object.keys(own()).filter(isCopy).length, Object.keys(own()).length],
      [1, Object.keys(EARLIER).length + 1],
    );
    assert.equal((await adopt(fileSystem, Date.now() + LATER_MS)).kind, 'none');
    assert.deepEqual([own(), existsSync(directory.path(EARLIER_PRODUCT.id))], [EARLIER, false]);
  });

  describe('in two processes at once', () => {
    let children: ChildProcess[];
    before(async () => {
      children = [0, 1].map(() =>
        fork(join(import.meta.dirname, '../../../fixtures/adoptingProcess.ts')),
      );
      await Promise.all(children.map((child) => once(child, 'message')));
    });
    after(() => children.forEach((child) => child.kill()));
    const adoptTwice = (hasLinks: boolean): Promise<Adopted[]> =>
      Promise.all(
        children.map(async (child) => {
          const answered = once(child, 'message') as Promise<[Adopted]>;
          child.send({
            configDirectory: directory.path(),
            hasLinks,
            atMs: Date.now() + 15,
          } satisfies Adoption);
          return (await answered)[0];
        }),
      );

    for (const { title, isBoth, fileSystem } of situations)
      it(`loses and doubles nothing: ${title}`, async function () {
        this.timeout(60_000);
        const many = Object.fromEntries(
          Array.from({ length: 40 }, (_, index) => [
            `backups/${index % 4}/${index}.jsonl`,
            `${index}\n`.repeat(index * 50),
          ]),
        );
        for (let round = 0; round < 8; round++) {
          for (const folder of [EARLIER_PRODUCT.id, PRODUCT])
            rmSync(directory.path(folder), { recursive: true, force: true });
          layOut(EARLIER_PRODUCT.id, many);
          if (isBoth) layOut(PRODUCT, OWN);
          const adopted = await adoptTwice(fileSystem === localFileSystem);
          assert.deepEqual(
            adopted.map(({ leftFiles, code }) => [leftFiles, code]),
            [
              [0, ''],
              [0, ''],
            ],
          );
          assert.equal(
            adopted.reduce((sum, { movedFiles }) => sum + movedFiles, 0),
            40,
          );
          assert.deepEqual([own(), earlier()], [{ ...(isBoth ? OWN : {}), ...many }, {}]);
        }
      });
  });
});
