import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** How to look at the processes of this machine; the defaults do so for real. */
export interface ProcessSource {
  readonly platform: NodeJS.Platform;
  readonly procDirectory: string;
  /** Whether a process of this id exists, whoever it belongs to. */
  readonly exists: (pid: number) => boolean;
}

export interface ProcessStat {
  readonly parentPid: number;
  /**
   * Clock ticks after boot, as text. Together with the pid it names a process for good: pids are
   * used again.
   */
  readonly startTicks: string;
  /** What is typed into its terminal reaches it: it is not stopped, and nothing stands in front. */
  readonly isInForeground: boolean;
}

/** More than any real chain of shells, multiplexers and editors. */
const MAX_DEPTH = 64;

export function localProcesses(): ProcessSource {
  return { platform: process.platform, procDirectory: '/proc', exists: processExists };
}

/**
 * Reads `/proc/<pid>/stat`; `null` when the process is gone, or where there is no such file system.
 */
export async function readProcessStat(
  pid: number,
  source: ProcessSource,
): Promise<ProcessStat | null> {
  if (source.platform !== 'linux') return null;
  const stat = await readFile(join(source.procDirectory, String(pid), 'stat'), 'latin1').catch(
    () => '',
  );
  // `pid (name) state ppid …`: the name may hold spaces and parentheses, so fields are counted from
  // the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [parentPid, startTicks] = [Number(fields[1]), fields[19]];
  if (startTicks === undefined || !Number.isSafeInteger(parentPid)) return null;
  const [state = '', , group, , , foreground] = fields;
  const isInForeground = state.toLowerCase() !== 't' && group === foreground;
  return { parentPid, startTicks, isInForeground };
}

/** The pid namespace of this process, such as `pid:[4026531836]`; `null` where there are none. */
export async function pidNamespace(source: ProcessSource): Promise<string | null> {
  return source.platform === 'linux'
    ? readlink(join(source.procDirectory, 'self', 'ns', 'pid')).catch(() => null)
    : null;
}

/**
 * The ids of a process's parent, grandparent and so on, nearest first; `null` where that cannot be
 * known (Windows, macOS, process gone).
 */
export async function ancestorPids(
  pid: number,
  source: ProcessSource,
): Promise<readonly number[] | null> {
  const first = await readProcessStat(pid, source);
  if (first === null) return null;
  const ancestors: number[] = [];
  for (
    let next: ProcessStat | null = first;
    next !== null && next.parentPid > 0;
    next = await readProcessStat(next.parentPid, source)
  ) {
    // Parents are read one after the other, so a pid that is used again meanwhile could lead in a
    // circle.
    if (ancestors.length === MAX_DEPTH || ancestors.includes(next.parentPid)) break;
    ancestors.push(next.parentPid);
  }
  return ancestors;
}

function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
