import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface AppendOrder {
  readonly file: string;
  readonly lines: readonly string[];
  readonly gapMs: number;
}

/**
 * Appends what it is told, line by line with a pause in between, and says when the last one is
 * written. Runs in a process of its own.
 */
export function runAppender(): void {
  process.on('message', (order: AppendOrder) => {
    append(order).then(
      () => process.send?.('done'),
      () => process.exit(1),
    );
  });
}

async function append({ file, lines, gapMs }: AppendOrder): Promise<void> {
  for (const [index, line] of lines.entries()) {
    if (index > 0) await pause(gapMs);
    appendFileSync(file, `${line}\n`);
  }
}
