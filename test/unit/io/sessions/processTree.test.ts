import assert from 'node:assert/strict';
import {
  ancestorPids,
  localProcesses,
  readProcessStat,
  type ProcessSource,
} from '../../../../src/io/sessions/processTree';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('process tree', () => {
  const directory = useTemporaryDirectory();
  let source: ProcessSource;
  beforeEach(() => {
    source = { platform: 'linux', procDirectory: directory.path(), exists: () => true };
  });

  /** Twenty-two fields and a few more, as `man 5 proc` has them. */
  const writeStat = (
    pid: number,
    parentPid: number,
    { name = 'node', startTicks = 0, state = 'S', group = 50, foreground = 50 } = {},
  ): string =>
    directory.write(
      `${pid}/stat`,
      `${pid} (${name}) ${state} ${parentPid} ${group} 1 1 ${foreground} ` +
        `${'1 '.repeat(13)}${startTicks} 7 8 9\n`,
    );

  it('reads parent and start time, whatever the process calls itself', async () => {
    for (const name of ['node', 'a) R 1 (b', ') S 9 9 9', '(sd-pam)', 'a b\nc']) {
      writeStat(50, 7, { name, startTicks: 215718 });
      assert.deepEqual(await readProcessStat(50, source), {
        ...{ parentPid: 7, startTicks: '215718', isInForeground: true },
      });
    }
  });

  it('knows whether what is typed into its terminal reaches a process', async () => {
    const cases = [
      [{ foreground: 50 }, true],
      [{ foreground: 60 }, false],
      [{ foreground: -1 }, false],
      [{ state: 'T' }, false],
    ] as const;
    for (const [fields, isInForeground] of cases) {
      writeStat(50, 7, fields);
      assert.equal((await readProcessStat(50, source))?.isInForeground, isInForeground);
    }
  });

  it('knows nothing of a missing process, a damaged file or another platform', async () => {
    directory.write('51/stat', 'nonsense');
    directory.write('52/stat', '');
    writeStat(53, 1);
    for (const pid of [50, 51, 52]) assert.equal(await readProcessStat(pid, source), null);
    assert.equal(await readProcessStat(53, { ...source, platform: 'darwin' }), null);
    assert.equal(await ancestorPids(53, { ...source, platform: 'win32' }), null);
    assert.equal(await ancestorPids(50, source), null);
  });

  it('walks up to the first process', async () => {
    writeStat(30, 20);
    writeStat(20, 10);
    writeStat(10, 1);
    writeStat(1, 0);
    assert.deepEqual(await ancestorPids(30, source), [20, 10, 1]);
  });

  it('ends at a parent that is gone, in a circle and in a chain without end', async () => {
    writeStat(30, 20);
    assert.deepEqual(await ancestorPids(30, source), [20]);
    writeStat(20, 10);
    writeStat(10, 20);
    assert.deepEqual(await ancestorPids(30, source), [20, 10]);
    for (let pid = 1000; pid < 1200; pid++) writeStat(pid, pid + 1);
    assert.ok((await ancestorPids(1000, source))!.length < 100);
  });

  if (process.platform === 'linux') {
    it('agrees with the kernel about this process', async () => {
      const stat = await readProcessStat(process.pid, localProcesses());
      assert.equal(stat?.parentPid, process.ppid);
      assert.match(stat.startTicks, /^[1-9]\d*$/);
      assert.equal((await ancestorPids(process.pid, localProcesses()))?.[0], process.ppid);
    });
  }

  it('knows whether a process exists', () => {
    const { exists } = localProcesses();
    assert.ok(exists(process.pid));
    assert.ok(exists(1) || process.platform === 'win32');
    assert.ok(!exists(2 ** 30));
  });
});
