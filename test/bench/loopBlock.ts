import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const IDLE_MS = 300;

export interface LoopBlock {
  /** Longest time between two turns of the event loop while something ran. */
  readonly workMs: number;
  /** The same while nothing ran in this process: what the machine itself adds. */
  readonly idleMs: number;
}

/** Runs something and tells how long it held the event loop at worst. */
export async function measureLoopBlock(work: () => Promise<unknown>): Promise<LoopBlock> {
  const idleMs = await longestDelay(() => pause(IDLE_MS));
  return { workMs: await longestDelay(work), idleMs };
}

async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  monitor.enable();
  await pause(5); // the monitor samples from its first turn on
  await work();
  await pause(5);
  monitor.disable();
  return monitor.max / 1e6;
}
