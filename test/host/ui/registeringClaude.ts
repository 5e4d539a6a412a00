import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A program that registers itself as one that has a session open, as Claude Code does, and stays
 * open; to be started in a terminal.
 */
export class RegisteringClaude {
  private readonly program: string;

  /** @param directory to put it into. */
  constructor(directory: string, claudeConfigDirectory: string) {
    this.program = path.join(directory, 'registering');
    const entry =
      '{"pid":%d,"sessionId":"%s","procStart":"%s","kind":"interactive","entrypoint":"cli","status":"idle","version":"2.1.329"}';
    writeFileSync(
      this.program,
      `#!/bin/sh\nstart=$(cut -d ' ' -f 22 /proc/$$/stat)\nprintf '${entry}' $$ "$1" "$start" > '${claudeConfigDirectory}/sessions/'$$.json\necho "Has $1 open."\nexec sleep 600\n`,
    );
    chmodSync(this.program, 0o755);
  }

  /** What to type in a shell. */
  commandLine(sessionId: string): string {
    return `${this.program} ${sessionId}`;
  }
}
