import type { InputCounters } from './entry';

/** What one prompt came to: the requests that were made for it, and their counters added up. */
export interface PromptSum {
  requests: number;
  readTokens: number;
  writtenTokens: number;
  oneHourTokens: number;
  uncachedTokens: number;
}

/** So many are kept. */
const KEPT = 10;

/**
 * The last prompts of a session, in the order of its file. Added up as lines come, because it is
 * asked for with each of them.
 */
export class PromptSums {
  /** Those that a request was made for, the newest last. */
  readonly last: PromptSum[] = [];
  private isOpen = false;

  /** What comes now belongs to another prompt. */
  begin(): void {
    this.isOpen = false;
  }

  add(input: InputCounters): void {
    if (!this.isOpen) {
      this.last.push({
        requests: 0,
        readTokens: 0,
        writtenTokens: 0,
        oneHourTokens: 0,
        uncachedTokens: 0,
      });
      if (this.last.length > KEPT) this.last.shift();
      this.isOpen = true;
    }
    const sum = this.last.at(-1)!;
    sum.requests++;
    sum.readTokens += input.readTokens;
    sum.writtenTokens += input.writtenTokens;
    sum.oneHourTokens += input.oneHourTokens;
    sum.uncachedTokens += input.uncachedTokens;
  }
}
