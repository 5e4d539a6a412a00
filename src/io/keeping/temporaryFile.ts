import { createHash, randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EARLIER_PRODUCT, PRODUCT } from '../../product';
import { localProcesses, type ProcessSource } from '../sessions/processTree';
import { codeOf, type OpenFile, type SessionFileSystem } from '../sessionFile/sessionFileSystem';
import { hostHere, isGone, ownerHere } from './fileOwner';

/**
 * Windows refuses while somebody has the file open: a virus scanner, an indexer, Claude Code within
 * a write.
 */
const RENAME_WAITS_MS = [10, 20, 40, 80, 160, 320];
const RETRIED_CODES = ['EPERM', 'EBUSY', 'EACCES'];
/**
 * For a file whose owner cannot be asked: of another machine, or of an earlier build. Nothing that
 * is written aside takes as long.
 */
const STALE_AFTER_MS = 60 * 60 * 1000;
const OURS = new RegExp(
  `^\\..+\\.${PRODUCT}-([0-9a-f]{6})-([1-9]\\d{0,9})-(\\d{0,20})-[0-9a-f]{12}\\.tmp$`,
);
const OF_EARLIER_BUILDS = new RegExp(
  `^\\..+\\.(?:${PRODUCT}|${EARLIER_PRODUCT.id})-[0-9a-f]{24}\\.tmp$`,
);

/**
 * A file that is written beside its place and comes there whole, by one step, or not at all. Its
 * name tells whose it is, so that what a process leaves that dies meanwhile is known at once.
 * Claude Code and the meter look at `.jsonl` only.
 */
export class TemporaryFile {
  readonly path: string;
  readonly file: OpenFile;
  private readonly target: string;
  private readonly fileSystem: SessionFileSystem;
  private isClosed = false;
  private isInPlace = false;

  private constructor(path: string, file: OpenFile, target: string, fileSystem: SessionFileSystem) {
    this.path = path;
    this.file = file;
    this.target = target;
    this.fileSystem = fileSystem;
  }

  /**
   * @param target the place it is for; its directory is there.
   * @param mode permission bits, of which the umask takes its share; by default its owner’s alone.
   * @throws what the file system throws.
   */
  static async create(
    target: string,
    fileSystem: SessionFileSystem,
    mode?: number,
  ): Promise<TemporaryFile> {
    const path = await temporaryPathFor(target);
    return new TemporaryFile(path, await fileSystem.create(path, mode), target, fileSystem);
  }

  /**
   * Comes to its place, over what is there.
   *
   * @param problem asked before each try: what it finds is the answer, and nothing is replaced.
   * @returns `null` when it is in its place.
   * @throws what the file system throws, with the place as it was.
   */
  async replace<Problem>(problem: () => Promise<Problem | null>): Promise<Problem | null> {
    for (const waitMs of [0, ...RENAME_WAITS_MS]) {
      if (waitMs > 0) await delay(waitMs);
      const found = await problem();
      if (found !== null) return found;
      try {
        await this.fileSystem.rename(this.path, this.target);
        this.isInPlace = true;
        return null;
      } catch (error) {
        if (!RETRIED_CODES.includes(codeOf(error)) || waitMs === RENAME_WAITS_MS.at(-1))
          throw error;
      }
    }
    throw new Error('unreachable');
  }

  /**
   * Comes to its place where that is free.
   *
   * @returns false where something is there, which stays.
   * @throws what the file system throws.
   */
  async appear(): Promise<boolean> {
    try {
      await this.fileSystem.link(this.path, this.target);
      return true; // the first name goes with `dispose`
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
    }
    // Without second names there is none that is taken only while it is free.
    if ((await this.fileSystem.stateOf(this.target)) !== null) return false;
    await this.replace(() => Promise.resolve(null));
    return true;
  }

  /** Makes what was written last, and closes it. */
  async finish(): Promise<void> {
    await this.file.sync();
    this.isClosed = true;
    await this.file.close();
  }

  /** Nothing is left beside the place. Never throws: what cannot be removed goes stale. */
  async dispose(): Promise<void> {
    if (!this.isClosed) await this.file.close().catch(() => undefined);
    if (!this.isInPlace) await this.fileSystem.remove(this.path).catch(() => undefined);
  }
}

/** Writes a file beside its place; whatever happens, nothing is left beside it. */
export async function withTemporaryFile<Result>(
  target: string,
  fileSystem: SessionFileSystem,
  use: (temporary: TemporaryFile) => Promise<Result>,
  mode?: number,
): Promise<Result> {
  const temporary = await TemporaryFile.create(target, fileSystem, mode);
  try {
    return await use(temporary);
  } finally {
    await temporary.dispose();
  }
}

/**
 * Takes a file away from its place to a name of its own, so that of two that want to remove it each
 * sees what it took.
 *
 * @returns that name; `null` where there is no such file.
 * @throws what the file system throws.
 */
export async function takeAside(
  path: string,
  fileSystem: SessionFileSystem,
): Promise<string | null> {
  const aside = await temporaryPathFor(path);
  try {
    await fileSystem.rename(path, aside);
    return aside;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether a file of that name was being written by us, or by an earlier build. */
export function isTemporaryName(name: string): boolean {
  return OURS.test(name) || OF_EARLIER_BUILDS.test(name);
}

/**
 * Removes what processes that are gone have left in a directory, and what is too old to be still
 * written. Never throws.
 *
 * @returns how many files are gone.
 */
export async function removeStaleTemporaryFiles(
  directory: string,
  fileSystem: SessionFileSystem,
  nowMs = Date.now(),
  processes = localProcesses(),
): Promise<number> {
  let removed = 0;
  const names = await fileSystem.namesIn(directory).catch(() => []);
  for (const name of names.filter(isTemporaryName)) {
    const path = join(directory, name);
    try {
      const state = await fileSystem.stateOf(path);
      if (state?.kind !== 'file') continue;
      if (!(await isStale(name, Number(state.mtimeNs / 1_000_000n), nowMs, processes))) continue;
      await fileSystem.remove(path);
      removed++;
    } catch {
      continue; // another window was faster, or may and we may not
    }
  }
  return removed;
}

/**
 * Whether what bears a temporary name is nobody's any more.
 * @param writtenMs when it was written last.
 */
export async function isStale(
  name: string,
  writtenMs: number,
  nowMs = Date.now(),
  processes = localProcesses(),
): Promise<boolean> {
  return writtenMs <= nowMs - STALE_AFTER_MS || (await isOfGoneOwner(name, processes));
}

/** A name beside a place, of a file that this process writes now; another one each time. */
export async function temporaryPathFor(target: string): Promise<string> {
  const { pid, startTicks, host } = await ownerHere();
  const owner = [hostMark(host), pid, startTicks ?? ''].join('-');
  const unique = randomBytes(6).toString('hex');
  return join(dirname(target), `.${basename(target)}.${PRODUCT}-${owner}-${unique}.tmp`);
}

async function isOfGoneOwner(name: string, processes: ProcessSource): Promise<boolean> {
  const [, mark, pid, startTicks] = OURS.exec(name) ?? [];
  if (mark === undefined || mark !== hostMark(await hostHere(processes))) return false;
  return isGone({ pid: Number(pid), startTicks: startTicks || null }, processes);
}

function hostMark(host: string): string {
  return createHash('sha256').update(host).digest('hex').slice(0, 6);
}
