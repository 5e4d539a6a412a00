import { readFileSync, writeFileSync } from 'node:fs';

const SAMPLE_MS = 2;

/**
 * Runs something and tells how far the memory of this process rose above what it held before. On
 * Linux the kernel keeps the peak; elsewhere samples between two turns of the event loop must do,
 * which may miss some of it.
 */
export async function extraMemoryBytes<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; extraBytes: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const sample = (): void => void (peak = Math.max(peak, process.memoryUsage.rss()));
  const sampling = setInterval(sample, SAMPLE_MS);
  const hasKernelPeak = resetKernelPeak();
  const result = await work();
  clearInterval(sampling);
  sample();
  return { result, extraBytes: Math.max(peak, hasKernelPeak ? kernelPeak() : 0) - before };
}

function resetKernelPeak(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false; // some containers forbid it
  }
}

function kernelPeak(): number {
  return (
    Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? 0) *
    1024
  );
}
