import type { WrittenFor } from './cacheMarks';

/** What the mock answers, in the words of the Messages API. */
export type ReplyBlock =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'tool_use'; name: string; input: Record<string, unknown> };

/** The counters that a response reports. */
export interface ReplyUsage {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_creation: WrittenFor;
  cache_read_input_tokens: number;
  output_tokens: number;
}

export interface Reply {
  content: ReplyBlock[];
  /** Counters to report in place of the counted ones. */
  usage?: Partial<ReplyUsage>;
}

export interface Refusal {
  status: number;
  type: string;
  message: string;
}

export type Answer = Reply | Refusal;

/** A reply of several blocks. More than one tool use makes them parallel. */
export function reply(...content: ReplyBlock[]): Reply {
  return { content };
}

export function text(words: string): ReplyBlock {
  return { type: 'text', text: words };
}

export function thinking(thoughts: string): ReplyBlock {
  return {
    type: 'thinking',
    thinking: thoughts,
    signature: Buffer.from('signed by the mock').toString('base64'),
  };
}

export function toolUse(name: string, input: Record<string, unknown>): ReplyBlock {
  return { type: 'tool_use', name, input };
}

/** The reply to a request for a compaction, in the form that the CLI asks for. */
export function summary(words: string): Reply {
  return reply(text(`<analysis>Nothing much.</analysis>\n<summary>\n${words}\n</summary>`));
}

/** What the context holds once a response with this usage has been received. */
export function contextTokensAfter(usage: ReplyUsage): number {
  return (
    usage.input_tokens +
    usage.cache_creation_input_tokens +
    usage.cache_read_input_tokens +
    usage.output_tokens
  );
}
