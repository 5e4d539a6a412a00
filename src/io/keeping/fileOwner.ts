import { hostname } from 'node:os';
import {
  localProcesses,
  pidNamespace,
  readProcessStat,
  type ProcessSource,
} from '../sessions/processTree';

/** The process that a lock or a temporary file belongs to. */
export interface FileOwner {
  readonly pid: number;
  /** Together with the pid it names a process for good; `null` where it cannot be known. */
  readonly startTicks: string | null;
  /**
   * The machine, or the container: a process id means something there only. Containers may share
   * their host's name, not its process ids.
   */
  readonly host: string;
}

/** This process, as the owner of a file. */
export async function ownerHere(processes: ProcessSource = localProcesses()): Promise<FileOwner> {
  return {
    pid: process.pid,
    startTicks: (await readProcessStat(process.pid, processes))?.startTicks ?? null,
    host: await hostHere(processes),
  };
}

/** What {@link FileOwner.host} is here. */
export async function hostHere(processes: ProcessSource = localProcesses()): Promise<string> {
  return [hostname(), (await pidNamespace(processes)) ?? ''].join(' ').trim();
}

/** Whether an owner's process id means something here. Earlier builds went by the name alone. */
export async function isOfThisHost(
  { host }: Pick<FileOwner, 'host'>,
  processes: ProcessSource = localProcesses(),
): Promise<boolean> {
  return host === hostname() || host === (await hostHere(processes));
}

/**
 * Whether an owner on this machine is gone for certain: no process has its id, or another one has
 * it by now.
 */
export async function isGone(
  { pid, startTicks }: Pick<FileOwner, 'pid' | 'startTicks'>,
  processes: ProcessSource = localProcesses(),
): Promise<boolean> {
  if (!processes.exists(pid)) return true;
  const stat = await readProcessStat(pid, processes);
  return startTicks !== null && stat !== null && stat.startTicks !== startTicks;
}
