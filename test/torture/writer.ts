// Appends numbered lines to a session file until it is told to stop, in a process of its own and in
// a way of its own.
import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import { appendFile, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { SeededRandom } from '../fixtures/seededRandom';

/**
 * `perLine`: opened anew for each line. `overlapping`: asynchronously, several at once. `torn`: in
 * two halves. `slow`: opened up to half a second before it is written. `held`: opened once, for
 * ever.
 */
export type WriterKind = 'perLine' | 'overlapping' | 'torn' | 'slow' | 'held';

export interface WriterOrder {
  readonly path: string;
  readonly kind: WriterKind;
  readonly seed: number;
  /** So long it waits between two lines on average. */
  readonly gapMs: number;
}

const SLOWEST_MS = 500;

function lineOf(kind: WriterKind, number: number): string {
  const filler = 'x'.repeat((number * 37) % 300);
  return `${JSON.stringify({ type: 'mode', mode: kind, number, filler })}\n`;
}

class Writer {
  private readonly order: WriterOrder;
  private readonly random: SeededRandom;
  private readonly pending: Promise<void>[] = [];
  private held = -1;
  private isStopped = false;

  constructor(order: WriterOrder) {
    this.order = order;
    this.random = new SeededRandom(order.seed);
  }

  stop(): void {
    this.isStopped = true;
  }

  /** @returns how many lines it has written. */
  async run(): Promise<number> {
    let number = 0;
    for (; !this.isStopped; number++) {
      await this.write(lineOf(this.order.kind, number));
      await delay(this.random.integer(0, 2 * this.order.gapMs));
    }
    await Promise.all(this.pending);
    if (this.held !== -1) closeSync(this.held);
    return number;
  }

  private async write(line: string): Promise<void> {
    const { path, kind } = this.order;
    switch (kind) {
      case 'perLine':
        appendFileSync(path, line);
        return;
      case 'overlapping':
        this.pending.push(appendFile(path, line));
        return;
      case 'torn': {
        const file = openSync(path, 'a');
        const half = this.random.integer(1, line.length - 1);
        writeSync(file, line.slice(0, half));
        await delay(this.random.integer(0, 4));
        writeSync(file, line.slice(half));
        closeSync(file);
        return;
      }
      case 'slow':
        this.pending.push(this.writeLate(line));
        return;
      case 'held':
        if (this.held === -1) this.held = openSync(path, 'a');
        writeSync(this.held, line);
    }
  }

  private async writeLate(line: string): Promise<void> {
    const file = await open(this.order.path, 'a');
    await delay(this.random.integer(0, SLOWEST_MS));
    await file.write(line);
    await file.close();
  }
}

process.once('message', (order: WriterOrder) => {
  const writer = new Writer(order);
  process.on('message', () => writer.stop());
  writer.run().then(
    (lines) => process.send!(lines, () => process.disconnect()),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
