import type {
  AssistantEntry,
  ContentBlock,
  ConversationEntry,
  Entry,
  LoggedRequest,
  MalformedLine,
  MetadataEntry,
  SystemEntry,
  ToolUseBlock,
  UserEntry,
} from './entry';
import type { ParsedLine } from './parseEntry';
import { Departures } from './departures';
import { firstAtOrAfter } from './inFileOrder';
import { LeastRead } from './leastRead';
import { LoneResults } from './loneResults';
import { PromptSums } from './promptSums';
import { RequestChain } from './requestChain';
import { GrowingResponse, type Response } from './response';
import { startsSubagent } from './startsSubagent';
import { VisitedPages } from './visitedPages';
import { WindowTraces } from './windowTraces';

export interface LastPrompt {
  readonly leafUuid: string;
  readonly offset: number;
}

/**
 * A session file as far as it has been read. Append-only: a file that was replaced or cut needs a
 * new transcript.
 */
export class Transcript {
  /** The conversation in file order; in a session's file sidechains are left out. */
  readonly conversation: ConversationEntry[] = [];
  readonly boundaries: SystemEntry[] = [];
  readonly malformed: MalformedLine[] = [];
  readonly traces = new WindowTraces();
  readonly departures = new Departures();
  readonly pages = new VisitedPages();
  readonly leastRead = new LeastRead();
  readonly prompts = new PromptSums();
  readonly loneResults = new LoneResults();
  readonly requestChain = new RequestChain(this);
  /** What began a turn, in file order, rewound branches included. */
  readonly turnStarts: UserEntry[] = [];
  /** Offset of the first entry that holds what a prune left in place of content. */
  firstPlaceholder: number | null = null;
  /**
   * So many entries came with a uuid that another had before, or that one before them names as its
   * parent: what was read earlier may hang together otherwise since.
   */
  outOfOrder = 0;
  /** So many lines of subagents stood among those of a session, and were left out. */
  sidechainLines = 0;
  /** So many calls started subagents; those that were copied from another session left out. */
  subagentCalls = 0;
  /** So many lines have been read, as far as they held something. */
  lines = 0;
  lastPrompt: LastPrompt | null = null;
  sessionId: string | null = null;
  cwd: string | null = null;
  version: string | null = null;
  gitBranch: string | null = null;
  /** The newest logged request of each model: titles are asked for too, of another one. */
  readonly requests = new Map<string, LoggedRequest>();
  private readonly titles = new Map<string, string>();
  private readonly byUuid = new Map<string, ConversationEntry | MetadataEntry>();
  /** Of entries that another one of the conversation continues. */
  private readonly continued = new Set<string>();
  /**
   * What the lines of each response have told so far, added up line by line. A compaction that
   * preserves nothing has the lines of former ones written once more behind it, without counters:
   * those are responses of their own.
   */
  private readonly stretches: Stretch[] = [{ offset: -1, responses: new Map() }];
  /** What is older than that was written once more, behind a compaction that preserves nothing. */
  private repeatsUntilMs = 0;
  private newest: { readonly messageId: string; readonly response: GrowingResponse } | null = null;
  private readonly resultsByToolUse = new Map<string, UserEntry[]>();
  private readonly callsById = new Map<string, ToolUseBlock>();
  /** Where reading began: not at 0 when only the end of a large file was read. */
  readonly startOffset: number;
  /** Where it is the conversation of a subagent: which one, as its file is called. */
  readonly agentId: string | null;

  constructor(startOffset = 0, agentId: string | null = null) {
    this.startOffset = startOffset;
    this.agentId = agentId;
  }

  /** The name a person gave, else the one Claude Code gave. */
  get namedTitle(): string | null {
    return this.titles.get('custom') ?? this.titles.get('ai') ?? this.titles.get('summary') ?? null;
  }

  /** The name, else the first prompt. */
  get title(): string | null {
    if (this.namedTitle !== null) return this.namedTitle;
    const first = this.conversation.find(
      (entry) => entry.kind === 'user' && entry.prompt !== null && entry.prompt !== '',
    );
    return first?.kind === 'user' ? first.prompt : null;
  }

  add(parsed: ParsedLine): void {
    for (const line of parsed.malformed) this.malformed.push(line);
    this.sessionId = parsed.facts?.sessionId ?? this.sessionId;
    this.cwd = parsed.facts?.cwd ?? this.cwd;
    this.version = parsed.facts?.version ?? this.version;
    this.gitBranch = parsed.facts?.gitBranch ?? this.gitBranch;
    for (const entry of parsed.entries) {
      this.addEntry(entry);
      this.departures.add(entry, parsed.facts?.entrypoint ?? null);
      this.lines = entry.line;
    }
  }

  /** A line that was not added, because that failed. */
  skip({ offset, length }: { offset: number; length: number }, line: number): void {
    this.malformed.push({ kind: 'malformed', reason: 'failed', line, offset, bytes: length });
  }

  entryOf(uuid: string): ConversationEntry | MetadataEntry | undefined {
    return this.byUuid.get(uuid);
  }

  /** Whether another entry of the conversation names this one as its parent. */
  isContinued(uuid: string): boolean {
    return this.continued.has(uuid);
  }

  /** The lines of the same response, in file order; the entry alone where it has no id. */
  linesOfResponse(entry: AssistantEntry): readonly AssistantEntry[] {
    return (
      (entry.messageId === null
        ? undefined
        : this.responsesAround(entry).get(entry.messageId)?.lines) ?? [entry]
    );
  }

  resultsOf(toolUseId: string): readonly UserEntry[] {
    return this.resultsByToolUse.get(toolUseId) ?? [];
  }

  callOf(toolUseId: string): ToolUseBlock | undefined {
    return this.callsById.get(toolUseId);
  }

  /**
   * The response an entry belongs to; `null` when it is none of a model (API errors, synthetic
   * lines, zero usage).
   */
  responseOf(entry: AssistantEntry): Response | null {
    const response =
      entry.messageId === null
        ? new GrowingResponse().add(entry)
        : this.responsesAround(entry).get(entry.messageId);
    return response?.told ?? null;
  }

  private addEntry(entry: Entry): void {
    if (entry.kind === 'metadata') {
      this.addMetadata(entry);
      return;
    }
    if (entry.isSidechain) {
      this.sidechainLines++;
      return;
    }
    if (entry.uuid !== null) this.name(entry.uuid, entry);
    if (entry.parentUuid !== null) this.continued.add(entry.parentUuid);
    this.conversation.push(entry);
    if (entry.kind === 'system' && entry.compaction !== null) this.addBoundary(entry);
    if (entry.kind === 'attachment') this.traces.addAttachment(entry);
    if (isPruned(entry)) this.firstPlaceholder ??= entry.offset;
    if (entry.kind === 'assistant') {
      this.traces.addAssistant(entry);
      this.leastRead.add(entry);
      for (const block of entry.blocks)
        if (block.kind === 'toolUse') {
          if (block.toolUseId !== '') this.callsById.set(block.toolUseId, block);
          this.pages.add(block);
          if (startsSubagent(block) && !entry.isCopied) this.subagentCalls++;
        }
    } else this.loneResults.addContent(entry);
    this.requestChain.add(entry, entry.kind === 'assistant' ? this.addReply(entry) : null);
    if (entry.kind === 'user') {
      if (entry.prompt !== null && (entry.timestampMs ?? Infinity) >= this.repeatsUntilMs) {
        this.turnStarts.push(entry);
        this.prompts.begin();
      }
      for (const block of entry.blocks)
        if (block.kind === 'toolResult' && block.toolUseId !== '')
          append(this.resultsByToolUse, block.toolUseId, entry);
    }
  }

  private name(uuid: string, entry: ConversationEntry | MetadataEntry): void {
    const former = this.byUuid.get(uuid);
    if (former !== undefined || this.continued.has(uuid)) this.outOfOrder++;
    if (former?.kind === 'assistant' && former.messageId !== null)
      this.responsesAround(former).get(former.messageId)?.forget(former);
    this.byUuid.set(uuid, entry);
  }

  private addBoundary(boundary: SystemEntry): void {
    this.boundaries.push(boundary);
    if (boundary.compaction?.preservesNothing !== true) return;
    this.stretches.push({ offset: boundary.offset, responses: new Map() });
    this.newest = null;
    this.repeatsUntilMs = boundary.timestampMs ?? 0;
  }

  private responsesAround({ offset }: AssistantEntry): Stretch['responses'] {
    return this.stretches[firstAtOrAfter(this.stretches, offset) - 1]!.responses;
  }

  /** @returns the response that it is a line of. */
  private addReply(entry: AssistantEntry): GrowingResponse {
    const response = this.growing(entry);
    const input = response.tellsFirst(entry);
    // What was copied from another session was paid for there.
    if (input !== null && !entry.isCopied) this.prompts.add(input);
    if (input !== null) this.loneResults.addReply(response);
    return response;
  }

  /** Most responses have several lines, one behind the other. */
  private growing(entry: AssistantEntry): GrowingResponse {
    const { messageId } = entry;
    if (messageId === null) return new GrowingResponse();
    if (messageId === this.newest?.messageId) return this.newest.response;
    const responses = this.responsesAround(entry);
    let response = responses.get(messageId);
    if (response === undefined) {
      response = new GrowingResponse();
      responses.set(messageId, response);
    }
    this.newest = { messageId, response };
    return response;
  }

  private addMetadata(entry: MetadataEntry): void {
    if (entry.type === 'sidechain') this.sidechainLines++;
    if (entry.uuid !== null) this.name(entry.uuid, entry);
    if (entry.title !== null) this.titles.set(entry.title.source, entry.title.text);
    if (entry.leafUuid !== null)
      this.lastPrompt = { leafUuid: entry.leafUuid, offset: entry.offset };
    if (entry.request?.model != null) this.requests.set(entry.request.model, entry.request);
  }
}

/** From one compaction that preserves nothing to the next. */
interface Stretch {
  readonly offset: number;
  readonly responses: Map<string, GrowingResponse>;
}

/** A prune has left its placeholder there, or, of thinking, nothing. */
function isPruned(entry: ConversationEntry): boolean {
  return entry.kind === 'assistant'
    ? entry.blocks.length === 0 && !entry.isSynthetic
    : holdsPlaceholder(entry.blocks);
}

function holdsPlaceholder(blocks: readonly ContentBlock[]): boolean {
  for (const block of blocks) {
    if (
      block.kind === 'toolResult'
        ? holdsPlaceholder(block.parts)
        : block.kind === 'text' && block.isPlaceholder
    )
      return true;
  }
  return false;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
