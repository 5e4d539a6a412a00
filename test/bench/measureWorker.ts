import { copyFile, link, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectSlug } from '../../src/io/sessions/projectDirectory';
import { type LoopBlock, measureLoopBlock } from './loopBlock';
import { followInWorker } from './subject';

export interface OpenedInWorker {
  /** Of the thread that the extension host would be. */
  readonly block: LoopBlock;
  /**
   * From the start of the worker to the first number, and to the one after the whole file was read.
   */
  readonly firstMs: number;
  readonly completeMs: number;
}

/**
 * Lets the built worker open a session as the extension does, and watches the thread that asked for
 * it.
 */
export async function workerOpens(transcript: string, dist: string): Promise<OpenedInWorker> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'leeway-bench-')));
  const workspace = path.join(root, 'ledger');
  const configDirectory = path.join(root, 'claude');
  const file = path.join(
    configDirectory,
    'projects',
    projectSlug(workspace),
    '00000000-0000-4000-8000-000000000001.jsonl',
  );
  await mkdir(workspace);
  await mkdir(path.dirname(file), { recursive: true });
  // a temporary directory may lie on another disk
  await link(transcript, file).catch(() => copyFile(transcript, file));
  try {
    let times = { firstMs: NaN, completeMs: NaN };
    const block = await measureLoopBlock(async () => {
      times = await followInWorker({
        script: path.join(dist, 'worker.js'),
        configDirectory,
        workspace,
      });
    });
    return { block, ...times };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
