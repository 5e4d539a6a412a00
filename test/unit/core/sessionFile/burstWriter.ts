import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Burst {
  readonly path: string;
  readonly line: string;
  readonly appends: number;
  readonly gapMs: number;
}

/**
 * Run as a process of its own, it appends as Claude Code does: the file is opened anew for every
 * line.
 */
process.on('message', (burst: Burst) => {
  void append(burst);
});

async function append({ path, line, appends, gapMs }: Burst): Promise<void> {
  for (let i = 0; i < appends; i++) {
    if (i > 0) await delay(gapMs);
    appendFileSync(path, line);
  }
}
