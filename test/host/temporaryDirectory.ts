import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TemporaryDirectory {
  path: string;
  remove(): Promise<void>;
}

/** Programs that are just ending may still write while their directory is being removed. */
const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 200 };

/** Makes a directory that is gone at the latest when this process exits. */
export async function makeTemporaryDirectory(prefix: string): Promise<TemporaryDirectory> {
  const directory = await realpath(await mkdtemp(path.join(tmpdir(), prefix)));
  const removeAtExit = (): void => rmSync(directory, removal);
  process.once('exit', removeAtExit);
  return {
    path: directory,
    async remove() {
      await rm(directory, removal);
      process.off('exit', removeAtExit);
    },
  };
}
