import assert from 'node:assert/strict';
import path from 'node:path';
import { NO_CONTROLS } from '../../src/io/claudeSettings/claudeControls';
import { SessionSubagents } from '../../src/operations/following/sessionSubagents';
import { subagentOf } from '../../src/operations/following/subagent';
import { lastReplyIn, readLines, readMetas } from './agentFiles';
import { AGENT_TYPE } from './agentSession';
import type { AgentName, AgentSession, ExpectedAgent } from './agentSession';
import { contextTokensAfter } from './mockReply';

interface Told {
  readonly isBackground: boolean;
  /** That one was stopped stands in its last line alone. */
  readonly state: ExpectedAgent['state'] | 'stopped';
}

/** A process that holds the session open and has ever since. */
const HOLDERS = [{ pid: 1, startedMs: null, entrypoint: null }];
const SETTINGS = { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS } as const;

const METAS = /^agent-a[0-9a-f]{16}\.meta\.json$/;
const TRANSCRIPTS = /^agent-a[0-9a-f]{16}\.jsonl$/;
/** Written beside the file that it then replaces. */
const REPLACEMENTS = /^agent-a[0-9a-f]{16}\.meta\.json\.tmp\.[0-9a-f]+$/;

/** What its two files say of an agent. */
async function onDisk(file: string): Promise<ExpectedAgent> {
  const agentId = path.basename(file, '.jsonl').slice('agent-'.length);
  const meta = (await readMetas(path.dirname(file))).get(agentId)!;
  const { model, usage } = lastReplyIn(await readLines(file));
  return {
    path: file,
    agentId,
    parentAgentId: meta.parentAgentId ?? null,
    agentType: meta.agentType,
    asked: meta.description,
    isBackground: meta.requestShape === 'background',
    state: meta.finished === true ? 'finished' : 'running',
    model: model!,
    tokens: contextTokensAfter(usage!),
  };
}

/** Asserts what its files say of an agent at this moment, and what the meter tells of it. */
export async function assertTold(
  session: AgentSession,
  name: AgentName,
  { isBackground, state }: Told,
): Promise<void> {
  const isStopped = state === 'stopped';
  const expected = await session.expected(name, {
    isBackground,
    state: isStopped ? 'running' : state,
  });
  assert.deepEqual(await onDisk(expected.path), expected);

  const subagents = new SessionSubagents(session.sessionFile);
  await subagents.look();
  const told = subagents.all
    .map((read) => subagentOf(read, SETTINGS, HOLDERS, null))
    .find(({ agentId }) => agentId === expected.agentId);
  assert.ok(told !== undefined);
  assert.deepEqual({ ...expected, ...told, tokens: 0 }, { ...told, ...expected, tokens: 0, state });
  // a refused request and the line about a stop came after the reply that tells the size
  if (told.isExact) assert.equal(told.tokens, expected.tokens);
  else assert.ok(told.tokens !== null && told.tokens >= expected.tokens);
}

/** Asserts of what kind the lines of an agent's transcript are. */
export async function assertTranscript(session: AgentSession, name: AgentName): Promise<void> {
  const agentId = await session.idOf(name);
  const lines = await readLines(await session.transcriptOf(name));
  // what was asked of the API is kept there too, and is no part of the conversation
  const said = lines.filter(({ uuid }) => uuid !== undefined);
  for (const line of lines)
    assert.deepEqual([line.sessionId, line.agentId], [session.sessionId, agentId]);
  for (const line of said) assert.equal(line.isSidechain, true);
  for (const { type, attributionAgent } of said)
    assert.equal(attributionAgent, type === 'assistant' ? AGENT_TYPE : undefined);
  assert.deepEqual([said[0]?.type, said.at(-1)?.type], ['user', 'assistant']);
  assert.ok(said.every(({ toolUseResult }) => toolUseResult === undefined));
}

/**
 * Ends the session, and asserts how its files came about.
 *
 * @param finished what the meta file of each agent has said in turn.
 */
export async function endRecorded(
  session: AgentSession,
  finished: Partial<Record<AgentName, readonly boolean[]>>,
): Promise<void> {
  const { names, texts } = await session.end();
  for (const name of names)
    assert.ok(
      [METAS, TRANSCRIPTS, REPLACEMENTS].some((pattern) => pattern.test(name)),
      name,
    );
  for (const name of names.filter((each) => TRANSCRIPTS.test(each))) {
    const [...seen] = texts.get(name)!;
    seen.slice(1).forEach((later, index) => assert.ok(later.startsWith(seen[index]!), name));
  }
  const seen = await Promise.all(
    Object.entries(finished).map(async ([name, states]) => [
      `agent-${await session.idOf(name as AgentName)}.meta.json`,
      states,
    ]),
  );
  assert.deepEqual(
    Object.fromEntries(
      names.filter((name) => METAS.test(name)).map((name) => [name, texts.get(name)!.map(isEnd)]),
    ),
    Object.fromEntries(seen),
  );
}

/** A meta file is whole whenever it is read. */
function isEnd(meta: string): boolean {
  return (JSON.parse(meta) as { finished?: true }).finished === true;
}

/** What the session's own file has of the results of calls. */
export async function resultsIn({ sessionFile }: AgentSession): Promise<Record<string, unknown>[]> {
  return (await readLines(sessionFile))
    .map(({ toolUseResult }) => toolUseResult)
    .filter((result) => typeof result === 'object' && result !== null)
    .map((result) => result as Record<string, unknown>);
}

/** The ends that the session was told of in the place of the person. */
export async function notificationsIn({ sessionFile }: AgentSession) {
  const field = (of: string, name: string): string | undefined =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(of)?.[1];
  return (await readLines(sessionFile))
    .filter(({ type }) => type === 'user')
    .map(({ message }) => message?.content)
    .filter((content) => typeof content === 'string')
    .filter((content) => content.startsWith('<task-notification>'))
    .map((content) => ({
      agentId: field(content, 'task-id'),
      status: field(content, 'status'),
      tokens: Number(field(content, 'subagent_tokens') ?? NaN),
    }));
}
