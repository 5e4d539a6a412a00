import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { until } from '../../claude/until';

/**
 * A program that answers like Claude Code when asked for its version, and otherwise notes what it
 * was started with and stays open.
 */
export class FakeClaude {
  readonly path: string;
  private readonly notes: string;

  constructor() {
    const directory = mkdtempSync(path.join(tmpdir(), 'meter-claude-'));
    this.path = path.join(directory, 'claude');
    this.notes = path.join(directory, 'arguments');
    writeFileSync(
      this.path,
      `#!/bin/sh\nif [ "$1" = --version ]; then echo '2.1.329 (Claude Code)'; exit 0; fi\nfor word; do printf '%s\\n' "$word"; done > '${this.notes}.part'\nmv '${this.notes}.part' '${this.notes}'\necho 'Claude Code is open.'\nexec sleep 60\n`,
    );
    chmodSync(this.path, 0o755);
  }

  /** The arguments of its last start, one a line. */
  started(): Promise<string[]> {
    return until(
      'claude to be started',
      20_000,
      () => existsSync(this.notes) && readFileSync(this.notes, 'utf8').trimEnd().split('\n'),
    );
  }
}
