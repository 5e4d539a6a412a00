import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReplyUsage } from './mockReply';
import { until } from './until';

/** What `agent-<id>.meta.json` says. */
export interface AgentMeta {
  agentType: string;
  description: string;
  /** The call that started it, in the session or in the subagent above. */
  toolUseId: string;
  /** Absent where the session itself started it. */
  parentAgentId?: string;
  spawnDepth: number;
  requestShape: 'foreground' | 'background';
  /** As it was asked for: a full name, or an alias. */
  model: string;
  /** Absent while it runs, and for ever where it was stopped. */
  finished?: true;
}

/** A line of a session or of a subagent, as far as these tests look at it. */
export interface AgentLine {
  type: string;
  uuid?: string;
  sessionId?: string;
  isSidechain?: boolean;
  agentId?: string;
  attributionAgent?: string;
  message?: { id?: string; model?: string; content: unknown; usage?: ReplyUsage };
  toolUseResult?: unknown;
}

/** What was in a folder, look by look. */
interface FolderRecord {
  /** In the order in which they appeared. */
  names: string[];
  /** Each text that a file was seen with, oldest first. */
  texts: Map<string, string[]>;
}

const RECORD_LIMIT_MS = 60_000;
const SYNTHETIC_MODEL = '<synthetic>';

/** Where a session keeps its subagents. */
export function agentFolder(sessionFile: string): string {
  return path.join(sessionFile.slice(0, -'.jsonl'.length), 'subagents');
}

/** By agent id, in no order. What is just being replaced is not among them. */
export async function readMetas(folder: string): Promise<Map<string, AgentMeta>> {
  const metas = new Map<string, AgentMeta>();
  for (const name of await readdir(folder).catch(() => [])) {
    const id = /^agent-(.+)\.meta\.json$/.exec(name)?.[1];
    if (id === undefined) continue;
    metas.set(id, JSON.parse(await readFile(path.join(folder, name), 'utf8')) as AgentMeta);
  }
  return metas;
}

/** The lines that are whole; a file that is being written may end within one. */
export async function readLines(file: string): Promise<AgentLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AgentLine);
}

/** The last reply of a model: what the CLI says in the place of one reports no tokens. */
export function lastReplyIn(lines: readonly AgentLine[]): Required<AgentLine>['message'] {
  const reply = lines.findLast(
    ({ type, message }) => type === 'assistant' && message?.model !== SYNTHETIC_MODEL,
  )?.message;
  if (reply === undefined) throw new Error('No model has replied.');
  return reply;
}

/** Looks into a folder again and again, until it is stopped or a minute has passed. */
export function recordFolder(folder: string): { stop: () => Promise<FolderRecord> } {
  const record: FolderRecord = { names: [], texts: new Map() };
  let isStopped = false;
  const recording = until('the end of a recording', RECORD_LIMIT_MS, async () => {
    const isLast = isStopped;
    for (const name of await readdir(folder).catch(() => [])) {
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
      if (text === undefined) continue; // it has been renamed
      const texts = record.texts.get(name) ?? [];
      if (texts.length === 0) record.names.push(name);
      if (texts.at(-1) !== text) texts.push(text);
      record.texts.set(name, texts);
    }
    return isLast;
  });
  recording.catch(() => undefined); // told to whoever stops it
  return {
    stop: async () => {
      isStopped = true;
      await recording;
      return record;
    },
  };
}
