import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mock } from 'node:test';
import {
  localFileSystem,
  type FileState,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import {
  LastReadSession,
  type ReadSession,
} from '../../../../src/operations/rewriting/lastReadSession';
import {
  previewPrunes,
  type PrunePreviews,
} from '../../../../src/operations/rewriting/previewPrunes';
import type { RewriteTools } from '../../../../src/operations/rewriting/rewriteSession';
import { usePrunableFile } from '../../../fixtures/prunableFile';
import { SESSION, text } from '../../../fixtures/sessionOfReads';

/** How often each file was read to its end. */
function countingFileSystem(): SessionFileSystem & {
  readonly wholeReads: (path: string) => number;
} {
  const whole = new Map<string, number>();
  return {
    ...localFileSystem,
    wholeReads: (path) => whole.get(path) ?? 0,
    openToRead: async (path) => {
      const file = await localFileSystem.openToRead(path);
      const { sizeBytes } = await file.state();
      let bytes = 0;
      return {
        ...file,
        read: async (buffer, position) => {
          const read = await file.read(buffer, position);
          bytes += read;
          if (bytes - read < sizeBytes && bytes >= sizeBytes)
            whole.set(path, (whole.get(path) ?? 0) + 1);
          return read;
        },
      };
    },
  };
}

/** A prune reads the file twice to write it: to copy it, and to check the copy against it. */
const READS_OF_REWRITE = 2;

describe('LastReadSession', () => {
  const { directory, file, items, pruned } = usePrunableFile();
  let fileSystem: ReturnType<typeof countingFileSystem>;
  let lastRead: LastReadSession;
  let tools: RewriteTools;
  beforeEach(() => {
    utimesSync(file.path, 1_700_000_000, 1_700_000_000);
    fileSystem = countingFileSystem();
    lastRead = new LastReadSession();
    tools = { ...file.tools, fileSystem, lastRead };
  });
  afterEach(() => lastRead.release());

  const preview = async (using = tools): Promise<PrunePreviews> => {
    const found = await previewPrunes(
      file.path,
      [{ choice: items(0, 1), untouchedRounds: 0 }],
      using,
    );
    assert.ok(found.kind === 'previews');
    return found;
  };
  /** How often the file was read to preview and to plan on it. */
  const planned = (): number => fileSystem.wholeReads(file.path) - READS_OF_REWRITE;

  it('has a preview and the prune that is agreed on plan on one reading', async () => {
    const { plans, state } = await preview();
    assert.equal(fileSystem.wholeReads(file.path), 1);
    const { plan, isReplanned, backup } = await pruned(
      { choice: items(0, 1), untouchedRounds: 0, agreedOn: state },
      tools,
    );
    assert.deepEqual([plan, isReplanned], [plans[0], false]);
    assert.equal(backup?.sizeBytes, Buffer.byteLength(file.original));
    assert.equal(planned(), 1);
  });

  it('takes two where nothing is kept, and comes to the same file', async () => {
    const second = directory.write('projects/q/same.jsonl', file.original);
    const without = { ...file.tools, fileSystem };
    await preview(without);
    await pruned({ choice: items(0, 1) }, without);
    assert.equal(planned(), 2);
    utimesSync(second, 1_700_000_000, 1_700_000_000);
    const ways = [{ choice: items(0, 1), untouchedRounds: 0 }];
    assert.equal((await previewPrunes(second, ways, tools)).kind, 'previews');
    await pruned({ path: second, choice: items(0, 1) }, tools);
    const times = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
    assert.equal(text(second).replaceAll(times, ''), text(file.path).replaceAll(times, ''));
  });

  const changes: [what: string, change: () => void][] = [
    ['was appended to', () => appendFileSync(file.path, '{"type":"mode"}\n')],
    [
      'was written in place, to the same size and date',
      () => {
        const { atime, mtime } = statSync(file.path);
        writeFileSync(file.path, file.original.replaceAll('All read.', 'All done.'));
        utimesSync(file.path, atime, mtime);
      },
    ],
    [
      'was replaced by one of the same size and date',
      () => {
        const { atime, mtime } = statSync(file.path);
        copyFileSync(file.path, directory.path('other'));
        utimesSync(directory.path('other'), atime, mtime);
        renameSync(directory.path('other'), file.path);
      },
    ],
  ];
  for (const [what, change] of changes) {
    it(`is not asked where the file ${what}`, async () => {
      const { state } = await preview();
      change();
      const now = await localFileSystem.stateOf(file.path);
      assert.equal(now?.sizeBytes === state.sizeBytes, !what.includes('appended'));
      await pruned({ choice: items(0, 1), agreedOn: state }, tools);
      assert.equal(planned(), 2);
      assert.equal(text(file.path).includes('All done.'), what.includes('in place'));
    });
  }

  it('is not asked again once the file changed while the prune was under way', async () => {
    const { state } = await preview();
    let looks = 0;
    const changing: SessionFileSystem = {
      ...fileSystem,
      create: async (path) => {
        if (path.includes(`${SESSION}.jsonl.leeway`) && looks++ === 0)
          writeFileSync(file.path, file.original.replaceAll('All read.', 'All done.'));
        return fileSystem.create(path);
      },
    };
    const { isReplanned } = await pruned(
      { choice: items(0, 1), agreedOn: state },
      { ...tools, fileSystem: changing },
    );
    assert.ok(looks > 1, 'it was rewritten twice');
    assert.equal(isReplanned, true);
    assert.ok(text(file.path).includes('All done.'));
  });

  describe('lets go', () => {
    const read = (changes: Partial<FileState> = {}): ReadSession =>
      ({ state: { kind: 'file', sizeBytes: 1, mtimeNs: 0n, ...changes } }) as ReadSession;
    const holds = (kept: ReadSession, path = 'one'): boolean =>
      lastRead.of(path, kept.state) === kept;

    it('after five minutes', () => {
      mock.timers.enable({ apis: ['setTimeout'] });
      try {
        const kept = read();
        lastRead.keep('one', kept, Date.now());
        mock.timers.tick(5 * 60_000 - 1);
        assert.equal(holds(kept), true);
        mock.timers.tick(1);
        assert.equal(holds(kept), false);
      } finally {
        mock.timers.reset();
      }
    });

    it('when another session is read, and of one whose file changed for good', () => {
      const [first, second] = [read(), read()];
      lastRead.keep('one', first, Date.now());
      lastRead.keep('two', second, Date.now());
      assert.deepEqual([holds(first, 'one'), holds(second, 'two')], [false, true]);
      assert.equal(lastRead.of('two', read({ sizeBytes: 2 }).state), null);
      assert.equal(holds(second, 'two'), false);
    });

    it('when it was pruned', async () => {
      await preview();
      await pruned({ choice: items(0, 1) }, tools);
      assert.equal(lastRead.of(file.path, await localFileSystem.stateOf(file.path)), null);
    });

    it('at once of a file that was written a moment ago, and of one above 128 MiB', () => {
      const now = 1_700_000_000_000;
      const young = read({ mtimeNs: BigInt(now - 1999) * 1_000_000n });
      lastRead.keep('one', young, now);
      assert.equal(holds(young), false);
      const large = read({ sizeBytes: 128 * 1024 * 1024 + 1 });
      lastRead.keep('one', large, now);
      assert.equal(holds(large), false);
      const old = read({ mtimeNs: BigInt(now - 2000) * 1_000_000n, sizeBytes: 128 * 1024 * 1024 });
      lastRead.keep('one', old, now);
      assert.equal(holds(old), true);
    });
  });
});
