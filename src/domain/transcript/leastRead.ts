import type { AssistantEntry } from './entry';

/**
 * The least that each model ever read from the cache in this session. A prompt that is written
 * anew still begins with system prompt and tools, which are read: those are what is left then.
 */
export class LeastRead {
  private readonly tokens = new Map<string, number>();

  add({ model, usage }: AssistantEntry): void {
    const read = usage?.input.readTokens ?? 0;
    if (model === null || read === 0) return;
    if (read < (this.tokens.get(model) ?? Infinity)) this.tokens.set(model, read);
  }

  /** 0 where it never read any. */
  of(model: string): number {
    return this.tokens.get(model) ?? 0;
  }
}
