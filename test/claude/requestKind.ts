import type { MessagesRequest } from './requestTokens';

/** What a request is for. Only turns take their answers from the script. */
export type RequestKind = 'turn' | 'compaction' | 'title' | 'count';

/** Tells by the request's own words what it is for; the API has no field for it. */
export function kindOf(body: MessagesRequest): RequestKind {
  if (/create a detailed summary/i.test(lastUserText(body))) return 'compaction';
  return body.output_config?.format === undefined ? 'turn' : 'title';
}

/** Newer models are sent `system` messages after the user's, so the last message is not enough. */
function lastUserText({ messages }: MessagesRequest): string {
  const content = messages.findLast((message) => message.role === 'user')?.content ?? '';
  return typeof content === 'string'
    ? content
    : content.map((block) => block.text ?? '').join('\n');
}
