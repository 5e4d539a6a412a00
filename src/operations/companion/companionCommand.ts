import { claudeEnvironment } from '../../io/claudeProgram/claudeEnvironment';
import type { ClaudeProgram } from '../../io/claudeProgram/findClaudeProgram';
import { runProgram } from '../../io/claudeProgram/runProgram';
import { asSettings, type SettingsFields } from '../../io/claudeSettings/readSettingsFile';

/** How `claude plugin …` is run. */
export interface CompanionRun {
  readonly program: ClaudeProgram;
  readonly configDirectory: string;
  /** Where it is run: no project, whose settings and hooks would count. */
  readonly homeDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeLimitMs: number;
  readonly signal?: AbortSignal;
}

/** Why a command did not do what it is for. */
export type CommandProblem =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'cannotStart'; readonly path: string; readonly code: string | null }
  | { readonly kind: 'noAnswer'; readonly timeLimitMs: number }
  /** @param said in Claude Code's own words, as they came; `code` by its own name. */
  | { readonly kind: 'refused'; readonly said: string; readonly code: string };

const SAID_LENGTH = 300;

/** @returns `null` when Claude Code says that it was done. Never throws. */
export async function runCompanionCommand(
  args: readonly string[],
  { program, configDirectory, homeDirectory, env, timeLimitMs, signal }: CompanionRun,
): Promise<CommandProblem | null> {
  const run = await runProgram(program.path, args, {
    cwd: homeDirectory,
    env: claudeEnvironment(
      { ...env, DISABLE_AUTOUPDATER: '1' },
      { configDirectory, homeDirectory },
    ),
    timeLimitMs,
    ...(signal === undefined ? {} : { signal }),
  });
  switch (run.ended) {
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'cannotStart':
      return { kind: 'cannotStart', path: program.path, code: run.errorCode };
    case 'timeout':
      return { kind: 'noAnswer', timeLimitMs };
    case 'exited':
    case 'killed': {
      const told = answerIn(run.stdout);
      const isDone = run.exitCode === 0 && (told === null || told['outcome'] === 'ok');
      if (isDone) return null;
      const said = told?.['message'] ?? (run.stderr.trim() || run.stdout.trim());
      const code = told?.['failureCode'];
      return {
        kind: 'refused',
        said: (typeof said === 'string' ? said : '').slice(0, SAID_LENGTH),
        code: typeof code === 'string' ? code : '',
      };
    }
  }
}

/** The last line that is an answer; `null` where there is none. */
function answerIn(stdout: string): SettingsFields | null {
  for (const line of stdout.split('\n').reverse()) {
    if (!line.startsWith('{')) continue;
    try {
      const fields = asSettings(JSON.parse(line));
      if (fields !== null && 'outcome' in fields) return fields;
    } catch {
      continue; // it begins as one
    }
  }
  return null;
}
