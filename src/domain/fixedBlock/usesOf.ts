import type { ToolUseBlock, UserEntry } from '../transcript/entry';
import { startsSubagent } from '../transcript/startsSubagent';
import type { Transcript } from '../transcript/transcript';
import type { FixedPart } from './fixedBlock';

/** How often each was used, by name. */
type Counts = ReadonlyMap<string, number>;

/**
 * How often a session used what its requests carry, in all of the file: what was rewound or
 * compacted away was used, too. What subagents did stands in files of their own and is not in it.
 */
export interface Uses {
  readonly tools: Counts;
  /** By the name that stands in the names of their tools. */
  readonly servers: Counts;
  readonly skills: Counts;
  readonly agents: Counts;
}

/** Names that are counted of one kind: a hostile session may make up millions. */
const MAX_NAMES = 50_000;
const MCP_TOOL = /^mcp__(.+?)__/;
/** Which subagent is started where a call names none. */
const USUAL_AGENT = 'general-purpose';

export function usesOf(transcript: Pick<Transcript, 'conversation'>): Uses {
  const tally = new UsesTally();
  tally.add(transcript);
  return tally.uses;
}

/** Adds up what several sessions used; what a branch or a copy shares with its origin, once. */
export class UsesTally {
  private readonly tools = new Map<string, number>();
  private readonly servers = new Map<string, number>();
  private readonly skills = new Map<string, number>();
  private readonly agents = new Map<string, number>();
  /** Ids of calls, and of what a person typed. */
  private readonly counted = new Set<string>();

  /** So far. Plain: it crosses threads. */
  get uses(): Uses {
    const { tools, servers, skills, agents } = this;
    return { tools, servers, skills, agents };
  }

  add({ conversation }: Pick<Transcript, 'conversation'>): void {
    for (const entry of conversation) {
      if (entry.kind === 'user') {
        const typed = typedSkills(entry);
        if (typed.length > 0 && this.isNew(entry.uuid))
          for (const skill of typed) count(this.skills, skill);
      }
      if (entry.kind !== 'assistant') continue;
      for (const block of entry.blocks) {
        if (block.kind !== 'toolUse' || !this.isNew(block.toolUseId)) continue;
        count(this.tools, block.toolName);
        count(this.servers, MCP_TOOL.exec(block.toolName)?.[1]);
        count(this.skills, calledSkill(block));
        count(this.agents, calledAgent(block));
      }
    }
  }

  private isNew(id: string | null): boolean {
    if (id === null || id === '') return true;
    if (this.counted.has(id)) return false;
    this.counted.add(id);
    return true;
  }
}

/** How often a part was used; `null` for what is not called. */
export function usesOfPart({ kind, name, server }: FixedPart, uses: Uses): number | null {
  switch (kind) {
    case 'mcpTool':
      return name === null ? null : (uses.tools.get(name) ?? 0);
    case 'mcpInstructions':
      return server === null ? null : usesOfServer(server, uses);
    case 'skill':
      return name === null ? null : (uses.skills.get(name) ?? 0);
    case 'agent':
      return name === null ? null : (uses.agents.get(name) ?? 0);
    default:
      return null;
  }
}

export function usesOfServer(server: string, uses: Uses): number {
  return uses.servers.get(serverKey(server)) ?? 0;
}

/** A server as it is called in the names of its tools. */
export function serverKey(name: string): string {
  return name.replace(/[^\w-]/g, '_');
}

function count(counts: Map<string, number>, name: string | null | undefined): void {
  if (name == null || name === '') return;
  const former = counts.get(name);
  if (former !== undefined || counts.size < MAX_NAMES) counts.set(name, (former ?? 0) + 1);
}

/** A person calls a skill as a slash command. */
function typedSkills({ recorded }: UserEntry): readonly string[] {
  return [...(recorded?.values() ?? [])].flatMap(({ kind, subject }) =>
    (kind === 'command' || kind === 'typedCommand') && subject.startsWith('/')
      ? [firstWord(subject.slice(1))]
      : [],
  );
}

/** What is asked for begins with the name. */
function calledSkill({ toolName, detail }: ToolUseBlock): string | null {
  const words = detail?.words ?? '';
  if (toolName === 'Skill') return firstWord(words);
  return toolName === 'SlashCommand' && words.startsWith('/') ? firstWord(words.slice(1)) : null;
}

function calledAgent(call: ToolUseBlock): string | null {
  return startsSubagent(call) ? (call.agentType ?? USUAL_AGENT) : null;
}

function firstWord(words: string): string {
  return /^\S*/.exec(words)?.[0] ?? '';
}
