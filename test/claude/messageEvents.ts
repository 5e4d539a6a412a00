import type { Reply, ReplyUsage } from './mockReply';

/** A complete response of the Messages API. */
export interface Message {
  id: string;
  type: 'message';
  role: 'assistant';
  model: string;
  content: MessageBlock[];
  stop_reason: string;
  stop_sequence: null;
  usage: ReplyUsage;
  /** Why it was not read from the cache, where that was so. */
  diagnostics?: { cache_miss_reason: { type: string; cache_missed_input_tokens: number } };
}

type MessageBlock =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> };

/** @param number of the response, from which its ids are made. */
export function toMessage(
  answer: Reply,
  usage: ReplyUsage,
  model: string,
  number: number,
): Message {
  const content = answer.content.map((block, index) =>
    block.type === 'tool_use' ? { ...block, id: `toolu_${number}_${index}` } : block,
  );
  const stopReason = content.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn';
  return {
    id: `msg_${number}`,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: stopReason,
    stop_sequence: null,
    usage,
  };
}

interface StreamEvent {
  type: string;
  [key: string]: unknown;
}

/**
 * The events by which the API streams a message, in its order. The first one carries the input
 * counters and a provisional output count, as the API's does; the final count comes with
 * `message_delta`.
 */
export function* messageEvents(message: Message): Generator<StreamEvent> {
  const opening = {
    ...message,
    content: [],
    stop_reason: null,
    usage: { ...message.usage, output_tokens: 1 },
  };
  yield { type: 'message_start', message: opening };
  for (const [index, block] of message.content.entries()) {
    yield { type: 'content_block_start', index, content_block: emptied(block) };
    if (index === 0) yield { type: 'ping' };
    for (const delta of deltas(block)) yield { type: 'content_block_delta', index, delta };
    yield { type: 'content_block_stop', index };
  }
  yield {
    type: 'message_delta',
    delta: { stop_reason: message.stop_reason, stop_sequence: null },
    usage: message.usage,
  };
  yield { type: 'message_stop' };
}

/** An event as it goes over the wire. */
export function serverSentEvent(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function emptied(block: MessageBlock): MessageBlock {
  switch (block.type) {
    case 'text':
      return { ...block, text: '' };
    case 'thinking':
      return { ...block, thinking: '', signature: '' };
    case 'tool_use':
      return { ...block, input: {} };
  }
}

function* deltas(block: MessageBlock): Generator<StreamEvent> {
  switch (block.type) {
    case 'text':
      for (const text of halves(block.text)) yield { type: 'text_delta', text };
      return;
    case 'thinking':
      for (const thinking of halves(block.thinking)) yield { type: 'thinking_delta', thinking };
      yield { type: 'signature_delta', signature: block.signature };
      return;
    case 'tool_use':
      for (const json of halves(JSON.stringify(block.input)))
        yield { type: 'input_json_delta', partial_json: json };
  }
}

/** Two pieces, because a client that only handles one would pass for one that works. */
function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((piece) => piece !== '');
}
