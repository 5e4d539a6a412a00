import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { HeldFiles } from '../../../../src/io/keeping/heldFiles';
import type { Backup } from '../../../../src/io/keeping/backupManifest';
import { backupPaths, isIntact } from '../../../../src/io/keeping/backups';
import { rescueAllLines, rescueLines } from '../../../../src/operations/rewriting/rescueLines';
import type { SessionFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { fileSystemWithoutLinks } from '../../../fixtures/fileSystemWithoutLinks';
import { reason, usePrunableFile } from '../../../fixtures/prunableFile';
import { SESSION, text } from '../../../fixtures/sessionOfReads';

describe('a writer that holds the session file open while it is rewritten', () => {
  const { directory, file, items, pruned, undo } = usePrunableFile();

  /** A process of its own; `act` while it writes. @returns how many lines it wrote. */
  async function whileWriting(holdMs: number, act: () => Promise<void>): Promise<number> {
    const stopFile = directory.path('stop');
    const writer = spawn(process.execPath, [
      '--import=tsx',
      join(__dirname, '../../../fixtures/slowWriter.ts'),
      file.path,
      stopFile,
      String(holdMs),
    ]);
    let printed = '';
    writer.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    writer.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await once(writer.stdout, 'data');
    const ended = once(writer, 'exit');
    await act();
    writeFileSync(stopFile, '');
    await ended;
    assert.match(printed, /^writing\n\d+\n$/);
    return Number(printed.split('\n')[1]);
  }

  const lateNumbers = (content = text(file.path)): number[] =>
    [...content.matchAll(/^\{"late":(\d+),"filler":"x*"\}$/gm)]
      .map(([, number]) => Number(number))
      .sort((a, b) => a - b);
  const allOf = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  for (const holdMs of [100, 500, 2000]) {
    for (const hasLinks of [true, false])
      it(
        [
          'loses no line to a prune, each held for',
          `${String(holdMs)} ms, ${hasLinks ? 'with' : 'without'} second names`,
        ].join(' '),
        async () => {
          if (!hasLinks) {
            file.tools = {
              ...file.tools,
              fileSystem: fileSystemWithoutLinks('EPERM'),
              held: new HeldFiles(),
            };
          }
          const written = await whileWriting(holdMs, async () => {
            await pruned({ choice: items(0, 1) });
          });
          const before = lateNumbers().length;
          const { lines } = await rescued();
          // Within 100 ms the prune itself may have seen them all.
          assert.ok(holdMs === 100 || lines > 0, `${String(before)} of ${String(written)}`);
          assert.deepEqual(lateNumbers(), allOf(written));
          assert.equal(before + lines, written, 'each once');
          assert.equal((await rescued()).lines, 0);
          assert.ok(!text(file.path).includes('Line of file 0'));
          await file.tools.held?.release(file.path);
        },
      );
  }

  const rescued = async (): Promise<{ lines: number }> => {
    const outcome = await rescueLines(file.path, file.tools);
    assert.ok(outcome.kind === 'rescued', JSON.stringify(outcome));
    return outcome;
  };

  it('finds its lines at the next start, wherever the session is, and the backup stays intact', async () => {
    let backup: Backup | null = null;
    const written = await whileWriting(300, async () => {
      ({ backup } = await pruned());
    });
    const found = await rescueAllLines(file.tools);
    assert.deepEqual(
      found.map(({ path }) => path),
      [file.path],
    );
    assert.deepEqual(lateNumbers(), allOf(written));
    assert.ok(await isIntact(file.tools, backup!));
    assert.deepEqual(await rescueAllLines(file.tools), []);
  });

  it('has its lines taken along by an undo', async () => {
    const written = await whileWriting(300, async () => {
      await pruned({ choice: items(0, 1) });
    });
    const { rescuedLines } = await undo();
    assert.ok(rescuedLines > 0);
    assert.deepEqual(lateNumbers(), allOf(written));
    assert.ok(text(file.path).startsWith(file.original));
  });

  describe('at one point of time', () => {
    let held = 0;
    const conversationLine = (uuid: string, parentUuid: string | null): string => {
      const message = { role: 'user', content: 'late' };
      const record = { parentUuid, isSidechain: false, type: 'user', message, uuid };
      return `${JSON.stringify({ ...record, sessionId: SESSION })}\n`;
    };
    const leaf = (): string =>
      (JSON.parse(file.original.trimEnd().split('\n').at(-1)!) as { uuid: string }).uuid;
    beforeEach(() => (held = openSync(file.path, 'a')));
    afterEach(() => closeSync(held));

    it('doubles no line that is in the session already, by its uuid or to the byte', async () => {
      const { backup } = await pruned();
      const line = conversationLine('11111111-1111-4111-8111-111111111111', leaf());
      writeSync(held, `${line}{"type":"mode","mode":"late"}\n`);
      appendFileSync(
        file.path,
        `${line.replace('"late"', '"pruned since"')}{"type":"mode","mode":"late"}\n`,
      );
      const before = text(file.path);
      assert.equal((await rescued()).lines, 0);
      assert.ok(text(file.path) === before);
      assert.ok(backup !== null);
    });

    it('leaves a torn line until it is whole', async () => {
      await pruned();
      const line = '{"type":"mode","mode":"late"}\n';
      writeSync(held, line.slice(0, 12));
      const before = text(file.path);
      assert.equal((await rescued()).lines, 0);
      writeSync(held, line.slice(12));
      assert.equal((await rescued()).lines, 1);
      assert.ok(text(file.path) === before + line);
    });

    it('completes a line that came over torn', async () => {
      const line = '{"type":"mode","mode":"late"}\n';
      writeSync(held, line.slice(0, 12));
      await pruned();
      writeSync(held, line.slice(12));
      assert.equal((await rescued()).lines, 1);
      assert.deepEqual(
        text(file.path)
          .split('\n')
          .filter((each) => each.includes('"late"')),
        [line.trimEnd()],
      );
    });

    it('has each line once, though the disk was full in the middle of the first attempt', async () => {
      await pruned();
      const late = [1, 2, 3].map((number) => `{"type":"mode","mode":"late ${String(number)}"}`);
      writeSync(held, `${late.join('\n')}\n`);
      const full: SessionFileSystem = {
        ...file.tools.fileSystem,
        openToAppend: async (path) => {
          const real = await file.tools.fileSystem.openToAppend(path);
          return {
            ...real,
            write: async ([bytes]) => {
              await real.write([bytes!.subarray(0, bytes!.length / 2)]);
              throw Object.assign(new Error('full'), { code: 'ENOSPC' });
            },
          };
        },
      };
      const outcome = await rescueLines(file.path, { ...file.tools, fileSystem: full });
      assert.equal(reason(outcome), 'noSpace');
      file.tools = { ...file.tools, nowMs: () => Date.now() + 5000 };
      assert.equal((await rescued()).lines, 2);
      const lines = text(file.path).split('\n');
      for (const line of late) assert.equal(lines.filter((each) => each === line).length, 1);
    });

    it('touches no file that is another one by now', async () => {
      await pruned();
      writeSync(held, '{"type":"mode","mode":"late"}\n');
      writeFileSync(`${file.path}.other`, 'another session\n');
      renameSync(`${file.path}.other`, file.path);
      assert.equal((await rescued()).lines, 0);
      assert.equal(text(file.path), 'another session\n');
    });

    it('puts nothing behind a restored session whose parent left with the restore', async () => {
      const { backup } = await pruned();
      const gone = file.session.writer.prompt('And now?');
      file.session.writer.appendTo(file.path);
      const current = openSync(file.path, 'a');
      await undo(backup!.id);
      writeSync(current, conversationLine('22222222-2222-4222-8222-222222222222', gone));
      writeSync(current, conversationLine('33333333-3333-4333-8333-333333333333', leaf()));
      closeSync(current);
      assert.equal((await rescued()).lines, 1);
      assert.ok(
        text(file.path) ===
          file.original + conversationLine('33333333-3333-4333-8333-333333333333', leaf()),
      );
    });

    it('goes by its way through several rewrites', async () => {
      let nowMs = Date.now();
      file.tools = { ...file.tools, nowMs: () => (nowMs += 1000) };
      await pruned({ choice: items(0) });
      await pruned({ choice: items(1) });
      writeSync(held, '{"type":"mode","mode":"late"}\n');
      assert.equal((await rescued()).lines, 1);
      assert.ok(text(file.path).endsWith('{"type":"mode","mode":"late"}\n'));
    });

    it('leaves alone what an earlier build carried over, which noted not how far it came', async () => {
      const { backup } = await pruned();
      writeSync(held, '{"type":"mode","mode":"late"}\n');
      const { manifest } = backupPaths(file.tools, SESSION, backup!.id);
      const known = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
      delete known['carriedToBytes'];
      writeFileSync(manifest, JSON.stringify(known));
      assert.equal((await rescued()).lines, 0);
    });
  });
});
