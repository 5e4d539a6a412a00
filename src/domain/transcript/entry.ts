/**
 * One record of a session file, reduced to what counting and showing need. Its content is read
 * again, by `offset` and `bytes`, when it is asked for: 500 MB must not become 500 MB of memory.
 */
export type Entry = UserEntry | AssistantEntry | AttachmentEntry | SystemEntry | MetadataEntry;

interface EntryPlace {
  /** Line of the session file, counted from 1. Two records glued on one line share it. */
  readonly line: number;
  /** First byte of the record in the file. */
  readonly offset: number;
  /** Length of the record, without its line feed. */
  readonly bytes: number;
}

interface ChainedEntry extends EntryPlace {
  readonly uuid: string | null;
  /** Empty where what is named cannot be an entry: it has a parent, nobody knows which. */
  readonly parentUuid: string | null;
  /** Belongs to a subagent, not to the conversation (inline in Claude Code 1.0.x only). */
  readonly isSidechain: boolean;
  readonly timestampMs: number | null;
  readonly blocks: readonly ContentBlock[];
}

/**
 * By block, what Claude Code wrote down in the user's place; a block that is not in it is a
 * person's. Most entries have none of it.
 */
export type RecordedTexts = ReadonlyMap<number, RecordedText>;

/**
 * What Claude Code wrote down in the user's place, in a form of its own. `typedCommand`: what a
 * person asked for by a slash command or ran by `!`, so it is theirs; `command`: a slash command
 * with nothing behind its name. `commandOutput` is of either, `note` all that is none of these.
 */
type RecordedKind = MachineTextKind | 'typedCommand';

/** What no person wrote. */
export type MachineTextKind = 'taskNotification' | 'command' | 'commandOutput' | 'note';

export interface RecordedText {
  readonly kind: RecordedKind;
  /** What it is about: the command as it was typed, the summary of a task, the first words. */
  readonly subject: string;
}

export interface UserEntry extends ChainedEntry {
  readonly kind: 'user';
  /** Written by Claude Code in the user's name: caveats, image paths, skill texts. */
  readonly isMeta: boolean;
  readonly isCompactSummary: boolean;
  readonly recorded: RecordedTexts | null;
  /**
   * The first characters of what was typed; `null` for tool results, meta lines and the echo of
   * slash commands.
   */
  readonly prompt: string | null;
}

export interface AssistantEntry extends ChainedEntry {
  readonly kind: 'assistant';
  /** Shared by all lines of one API response. */
  readonly messageId: string | null;
  readonly model: string | null;
  /** The model as it was asked for: the only place where a `[1m]` suffix survives (2.1.329). */
  readonly requestedModel: string | null;
  readonly usage: Usage | null;
  readonly cacheMiss: CacheMiss | null;
  /** How long Claude Code asked the server to keep it (`promptCacheRequested`, 2.1.329). */
  readonly cacheRequested: '5m' | '1h' | null;
  /** `null` while the response was still streaming when the line was written. */
  readonly stopReason: string | null;
  /** Written by Claude Code itself, without a model: API errors, "No response requested." */
  readonly isSynthetic: boolean;
  /** It was made in another session, from which this one was forked. */
  readonly isCopied: boolean;
  readonly apiError: ApiError | null;
}

export interface AttachmentEntry extends ChainedEntry {
  readonly kind: 'attachment';
  readonly recorded: RecordedTexts | null;
  readonly attachmentType: string;
  /** The file or folder that it is about, where it names one. */
  readonly path: string | null;
  /** The hook that it comes from. */
  readonly hook: string | null;
  /**
   * `model` only: what Claude Code calls the model, "(1M context)" included where that window was
   * asked for (2.1.329).
   */
  readonly modelIdentity: string | null;
}

export interface SystemEntry extends ChainedEntry {
  readonly kind: 'system';
  readonly recorded: RecordedTexts | null;
  readonly subtype: string;
  readonly compaction: Compaction | null;
  /** The remark behind a compaction that nobody waited for; only where it is one. */
  readonly isIdleRemark?: true;
}

/**
 * A record outside the conversation: titles, modes, snapshots, request logs. Unknown types land
 * here too.
 */
export interface MetadataEntry extends EntryPlace {
  readonly kind: 'metadata';
  readonly type: string;
  readonly uuid: string | null;
  readonly parentUuid: string | null;
  readonly title: { readonly source: 'custom' | 'ai' | 'summary'; readonly text: string } | null;
  /** `last-prompt` only: the end of the branch that Claude Code resumes. */
  readonly leafUuid: string | null;
  /** `api-request` only: what the request asked for. */
  readonly request: LoggedRequest | null;
}

export interface LoggedRequest {
  readonly model: string | null;
  readonly betas: readonly string[];
}

/** The API's counters for one response, in tokens. */
export interface Usage {
  /** What the model was sent: input, cache writes and cache reads together. */
  readonly contextTokens: number;
  readonly outputTokens: number;
  /** What the context was made of. */
  readonly input: InputCounters;
}

/** How a prompt was taken in, in tokens: read, written and uncached add up to all of it. */
export interface InputCounters {
  readonly readTokens: number;
  readonly writtenTokens: number;
  /**
   * Of what was written, how long it is kept. Early releases (1.0.55) do not say: then it is in
   * neither.
   */
  readonly fiveMinuteTokens: number;
  readonly oneHourTokens: number;
  readonly uncachedTokens: number;
}

/**
 * Why the server could not read a prompt from its cache, where it says so
 * (`diagnostics.cache_miss_reason`). The last two name no cause.
 */
export type CacheMiss =
  | 'modelChanged'
  | 'systemChanged'
  | 'toolsChanged'
  | 'messagesChanged'
  | 'previousMessageNotFound'
  | 'unavailable';

export interface ApiError {
  readonly code: string | null;
  readonly text: string;
  readonly details: string | null;
}

export interface Compaction {
  readonly trigger: string | null;
  /**
   * Context before and after, as Claude Code states them; the second excludes system prompt, tools
   * and files attached again.
   */
  readonly preTokens: number | null;
  readonly postTokens: number | null;
  /** Entries from before the boundary that stay in the context, verbatim. */
  readonly preservedUuids: readonly string[];
  /**
   * It says that nothing from before stays, whatever entries behind it name as their parents: its
   * context was written down once more behind it.
   */
  readonly preservesNothing: boolean;
  /** Where the conversation stood when it was compacted. */
  readonly tailUuids: readonly string[];
}

export type ContentBlock =
  TextBlock | ThinkingBlock | ToolUseBlock | ToolResultBlock | MediaBlock | OtherBlock;

export interface TextBlock {
  readonly kind: 'text';
  /** UTF-8 length of the text. */
  readonly textBytes: number;
  /**
   * Its first characters, where it is a message's own text or a placeholder; else `null` inside
   * results and attachments.
   */
  readonly beginning: string | null;
  /** Equal texts have equal ones; different texts of the same length seldom do. */
  readonly fingerprint: number;
  /** It stands for content that was pruned. */
  readonly isPlaceholder: boolean;
  /** A document of text, which is sent as what it is. */
  readonly isDocument?: true;
  /** Only when the entry was parsed with its texts. */
  readonly text?: string;
}

export interface ThinkingBlock {
  readonly kind: 'thinking';
  readonly textBytes: number;
  /** The text is often empty in the file; the signature's length tells the size. */
  readonly signatureLength: number;
}

export interface ToolUseBlock {
  readonly kind: 'toolUse';
  /** Empty where it has none: then nothing answers it. */
  readonly toolUseId: string;
  readonly toolName: string;
  /** UTF-8 length of name and input as JSON. */
  readonly textBytes: number;
  /** Names and values of its parameters, only when the entry was parsed with its texts. */
  readonly text?: string;
  /** How many they are, with their text. */
  readonly parameters?: number;
  /** What the call is about in a few words: a path, a command, a pattern. */
  readonly subject: string | null;
  /** The file or folder that it names. */
  readonly path: string | null;
  /** The lines of the file that it asks for; `null` for all of it. */
  readonly range: LineRange | null;
  readonly detail: Detail | null;
  /** Which subagent it starts, where it names one. */
  readonly agentType?: string;
  /** Bytes of its input in strings long enough to be worth shortening, paths left out. */
  readonly longBytes: number;
  /** A prune has shortened its input; only where it has. */
  readonly isShortened?: true;
}

/** What tells apart what is about the same file, or about none. Hostile. */
export interface Detail {
  /** The pattern, the query, the beginning of a command or of code. */
  readonly words: string | null;
  /** How many entries its longest list has, under which key. */
  readonly count: { readonly of: string; readonly number: number } | null;
  readonly range: LineRange | null;
  /** Of what it names, in the form of the tool: pages of a document, the files of a search. */
  readonly part: string | null;
}

export interface LineRange {
  /** From 1. */
  readonly first: number;
  /** `null` to the end. */
  readonly count: number | null;
}

export interface ToolResultBlock {
  readonly kind: 'toolResult';
  /** Empty where it names no call. */
  readonly toolUseId: string;
  readonly isError: boolean;
  readonly parts: readonly ContentBlock[];
}

export interface MediaBlock {
  readonly kind: 'image' | 'document';
  readonly mediaType: string | null;
  readonly base64Bytes: number;
  /** As of a {@link TextBlock}. */
  readonly fingerprint: number;
  /** Pixels, where the first bytes told them. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

export interface OtherBlock {
  readonly kind: 'other';
  readonly type: string;
  readonly textBytes: number;
}

/**
 * `tooDeep`: nested so far that going through it would end whoever does. `tooMany`: of more values
 * than a record can have. `failed`: reading it was a mistake of ours.
 */
export type MalformedReason = 'notJson' | 'tooLong' | 'tooDeep' | 'tooMany' | 'failed';

/**
 * A line of which at least a piece is no record that can be read, with the reason; the rest of the
 * line and of the file is read on.
 */
export interface MalformedLine extends EntryPlace {
  readonly kind: 'malformed';
  readonly reason: MalformedReason;
}

/**
 * The entries that form the conversation; metadata may stand between them as links of the chain.
 */
export type ConversationEntry = UserEntry | AssistantEntry | AttachmentEntry | SystemEntry;
