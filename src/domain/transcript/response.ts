import type { AssistantEntry, CacheMiss, InputCounters } from './entry';

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

/**
 * One response, while its lines come: another one costs the same, however many there are. Its
 * counters are those of the lines so far.
 */
export class GrowingResponse {
  /** Its place among the requests of the session; `null` where it is none. */
  requestAt: number | null = null;
  /** All that share its id, in file order. */
  readonly lines: AssistantEntry[] = [];
  contextTokens = 0;
  outputTokens = 0;
  isFinal = false;
  private readonly entries: AssistantEntry[] = [];
  private input: InputCounters | null = null;
  private cacheMiss: CacheMiss | null = null;
  private last: Response | null = null;

  get model(): string | null {
    return this.entries[0]?.model ?? null;
  }

  add(line: AssistantEntry): this {
    this.lines.push(line);
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

  /** Of lines with one uuid Claude Code goes by the last: this one is none any more. */
  forget(line: AssistantEntry): void {
    for (const list of [this.lines, this.entries]) {
      const at = list.indexOf(line);
      if (at >= 0) list.splice(at, 1);
    }
    this.last = null;
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
