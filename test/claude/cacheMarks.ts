import type { MessagesRequest } from './requestTokens';

/** How long the server is asked to keep what it writes. */
export interface WrittenFor {
  ephemeral_5m_input_tokens: number;
  ephemeral_1h_input_tokens: number;
}

/** Splits what is written by the request's last cache mark: that is where the writing ends. */
export function writtenFor(request: MessagesRequest, tokens: number): WrittenFor {
  const isForAnHour = lifetimesOf(request).at(-1) === '1h';
  return {
    ephemeral_5m_input_tokens: isForAnHour ? 0 : tokens,
    ephemeral_1h_input_tokens: isForAnHour ? tokens : 0,
  };
}

/** The time to live of every cache mark, in the order of the prompt. */
function lifetimesOf({ tools, system, messages }: MessagesRequest): string[] {
  const found: string[] = [];
  JSON.stringify([tools, system, messages], (key, value: unknown) => {
    if (key === 'cache_control') found.push(lifetimeOf(value));
    return value;
  });
  return found;
}

function lifetimeOf(mark: unknown): string {
  const ttl = typeof mark === 'object' && mark !== null && 'ttl' in mark ? mark.ttl : undefined;
  return typeof ttl === 'string' ? ttl : '5m';
}
