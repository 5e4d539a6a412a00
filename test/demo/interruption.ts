import { once } from 'node:events';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EXIT_INTERRUPTED = 130;

/**
 * Ctrl+C and its kin. They end this process at once, its exit hooks cleaning up roughly; a window
 * that is open gets the chance to end by itself first. A second one always ends it at once.
 */
export class Interruption {
  private next: AbortController | null = null;

  constructor() {
    for (const signal of SIGNALS) process.on(signal, () => this.interrupt());
  }

  /** From now on the first one aborts this signal and does no more. */
  awaited(): AbortSignal {
    this.next = new AbortController();
    return this.next.signal;
  }

  private interrupt(): void {
    const awaited = this.next;
    this.next = null;
    if (awaited === null) process.exit(EXIT_INTERRUPTED);
    awaited.abort();
  }
}

export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
