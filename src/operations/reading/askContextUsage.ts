import { setTimeout as delay } from 'node:timers/promises';
import type { McpServer } from '../../domain/fixedBlock/fixedBlock';
import { parseMcpStatus } from '../../domain/fixedBlock/parseMcpStatus';
import { controlledArguments, isModelId } from '../../io/claudeProgram/claudeCommandLine';
import type { ClaudeProgram, ProgramProblem } from '../../io/claudeProgram/findClaudeProgram';
import { controlProgram, type AskControl } from '../../io/claudeProgram/controlProgram';
import type { ProgramRun } from '../../io/claudeProgram/runProgram';

export interface ContextQuestion {
  readonly program: ClaudeProgram;
  /** Where it is started: the MCP servers, memory files and settings of this folder count. */
  readonly cwd: string;
  readonly model: string | null;
  readonly env: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  readonly signal?: AbortSignal;
}

/** What Claude Code said; the answer is as it came. */
interface ContextAnswer {
  readonly answer: unknown;
  /** Those that are `pending` had not connected when time was up. */
  readonly servers: readonly McpServer[];
}

/** Why Claude Code was asked in vain, or not at all. */
export type AskProblem =
  | { readonly kind: 'noProgram'; readonly problem: ProgramProblem }
  /** The folder of the session is not known, or not there. */
  | { readonly kind: 'noFolder' }
  /** It knows no such question. */
  | { readonly kind: 'tooOld'; readonly version: string }
  | { readonly kind: 'noAnswer'; readonly version: string; readonly timeLimitMs: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'cannotStart'; readonly path: string; readonly code: string | null }
  /** It ended, or answered something else. @param printed what it said, as it came. */
  | { readonly kind: 'failed'; readonly version: string; readonly printed: string };

/** Of the time limit, what is left for the answer itself, which takes less than a second. */
const ANSWERING_MS = 5_000;
const POLL_MS = 150;
const PRINTED_LENGTH = 300;

/**
 * Asks Claude Code what its context would hold in a folder, before any prompt. It answers before
 * its MCP servers have connected, so it is asked for those first, until none is on its way any
 * more; one that hangs is waited for as long as the time limit allows, and then left out. No
 * request goes to the API. Never throws.
 */
export async function askContextUsage(
  question: ContextQuestion,
): Promise<ContextAnswer | AskProblem> {
  const { program, model, cwd, env, timeLimitMs, signal } = question;
  const waitUntilMs = performance.now() + Math.max(timeLimitMs / 2, timeLimitMs - ANSWERING_MS);
  const { result, run } = await controlProgram(
    program.path,
    controlledArguments(model !== null && isModelId(model) ? model : null),
    async (ask) => {
      const servers = await settledServers(ask, waitUntilMs);
      return { servers, usage: await ask({ subtype: 'get_context_usage', detail: 'summary' }) };
    },
    { cwd, env, timeLimitMs, ...(signal === undefined ? {} : { signal }) },
  );
  if (result?.usage != null && 'response' in result.usage)
    return { answer: result.usage.response, servers: result.servers };
  return problemOf(question, result?.usage?.error ?? null, run);
}

/** The MCP servers once none is connecting any more, or as they are when that takes too long. */
async function settledServers(ask: AskControl, waitUntilMs: number): Promise<readonly McpServer[]> {
  for (;;) {
    const told = await ask({ subtype: 'mcp_status' });
    const servers = told !== null && 'response' in told ? parseMcpStatus(told.response) : null;
    if (servers === null) return [];
    const isSettled = !servers.some(({ status }) => status === 'pending');
    if (isSettled || performance.now() >= waitUntilMs) return servers;
    await delay(POLL_MS);
  }
}

function problemOf(
  { program: { path, version }, timeLimitMs }: ContextQuestion,
  error: string | null,
  run: ProgramRun,
): AskProblem {
  switch (run.ended) {
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'cannotStart':
      return { kind: 'cannotStart', path, code: run.errorCode };
    case 'timeout':
      return { kind: 'noAnswer', version, timeLimitMs };
    case 'exited':
    case 'killed': {
      const printed = (error ?? run.stderr).trim();
      return /unsupported control request|unknown (?:control )?(?:option|request|subtype)/i.test(
        printed.slice(0, 8 * PRINTED_LENGTH),
      )
        ? { kind: 'tooOld', version }
        : { kind: 'failed', version, printed: printed.slice(0, PRINTED_LENGTH) };
    }
  }
}
