import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** A moment within an operation: before or after the so-manieth call that changes something. */
export interface CallMoment {
  /** From 1. */
  readonly call: number;
  readonly when: 'before' | 'after';
}

interface CountedCalls {
  /** How many there were so far. */
  count(): number;
  killAt(moment: CallMoment | null): void;
}

type Asynchronous = (...args: unknown[]) => Promise<unknown>;

const CHANGING = ['rename', 'link', 'unlink', 'rm', 'rmdir', 'mkdir', 'copyFile', 'chmod'];
const CHANGING_HANDLE = ['write', 'writeFile', 'sync', 'chmod', 'chown', 'close'] as const;

/**
 * Counts the calls of this process that change something on the disk, and ends it by SIGKILL at one
 * of them. Has to be there before anything that imports `node:fs/promises`.
 */
export function countCalls(): CountedCalls {
  const promises = createRequire(__filename)('node:fs/promises') as Record<string, Asynchronous>;
  let calls = 0;
  let killAt: CallMoment | null = null;
  const counted = async (act: () => Promise<unknown>): Promise<unknown> => {
    calls++;
    if (killAt?.call === calls && killAt.when === 'before') end();
    const result = await act();
    if (killAt?.call === calls && killAt.when === 'after') end();
    return result;
  };
  const countHandle = (handle: FileHandle): void => {
    const methods = handle as unknown as Record<string, Asynchronous>;
    for (const name of CHANGING_HANDLE) {
      const real = methods[name]!.bind(handle);
      methods[name] = (...args) => counted(() => real(...args));
    }
  };
  for (const name of CHANGING) {
    const real = promises[name]!;
    promises[name] = (...args) => counted(() => real(...args));
  }
  const open = promises['open']!;
  promises['open'] = async (path, flags, ...more) => {
    const opening = (): Promise<unknown> => open(path, flags, ...more);
    if (!isToWrite(flags)) return opening();
    const handle = (await counted(opening)) as FileHandle;
    countHandle(handle);
    return handle;
  };
  return { count: () => calls, killAt: (moment) => (killAt = moment) };
}

function isToWrite(flags: unknown): boolean {
  return typeof flags === 'number'
    ? (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0
    : typeof flags === 'string' && flags !== 'r';
}

function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
