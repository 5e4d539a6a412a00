import {
  localFileSystem,
  type OpenFile,
  type SessionFileSystem,
} from '../../../../src/core/sessionFile/sessionFileSystem';

/**
 * Something that a file system call may meet. `death`: the process ends there, so that nothing
 * after it is done either.
 */
export type Fault = 'ENOSPC' | 'EPERM' | 'EXDEV' | 'EIO' | 'death';

export class Death extends Error {}

export interface FaultyFileSystem extends SessionFileSystem {
  /** Names of all calls so far. */
  readonly calls: string[];
}

/** A file that was opened for nobody: a process that ends closes it. */
async function closed(result: unknown): Promise<void> {
  if (typeof result === 'object' && result !== null && 'close' in result)
    await (result as OpenFile).close();
}

/**
 * The real file system, until the call of that number (from 0), which meets the fault. A `late`
 * death strikes after the call has done its work. `half`: a write that fails has written half of
 * its bytes.
 */
export function faultyFileSystem(
  at: number,
  fault: Fault,
  moment: 'early' | 'late' = 'early',
): FaultyFileSystem {
  const calls: string[] = [];
  let isDead = false;
  const call = async <Result>(
    name: string,
    act: () => Promise<Result>,
    half?: () => Promise<unknown>,
  ): Promise<Result> => {
    if (isDead) throw new Death();
    const number = calls.push(name) - 1;
    if (number !== at) return act();
    isDead = fault === 'death';
    if (moment === 'late') await closed(await act());
    else await half?.();
    throw fault === 'death'
      ? new Death()
      : Object.assign(new Error(`${fault}: ${name}`), { code: fault });
  };
  const faultyFile = (file: OpenFile): OpenFile => ({
    state: () => call('file.state', () => file.state()),
    read: (buffer, position) => call('read', () => file.read(buffer, position)),
    write: (pieces) =>
      call(
        'write',
        () => file.write(pieces),
        () => file.write(pieces.map((piece) => piece.subarray(0, piece.length / 2))),
      ),
    sync: () => call('sync', () => file.sync()),
    setMode: (mode) => call('setMode', () => file.setMode(mode)),
    setOwner: (uid, gid) => call('setOwner', () => file.setOwner(uid, gid)),
    // A descriptor is closed in any case: by the process, or by its end.
    close: async () => {
      await file.close();
      await call('close', () => Promise.resolve());
    },
  });
  const real = localFileSystem;
  return {
    calls,
    stateOf: (path) => call('stateOf', () => real.stateOf(path)),
    openToRead: async (path) => faultyFile(await call('openToRead', () => real.openToRead(path))),
    create: async (path) => faultyFile(await call('create', () => real.create(path))),
    rename: (from, to) => call('rename', () => real.rename(from, to)),
    link: (existing, path) => call('link', () => real.link(existing, path)),
    remove: (path) => call('remove', () => real.remove(path)),
    removeDirectory: (path) => call('removeDirectory', () => real.removeDirectory(path)),
    makeDirectory: (path) => call('makeDirectory', () => real.makeDirectory(path)),
    namesIn: (path) => call('namesIn', () => real.namesIn(path)),
    syncDirectory: (path) => call('syncDirectory', () => real.syncDirectory(path)),
  };
}
