import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { agentFolder, readMetas, recordFolder } from './agentFiles';
import { openClaudeStream } from './claudeStream';
import { sessionFiles, writeUserSettings } from './claudeSandbox';
import type { ClaudeSandbox } from './claudeSandbox';
import { answeredTurns } from './expectations';
import type { AnsweredTurn } from './expectations';
import { contextTokensAfter, reply, text, toolUse } from './mockReply';
import type { Answer, ReplyBlock } from './mockReply';
import { runClaude } from './runClaude';
import type { MessagesRequest } from './requestTokens';
import { model } from './sessionsToPrune';
import { until } from './until';
import type { ClaudeTest } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

/** The subagent that the session starts, and the one that this one starts. */
export type AgentName = 'outer' | 'inner';

type Line = Answer | ((request: MessagesRequest) => Answer);

/** What each model says, one line for each of its requests; the last one over and over. */
export interface Play {
  readonly main: readonly Line[];
  readonly outer: readonly Line[];
  readonly inner?: readonly Line[];
}

/** What there is to know of a subagent, by the script and by the mock alone. */
export interface ExpectedAgent {
  path: string;
  agentId: string;
  parentAgentId: string | null;
  agentType: string;
  asked: string;
  isBackground: boolean;
  state: 'running' | 'finished';
  model: string;
  tokens: number;
}

export type AgentSession = Awaited<ReturnType<typeof playAgents>>;

export const AGENT_TYPE = 'general-purpose';
const DESCRIPTIONS = { outer: 'Look closer', inner: 'Look deeper' } as const;
const PROMPTS = {
  outer: 'Read the notes, and tell of them.',
  inner: 'Look at what is in the notes once more.',
} as const;
const LIMIT_MS = 20_000;
/** More than any play has requests. */
const ENOUGH = 60;

/** The call that starts a subagent. */
export function startsAgent(name: AgentName, requestShape: 'foreground' | 'background'): Answer {
  return reply(
    toolUse('Agent', {
      description: DESCRIPTIONS[name],
      prompt: PROMPTS[name],
      subagent_type: AGENT_TYPE,
      // what is not said is background
      run_in_background: requestShape === 'background',
    }),
  );
}

/** The call of a command that ends once the gate is opened, or after some 20 seconds. */
export function waitsAt({ workspace }: ClaudeSandbox, gate: string): Answer {
  const isOpen = `[ -e ${path.join(workspace, `${gate}.go`)} ]`;
  const command = `n=0; until ${isOpen} || [ $n -ge 400 ]; do n=$((n+1)); sleep 0.05; done`;
  return reply(toolUse('Bash', { command, description: 'Waits' }));
}

export function reads({ workspace }: ClaudeSandbox): Answer {
  return reply(toolUse('Read', { file_path: path.join(workspace, 'notes.md') }));
}

/** The agent that a model was told the id of. */
export function agentIdIn(request: MessagesRequest): string {
  const id = /agentId: (\w+)/.exec(JSON.stringify(request.messages))?.[1];
  assert.ok(id !== undefined, 'the model was told of an agent');
  return id;
}

/** An agent or two that read a file, wait at the gate of their name, and answer. */
export function readingPlay(
  sandbox: ClaudeSandbox,
  requestShape: 'foreground' | 'background',
  isNested: boolean,
): Play {
  const start = (name: AgentName): Answer => startsAgent(name, requestShape);
  const read = reads(sandbox);
  return {
    main: [start('outer'), reply(text('So far.')), reply(text('That is all.'))],
    outer: [
      read,
      ...(isNested ? [start('inner')] : []),
      waitsAt(sandbox, 'outer'),
      reply(text('I have seen the notes.')),
    ],
    inner: [read, waitsAt(sandbox, 'inner'), reply(text('I have looked deeper.'))],
  };
}

/**
 * Begins a session in which the models say what the play has for them.
 *
 * @param isStream it is spoken to as the VS Code extension of Claude Code does; otherwise it is
 * `claude -p`.
 * @returns once there is a session file. {@link AgentSession.end} waits for its end.
 */
export async function playAgents(
  { api, sandbox }: Pick<ClaudeTest, 'api' | 'sandbox'>,
  play: Play,
  { isStream = false }: { readonly isStream?: boolean } = {},
) {
  await writeWorkspaceFile(sandbox, 'notes.md', prose(12_000, 80));
  // else the protocol of the extension is in auto mode, which asks a server
  await writeUserSettings(sandbox, { permissions: { defaultMode: 'default', allow: ['Agent'] } });
  const lines = { main: [...play.main], outer: [...play.outer], inner: [...(play.inner ?? [])] };
  const step = (request: MessagesRequest): Answer => {
    const own = lines[askerOf(request)];
    const line = own.length > 1 ? own.shift() : own[0];
    assert.ok(line !== undefined, 'the play has a line for whoever asks');
    return typeof line === 'function' ? line(request) : line;
  };
  api.script(...Array.from({ length: ENOUGH }, () => step));
  const end = isStream ? beginStream(sandbox) : beginPrint(sandbox);
  const [sessionId, sessionFile] = await until('the session file', LIMIT_MS, async () =>
    [...(await sessionFiles(sandbox))].at(0),
  );
  const folder = agentFolder(sessionFile);
  const recording = recordFolder(folder);

  const repliesTo = (name: AgentName | 'main'): AnsweredTurn[] =>
    answeredTurns(api).filter(({ body }) => askerOf(body) === name);

  /** What the mock has reported last to this agent. */
  function lastReplyTo(name: AgentName): AnsweredTurn {
    const turn = repliesTo(name).at(-1);
    assert.ok(turn !== undefined, `${name} has had a reply`);
    return turn;
  }

  /** @throws Error when its meta file does not come about. */
  async function idOf(name: AgentName): Promise<string> {
    return until(`the meta file of ${name}`, LIMIT_MS, async () =>
      [...(await readMetas(folder))]
        .filter(([, { description }]) => description === DESCRIPTIONS[name])
        .map(([id]) => id)
        .at(0),
    );
  }

  const transcriptOf = async (name: AgentName): Promise<string> =>
    path.join(folder, `agent-${await idOf(name)}.jsonl`);

  /** Waits until its transcript holds all that it was told so far. */
  async function isWritten(name: AgentName): Promise<void> {
    const transcript = await transcriptOf(name);
    await until(`the last reply to ${name} in its transcript`, LIMIT_MS, async () =>
      (await readFile(transcript, 'utf8').catch(() => '')).includes(
        `"${lastReplyTo(name).response.messageId}"`,
      ),
    );
  }

  return {
    sessionId,
    sessionFile,
    folder,
    idOf,
    transcriptOf,
    lastReplyTo,
    /** Waits until the command that waits at a gate is in the transcript of who called it. */
    waits: async (name: AgentName, gate: string = name): Promise<void> => {
      await until(`${name} at the gate ${gate}`, LIMIT_MS, () =>
        repliesTo(name).some(({ response }) =>
          response.content.some((block) => isWaitingAt(block, gate)),
        ),
      );
      await isWritten(name);
    },
    open: (gate: string): Promise<string> => writeWorkspaceFile(sandbox, `${gate}.go`, ''),
    /** Waits until its meta file says so; its last reply may come after. */
    finished: async (name: AgentName): Promise<void> => {
      const id = await idOf(name);
      await until(
        `the end of ${name}`,
        LIMIT_MS,
        async () => (await readMetas(folder)).get(id)?.finished,
      );
      await isWritten(name);
    },
    /** What a meter of this agent has to show, once all that it was told so far is written. */
    expected: async (
      name: AgentName,
      told: Pick<ExpectedAgent, 'isBackground' | 'state'>,
    ): Promise<ExpectedAgent> => {
      await isWritten(name);
      return {
        path: await transcriptOf(name),
        agentId: await idOf(name),
        parentAgentId: name === 'inner' ? await idOf('outer') : null,
        agentType: AGENT_TYPE,
        asked: DESCRIPTIONS[name],
        model: lastReplyTo(name).model,
        tokens: contextTokensAfter(lastReplyTo(name).response.usage),
        ...told,
      };
    },
    /** Waits for the end of the process. Returns what was seen in the folder of the agents. */
    end: async () => {
      await end();
      return recording.stop();
    },
  };
}

/** Tells by the first prompt whose request it is; the API has no field for it. */
function askerOf({ messages }: MessagesRequest): AgentName | 'main' {
  const first = JSON.stringify(messages.find(({ role }) => role === 'user')?.content);
  return (['outer', 'inner'] as const).find((name) => first.includes(PROMPTS[name])) ?? 'main';
}

function isWaitingAt(block: ReplyBlock, gate: string): boolean {
  return block.type === 'tool_use' && String(block.input['command']).includes(`/${gate}.go `);
}

function beginPrint(sandbox: ClaudeSandbox): () => Promise<void> {
  const run = runClaude(sandbox, 'Begin.', { model });
  run.catch(() => undefined); // told to whoever waits for its end
  return async () => assert.equal((await run).isError, false);
}

function beginStream(sandbox: ClaudeSandbox): () => Promise<void> {
  const stream = openClaudeStream(sandbox, { model });
  stream.send('Begin.');
  return () => stream.close();
}
