import { itemTokens } from '../accounting/itemTokens';
import { tokenizerOf } from '../accounting/tokenizerOf';
import { systemOverhead } from '../accounting/systemOverhead';
import { fileUse } from '../accounting/toolCalls';
import type { ContentBlock, ConversationEntry, ToolUseBlock } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';

/**
 * What filled the contexts of many sessions. Estimated by bytes, each thing once however often it
 * was sent, and once for a session and all its branches and copies. Plain.
 */
export interface Bloat {
  /** Those that brought something of their own: a copy that nobody went on with is none. */
  readonly sessions: number;
  /** Sessions that could not be read, or were gone meanwhile. */
  readonly skipped: number;
  readonly tokens: number;
  readonly tools: readonly Share[];
  readonly servers: readonly Share[];
  readonly files: readonly FileShare[];
  readonly folders: readonly Share[];
  readonly attachments: readonly Share[];
  readonly images: { readonly count: number; readonly tokens: number };
  /** Reads of a file that the same session had read before as a whole or in part. */
  readonly repeatedReads: { readonly count: number; readonly tokens: number };
  /**
   * System prompt, tools and memory files: what each request carries; the median over the sessions
   * that measured it.
   */
  readonly overheadTokens: number | null;
}

export interface Share {
  readonly name: string;
  readonly count: number;
  readonly tokens: number;
}

export interface FileShare extends Share {
  readonly reads: number;
}

/** Names that are remembered of one kind: a hostile session may make up millions. */
const MAX_NAMES = 50_000;
const TOLD = 200;
/** Entries that are remembered, to know them again in a branch; some 100 bytes each. */
const MAX_ENTRIES = 500_000;

/** Adds up sessions one by one, in any order; holds ids and numbers only. */
export class BloatTally {
  private sessions = 0;
  private tokens = 0;
  private readonly tools = new Sums();
  private readonly servers = new Sums();
  private readonly files = new Sums();
  private readonly reads = new Sums();
  private readonly folders = new Sums();
  private readonly attachments = new Sums();
  private readonly images = { count: 0, tokens: 0 };
  private readonly repeated = { count: 0, tokens: 0 };
  private readonly overheads: number[] = [];
  /** By the id of an entry, which branches and copies share: what was counted of its blocks. */
  private readonly counted = new Map<string, readonly number[]>();

  add(transcript: Transcript): void {
    if (transcript.conversation.some(({ uuid }) => !this.counted.has(uuid ?? ''))) this.sessions++;
    const model = transcript.conversation.find(
      (entry) => entry.kind === 'assistant' && !entry.isSynthetic && entry.model !== null,
    );
    const generation = tokenizerOf(transcript, model?.kind === 'assistant' ? model.model : null);
    const readBefore = new Set<string>();
    for (const entry of transcript.conversation) {
      const before = this.counted.get(entry.uuid ?? '') ?? null;
      // Of a thing that was pruned in one of them, what it was before counts.
      const sizes = itemTokens(entry, generation, null).map((size, index) =>
        Math.max(size, before?.[index] ?? 0),
      );
      this.remember(entry.uuid, sizes);
      entry.blocks.forEach((block, index) =>
        this.addBlock(transcript, entry, block, {
          tokens: (sizes[index] ?? 0) - (before?.[index] ?? 0),
          isNew: before === null,
          readBefore,
        }),
      );
    }
    const overhead = systemOverhead(transcript, null, (entry) =>
      itemTokens(entry, generation, null),
    );
    if (overhead !== null && overhead.entries.length > 0) this.overheads.push(overhead.tokens);
  }

  /** @param skipped sessions that were not added. */
  result(skipped: number): Bloat {
    const sorted = [...this.overheads].sort((a, b) => a - b);
    return {
      sessions: this.sessions,
      skipped,
      tokens: this.tokens,
      tools: this.tools.largest(),
      servers: this.servers.largest(),
      files: this.files
        .largest()
        .map((file) => ({ ...file, reads: this.reads.of(file.name).count })),
      folders: this.folders.largest(),
      attachments: this.attachments.largest(),
      images: { ...this.images },
      repeatedReads: { ...this.repeated },
      overheadTokens: sorted[sorted.length >> 1] ?? null,
    };
  }

  private remember(uuid: string | null, sizes: readonly number[]): void {
    if (uuid === null || (this.counted.size >= MAX_ENTRIES && !this.counted.has(uuid))) return;
    this.counted.set(uuid, sizes);
  }

  private addBlock(
    transcript: Transcript,
    entry: ConversationEntry,
    block: ContentBlock,
    { tokens, isNew, readBefore }: BlockCount,
  ): void {
    const count = isNew ? 1 : 0;
    this.tokens += tokens;
    if (entry.kind === 'attachment') {
      this.attachments.add(entry.attachmentType, tokens, count);
      if (entry.path !== null) this.addFile(entry.path, tokens, count);
    }
    if (block.kind === 'image') this.addImage(tokens, count);
    if (block.kind === 'toolUse') this.addCall(block, tokens, count);
    if (block.kind !== 'toolResult') return;
    const images = block.parts.filter((part) => part.kind === 'image').length;
    const call = transcript.callOf(block.toolUseId);
    if (call === undefined) return;
    this.addCall(call, tokens, 0);
    if (images > 0) this.addImage(tokens, images * count);
    if (fileUse(call) !== 'read' || call.path === null) return;
    this.reads.add(call.path, tokens, count);
    if (readBefore.has(call.path)) {
      this.repeated.count += count;
      this.repeated.tokens += tokens;
    }
    readBefore.add(call.path);
  }

  private addCall(call: ToolUseBlock, tokens: number, count: number): void {
    this.tools.add(call.toolName, tokens, count);
    const server = /^mcp__(.+?)__/.exec(call.toolName)?.[1];
    if (server !== undefined) this.servers.add(server, tokens, count);
    if (call.path !== null && fileUse(call) !== null) this.addFile(call.path, tokens, count);
  }

  private addFile(path: string, tokens: number, count: number): void {
    this.files.add(path, tokens, count);
    const folder = /^(.*)[\\/][^\\/]+$/.exec(path)?.[1];
    if (folder !== undefined && folder !== '') this.folders.add(folder, tokens, count);
  }

  private addImage(tokens: number, count: number): void {
    this.images.count += count;
    this.images.tokens += tokens;
  }
}

interface BlockCount {
  /** Beyond what was counted of it in another session. */
  readonly tokens: number;
  readonly isNew: boolean;
  /** Files that the session has read so far; the block's own is added. */
  readonly readBefore: Set<string>;
}

class Sums {
  private readonly sums = new Map<string, { count: number; tokens: number }>();

  add(name: string, tokens: number, count: number): void {
    const sum = this.sums.get(name);
    if (sum !== undefined) {
      sum.count += count;
      sum.tokens += tokens;
    } else if (this.sums.size < MAX_NAMES) this.sums.set(name, { count, tokens });
  }

  of(name: string): { readonly count: number; readonly tokens: number } {
    return this.sums.get(name) ?? { count: 0, tokens: 0 };
  }

  largest(): Share[] {
    return [...this.sums]
      .map(([name, sum]) => ({ name, ...sum }))
      .sort((a, b) => b.tokens - a.tokens)
      .slice(0, TOLD);
  }
}
