import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { writtenFor } from './cacheMarks';
import { messageEvents, serverSentEvent, toMessage } from './messageEvents';
import type { Message } from './messageEvents';
import { reply, summary, text } from './mockReply';
import type { Answer, Refusal, Reply, ReplyBlock, ReplyUsage } from './mockReply';
import { kindOf } from './requestKind';
import type { RequestKind } from './requestKind';
import { MarkedCache } from './markedCache';
import { overLimit } from './requestLimit';
import { cachedTokens, promptOf, replyTokens, requestTokens } from './requestTokens';
import type { MessagesRequest, Prompt, TokenRules } from './requestTokens';

/** What the mock holds its clients to; a test may change it between requests. */
export interface MockRules extends TokenRules {
  /**
   * Requests above this that use a 1M window are refused for want of usage credits; null: never.
   */
  creditsAboveTokens: number | null;
  /** So far the cache is searched in front of a mark; null: all that begins alike is read. */
  lookBackBlocks: number | null;
  /** What a compaction is answered with, unless it is too long itself; a promise to let it wait. */
  compaction: Answer | Promise<Answer>;
  /** So long a prompt stays in the cache, from when one that begins with it was sent last. */
  cacheLifetimeMs: number;
  /** Why the next turn is not read from the cache, in the API's word; told once. */
  cacheMiss: string | null;
}

export interface LoggedRequest {
  kind: RequestKind;
  model: string;
  betas: string[];
  /** Counted size of the prompt. */
  tokens: number;
  body: MessagesRequest;
  /** When it arrived. */
  atMs: number;
  status: number;
  /**
   * The response and what it reported; undefined when the request was refused, only counted, or is
   * not answered yet.
   */
  response?: { messageId: string; content: ReplyBlock[]; usage: ReplyUsage };
}

/** An answer, or a function that makes one out of the request. */
type ScriptStep = Answer | ((request: MessagesRequest) => Answer);

/** A turn whose answer waits, so that a test can look at a busy session. */
interface HeldTurn {
  /** Settles with the request once it is here. */
  arrived: Promise<LoggedRequest>;
  release: () => void;
}

export interface MockMessagesApi {
  url: string;
  rules: MockRules;
  /** Every request to the Messages API so far, in order of arrival. */
  requests: LoggedRequest[];
  /** Method and path of everything else that was asked for; each got a 404. */
  strayRequests: string[];
  /** Queues answers for the next turns, one for each. A turn that finds none gets a short text. */
  script(...steps: ScriptStep[]): void;
  /** Queues one answer that is given when the test says so. */
  hold(step: ScriptStep): HeldTurn;
  /** Releases every held turn, arrived or not. */
  releaseAll(): void;
  stop(): Promise<void>;
}

interface Queued {
  step: ScriptStep;
  arrive?: (request: LoggedRequest) => void;
  released?: Promise<unknown>;
}

/**
 * Starts a Messages API on the loopback interface that knows its prices: a prompt is counted by its
 * bytes, and each response reports the count as the API would, split into cached and uncached. It
 * keeps nothing on disk.
 */
export async function startMockMessagesApi(
  options: Partial<MockRules> = {},
): Promise<MockMessagesApi> {
  const rules: MockRules = {
    bytesPerToken: 4,
    mediaTokens: 1600,
    blockTokens: null,
    creditsAboveTokens: null,
    lookBackBlocks: null,
    compaction: summary('The user and the assistant looked at some files. Next they go on.'),
    cacheLifetimeMs: Infinity,
    cacheMiss: null,
    ...options,
  };
  const requests: LoggedRequest[] = [];
  const strayRequests: string[] = [];
  const queue: Queued[] = [];
  const releases: (() => void)[] = [];
  const earlierPrompts: { prompt: Prompt; atMs: number }[] = [];
  const marked = new MarkedCache();

  const server = createServer((request, response) => {
    // a client that was stopped half way
    respond(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const route = `${request.method ?? ''} ${pathname}`;
    const body = await readText(request);
    switch (route) {
      case 'POST /v1/messages':
        return answerMessage(request, response, JSON.parse(body) as MessagesRequest);
      case 'POST /v1/messages/count_tokens':
        countTokens(request, response, JSON.parse(body) as MessagesRequest);
        return;
      default:
        strayRequests.push(route);
        sendJson(
          response,
          404,
          errorBody({
            status: 404,
            type: 'not_found_error',
            message: 'The mock knows no such path.',
          }),
        );
    }
  }

  function countTokens(
    request: IncomingMessage,
    response: ServerResponse,
    body: MessagesRequest,
  ): void {
    const tokens = requestTokens(body, rules);
    requests.push({
      kind: 'count',
      model: body.model,
      betas: betasOf(request),
      tokens,
      body,
      atMs: Date.now(),
      status: 200,
    });
    sendJson(response, 200, { input_tokens: tokens });
  }

  async function answerMessage(
    request: IncomingMessage,
    response: ServerResponse,
    body: MessagesRequest,
  ): Promise<void> {
    const prompt = promptOf(body);
    const logged: LoggedRequest = {
      kind: kindOf(body),
      model: body.model,
      betas: betasOf(request),
      tokens: requestTokens(body, rules),
      body,
      atMs: Date.now(),
      status: 200,
    };
    requests.push(logged);

    const answer = overLimit(logged, rules) ?? (await chooseAnswer(logged));
    if (!('content' in answer)) {
      logged.status = answer.status;
      sendJson(response, answer.status, errorBody(answer));
      return;
    }
    const fresh = earlierPrompts
      .filter(({ atMs }) => logged.atMs - atMs < rules.cacheLifetimeMs)
      .map((earlier) => earlier.prompt);
    const cached =
      rules.lookBackBlocks === null
        ? cachedTokens(prompt, fresh, rules)
        : marked.serve(body, rules.lookBackBlocks, rules);
    const counted = { ...countUsage(body, answer, cached, rules), ...answer.usage };
    // The parts go by what is reported: the CLI believes them over their sum (2.1.329).
    const usage = {
      ...counted,
      cache_creation: writtenFor(body, counted.cache_creation_input_tokens),
    };
    earlierPrompts.push({ prompt, atMs: logged.atMs });
    const message = {
      ...toMessage(answer, usage, body.model, earlierPrompts.length),
      ...(logged.kind === 'turn' ? diagnosticsOf(usage) : {}),
    };
    logged.response = { messageId: message.id, content: answer.content, usage };
    sendMessage(response, body, message);
  }

  function diagnosticsOf(usage: ReplyUsage): Pick<Message, 'diagnostics'> {
    const type = rules.cacheMiss;
    rules.cacheMiss = null;
    const missed = usage.cache_creation_input_tokens;
    return type === null
      ? {}
      : { diagnostics: { cache_miss_reason: { type, cache_missed_input_tokens: missed } } };
  }

  async function chooseAnswer(request: LoggedRequest): Promise<Answer> {
    if (request.kind === 'compaction') return rules.compaction;
    if (request.kind === 'title') return reply(text('{"title":"A session with the mock"}'));
    const queued = queue.shift() ?? { step: reply(text('Understood.')) };
    queued.arrive?.(request);
    await queued.released;
    return typeof queued.step === 'function' ? queued.step(request.body) : queued.step;
  }

  function hold(step: ScriptStep): HeldTurn {
    const arrival = withResolver<LoggedRequest>();
    const released = withResolver<undefined>();
    const release = () => released.resolve(undefined);
    releases.push(release);
    queue.push({ step, arrive: arrival.resolve, released: released.promise });
    return { arrived: arrival.promise, release };
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rules,
    requests,
    strayRequests,
    script: (...steps) => void queue.push(...steps.map((step) => ({ step }))),
    hold,
    releaseAll: () => releases.forEach((release) => release()),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function betasOf(request: IncomingMessage): string[] {
  return String(request.headers['anthropic-beta'] ?? '')
    .split(',')
    .map((beta) => beta.trim())
    .filter((beta) => beta !== '');
}

function countUsage(
  request: MessagesRequest,
  answer: Reply,
  cached: number,
  rules: MockRules,
): ReplyUsage {
  const tokens = requestTokens(request, rules);
  const cacheRead = Math.min(cached, tokens);
  const uncached = Math.min(8, tokens - cacheRead);
  const written = tokens - cacheRead - uncached;
  return {
    input_tokens: uncached,
    cache_creation_input_tokens: written,
    cache_creation: writtenFor(request, written),
    cache_read_input_tokens: cacheRead,
    output_tokens: replyTokens(answer.content, rules),
  };
}

function sendMessage(response: ServerResponse, body: MessagesRequest, message: Message): void {
  if (body.stream !== true) {
    sendJson(response, 200, message);
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'request-id': `req_${message.id}`,
  });
  for (const event of messageEvents(message)) response.write(serverSentEvent(event));
  response.end();
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function errorBody({ type, message }: Refusal): unknown {
  return { type: 'error', error: { type, message } };
}
