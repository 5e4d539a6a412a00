import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { ClaudeSandbox } from '../../claude/claudeSandbox';
import { responseWritten } from '../../claude/expectations';
import type { MockMessagesApi } from '../../claude/mockMessagesApi';
import { reply, text } from '../../claude/mockReply';
import { until } from '../../claude/until';
import { runInNewTerminal, typeInTerminal } from '../driver/terminal';

interface RunningSession {
  readonly sessionId: string;
  readonly sessionFile: string;
}

/** A session that the real Claude Code has open in a terminal of the window. */
export interface ClaudeInTerminal {
  /** Waits until it has been idle since a moment. */
  readonly idle: (sinceMs: number) => Promise<void>;
  /** Types a prompt, and waits until the answer to it stands in the file. */
  readonly prompt: (words: string) => Promise<void>;
}

/** Resumes a session in a new terminal of the window, and waits until it is idle. */
export async function resumeInTerminal(
  { page, api, sandbox }: { page: Page; api: MockMessagesApi; sandbox: ClaudeSandbox },
  { sessionId, sessionFile }: RunningSession,
  model: string,
): Promise<ClaudeInTerminal> {
  const directory = path.join(sandbox.configDirectory, 'sessions');
  const idle = async (sinceMs: number): Promise<void> => {
    await until('claude to be idle', 30_000, () =>
      readdirSync(directory)
        .filter((name) => /^\d+\.json$/.test(name))
        .some((name) => {
          const record = recordIn(path.join(directory, name));
          return (
            record?.status === 'idle' &&
            record.sessionId === sessionId &&
            record.statusUpdatedAt >= sinceMs
          );
        }),
    );
  };
  const prompt = async (words: string): Promise<void> => {
    const sinceMs = Date.now();
    api.script(reply(text(`Answer to: ${words}`)));
    await typeInTerminal(page, words);
    await idle(sinceMs);
    await responseWritten(api, sessionFile);
  };
  await runInNewTerminal(page, `'${sandbox.binary}' --model ${model} --resume ${sessionId}`);
  await idle(0);
  return { idle, prompt };
}

/** What a process says of itself; `null` while that is being written. */
function recordIn(file: string): {
  readonly status: string;
  readonly sessionId: string;
  readonly statusUpdatedAt: number;
} | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof recordIn>;
  } catch {
    return null;
  }
}
