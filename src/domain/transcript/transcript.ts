import type {
  AssistantEntry,
  AttachmentEntry,
  CacheMiss,
  Entry,
  InputCounters,
  LoggedRequest,
  MalformedLine,
  MetadataEntry,
  SystemEntry,
  ToolUseBlock,
  UserEntry,
} from './entry';
import type { ParsedLine } from './parseEntry';
import { PromptSums } from './promptSums';
import { Departures } from './departures';
import { LeastRead } from './leastRead';
import { VisitedPages } from './visitedPages';
import { WindowTraces } from './windowTraces';

/**
 * The entries that form the conversation; metadata may stand between them as links of the chain.
 */
export type ConversationEntry = UserEntry | AssistantEntry | AttachmentEntry | SystemEntry;

/** One API response: all lines that share a `message.id`. */
export interface Response {
  readonly messageId: string;
  readonly entries: readonly AssistantEntry[];
  readonly model: string;
  readonly contextTokens: number;
  readonly outputTokens: number;
  /** Adds up to {@link contextTokens}. */
  readonly input: InputCounters;
  /** Why it was not read from the cache, where the server says so. */
  readonly cacheMiss: CacheMiss | null;
  /**
   * False while the response streams: its output count is a placeholder then (as it always is
   * before Claude Code 2.1.59).
   */
  readonly isFinal: boolean;
}

export interface LastPrompt {
  readonly leafUuid: string;
  readonly offset: number;
}

/**
 * A session file as far as it has been read. Append-only: a file that was replaced or cut needs a
 * new transcript.
 */
export class Transcript {
  /** The conversation in file order, sidechains left out. */
  readonly conversation: ConversationEntry[] = [];
  readonly boundaries: SystemEntry[] = [];
  readonly malformed: MalformedLine[] = [];
  readonly traces = new WindowTraces();
  readonly departures = new Departures();
  readonly pages = new VisitedPages();
  readonly leastRead = new LeastRead();
  readonly prompts = new PromptSums();
  /** What began a turn, in file order, rewound branches included. */
  readonly turnStarts: UserEntry[] = [];
  /** So many lines have been read, as far as they held something. */
  lines = 0;
  lastPrompt: LastPrompt | null = null;
  sessionId: string | null = null;
  cwd: string | null = null;
  version: string | null = null;
  /** The newest logged request of each model: titles are asked for too, of another one. */
  readonly requests = new Map<string, LoggedRequest>();
  private readonly titles = new Map<string, string>();
  private readonly byUuid = new Map<string, ConversationEntry | MetadataEntry>();
  /** Of entries that another one of the conversation continues. */
  private readonly continued = new Set<string>();
  private readonly byMessageId = new Map<string, AssistantEntry[]>();
  /** What its lines have told so far, added up line by line. */
  private readonly responses = new Map<string, GrowingResponse>();
  private readonly resultsByToolUse = new Map<string, UserEntry[]>();
  private readonly callsById = new Map<string, ToolUseBlock>();
  /** Where reading began: not at 0 when only the end of a large file was read. */
  readonly startOffset: number;

  constructor(startOffset = 0) {
    this.startOffset = startOffset;
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
      (entry.messageId === null ? undefined : this.byMessageId.get(entry.messageId)) ?? [entry]
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
        : this.responses.get(entry.messageId);
    return response?.told ?? null;
  }

  private addEntry(entry: Entry): void {
    if (entry.kind === 'metadata') {
      this.addMetadata(entry);
      return;
    }
    if (entry.isSidechain) return;
    if (entry.uuid !== null) this.byUuid.set(entry.uuid, entry);
    if (entry.parentUuid !== null) this.continued.add(entry.parentUuid);
    this.conversation.push(entry);
    if (entry.kind === 'system' && entry.compaction !== null) this.boundaries.push(entry);
    if (entry.kind === 'attachment') this.traces.addAttachment(entry);
    if (entry.kind === 'assistant') {
      this.traces.addAssistant(entry);
      this.leastRead.add(entry);
      for (const block of entry.blocks)
        if (block.kind === 'toolUse') {
          if (block.toolUseId !== '') this.callsById.set(block.toolUseId, block);
          this.pages.add(block);
        }
    }
    if (entry.kind === 'assistant') this.addReply(entry);
    if (entry.kind === 'user') {
      if (entry.prompt !== null) {
        this.turnStarts.push(entry);
        this.prompts.begin();
      }
      for (const block of entry.blocks)
        if (block.kind === 'toolResult' && block.toolUseId !== '')
          append(this.resultsByToolUse, block.toolUseId, entry);
    }
  }

  /** A line of one. */
  private addReply(entry: AssistantEntry): void {
    const { messageId } = entry;
    const response = this.responses.get(messageId ?? '') ?? new GrowingResponse();
    const input = response.tellsFirst(entry);
    // What was copied from another session was paid for there.
    if (input !== null && !entry.isCopied) this.prompts.add(input);
    if (messageId === null) return;
    append(this.byMessageId, messageId, entry);
    this.responses.set(messageId, response);
  }

  private addMetadata(entry: MetadataEntry): void {
    if (entry.uuid !== null) this.byUuid.set(entry.uuid, entry);
    if (entry.title !== null) this.titles.set(entry.title.source, entry.title.text);
    if (entry.leafUuid !== null)
      this.lastPrompt = { leafUuid: entry.leafUuid, offset: entry.offset };
    if (entry.request?.model != null) this.requests.set(entry.request.model, entry.request);
  }
}

/** One response, while its lines come: another one costs the same, however many there are. */
class GrowingResponse {
  private readonly entries: AssistantEntry[] = [];
  private contextTokens = 0;
  private outputTokens = 0;
  private input: InputCounters | null = null;
  private cacheMiss: CacheMiss | null = null;
  private isFinal = false;
  private last: Response | null = null;

  add(line: AssistantEntry): this {
    if (line.isSynthetic) return this;
    this.entries.push(line);
    if (line.usage !== null && line.usage.contextTokens > this.contextTokens) {
      this.contextTokens = line.usage.contextTokens;
      this.input = line.usage.input;
    }
    this.cacheMiss ??= line.cacheMiss;
    this.outputTokens = Math.max(this.outputTokens, line.usage?.outputTokens ?? 0);
    this.isFinal ||= line.stopReason !== null;
    this.last = null;
    return this;
  }

  /** Adds a line. @returns its counters where it is the first that tells any. */
  tellsFirst(line: AssistantEntry): InputCounters | null {
    const before = this.input;
    this.add(line);
    return before === null ? this.input : null;
  }

  get told(): Response | null {
    const [first] = this.entries;
    if (first?.model == null || this.input === null) return null;
    const { entries, contextTokens, outputTokens, input, cacheMiss, isFinal } = this;
    const messageId = first.messageId ?? '';
    return (this.last ??= {
      messageId,
      entries,
      model: first.model,
      contextTokens,
      outputTokens,
      input,
      cacheMiss,
      isFinal,
    });
  }
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
