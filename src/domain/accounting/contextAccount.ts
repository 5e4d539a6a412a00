import type { RewritesTakenUp } from '../caching/cacheRewrites';
import { stripsThinkingAtPrompt } from '../models/modelFamily';
import type { ActiveChain } from '../transcript/activeChain';
import type { ConversationEntry } from '../transcript/entry';
import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';
import { tokenizerOf } from './tokenizerOf';

/** An item of the live context, as its content tells its size. */
export interface EstimatedItem {
  readonly entry: ConversationEntry;
  readonly isThinking: boolean;
  readonly tokens: number;
  /** By its text; else by its bytes alone. */
  readonly isCounted: boolean;
  /** What a prune took out of it, where it did. */
  readonly freedTokens: number | null;
}

interface ItemSize {
  readonly tokens: number;
  /** Counters of the API tell it, alone or together with what came with it. */
  readonly isMeasured: boolean;
  /** They tell it alone: nothing else came in between. */
  readonly isExact: boolean;
}

/**
 * Why a difference between two replies is not explained by what the file holds. `modelChanged`,
 * `thinkingDropped` and `rewritten` are what happened there; `hidden` is all else: a reminder that
 * Claude Code adds to a request, another set of tools.
 */
type UnexplainedCause = 'hidden' | 'modelChanged' | 'thinkingDropped' | 'rewritten';

/** Tokens that came into the context, or left it, with a reply, and stand in no item. */
export interface UnexplainedTokens {
  /** Where the reply begins. */
  readonly line: number;
  readonly offset: number;
  /** Below 0 where something left. */
  readonly tokens: number;
  readonly cause: UnexplainedCause;
}

/**
 * Where each token of the context is, as far as replies have told: what the items of one step are
 * together is the difference of two counters. Items, overhead and what is unexplained add up to the
 * context and output of the newest reply.
 */
export interface ContextAccount {
  /** As many as items were given, in their order. */
  readonly sizes: readonly ItemSize[];
  /** What stood there when the context began and is no item; `null` before the first reply. */
  readonly overheadTokens: number | null;
  readonly unexplained: readonly UnexplainedTokens[];
}

export interface AccountSource {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  /** What replies said whose counters were changed since, by the uuid of their first line. */
  readonly reported?: ReadonlyMap<string, number>;
  /** Which replies were the first without what a prune took out, or with what came back. */
  readonly takenUp?: RewritesTakenUp;
}

/** Within so many tokens, or this share of the difference, an estimate explains it. */
const TOLERANCE = { tokens: 200, share: 0.25 } as const;
/** By bytes, estimates are off by 25 % in 90 of 100 cases. */
const UNCOUNTED_TOLERANCE = { tokens: 500, share: 0.6 } as const;

/** @param items of the live context, in the order of the chain. */
export function contextAccount(
  source: AccountSource,
  items: readonly EstimatedItem[],
): ContextAccount {
  const account = new Account(items);
  const { steps, isPrompted } = stepsOf(source, items);
  for (const step of ofOneTokenizer(source.transcript, steps)) account.reply(step);
  account.end(isPrompted);
  return account;
}

/** A reply, with the places of the items that came in front of it, and of those that it said. */
interface Step {
  readonly response: Response;
  readonly contextTokens: number;
  /** What a rewrite of ours saved that shows in its counter first; `undefined` where none does. */
  readonly savedTokens: number | null | undefined;
  readonly added: readonly number[];
  readonly said: number[];
  readonly startsTurn: boolean;
}

function stepsOf(
  { transcript, chain, reported, takenUp }: AccountSource,
  items: readonly EstimatedItem[],
): { steps: Step[]; /** Behind the newest reply. */ isPrompted: boolean } {
  const steps: Step[] = [];
  const stepOf = new Map<Response, Step>();
  const after = chain.boundary?.offset ?? -1;
  let added: number[] = [];
  let startsTurn = false;
  let at = 0;
  for (const entry of chain.entries) {
    const own: number[] = [];
    for (; items[at]?.entry === entry; at++) own.push(at);
    const response =
      entry.kind === 'assistant' && entry.offset > after ? transcript.responseOf(entry) : null;
    if (response === null) {
      added.push(...own);
      startsTurn ||= entry.kind === 'user' && entry.prompt !== null;
      continue;
    }
    const known = stepOf.get(response);
    if (known !== undefined) {
      known.said.push(...own);
      continue;
    }
    const uuid = response.entries[0]?.uuid ?? '';
    const step: Step = {
      response,
      contextTokens: reported?.get(uuid) ?? response.contextTokens,
      savedTokens: takenUp?.get(uuid)?.savedTokens,
      added,
      said: own,
      startsTurn,
    };
    steps.push(step);
    stepOf.set(response, step);
    added = [];
    startsTurn = false;
  }
  return { steps, isPrompted: startsTurn };
}

/** What another tokenizer counted says nothing of the newest reply's context. */
function ofOneTokenizer(transcript: Transcript, steps: readonly Step[]): readonly Step[] {
  const generationOf = ({ response }: Step): string => tokenizerOf(transcript, response.model);
  const newest = steps.at(-1);
  if (newest === undefined) return steps;
  const generation = generationOf(newest);
  const from = steps.findLastIndex((step) => generationOf(step) !== generation) + 1;
  if (from === 0) return steps;
  const before = steps.slice(0, from).flatMap(({ added, said }) => [...added, ...said]);
  const [first, ...rest] = steps.slice(from);
  return [{ ...first!, added: [...before, ...first!.added] }, ...rest];
}

class Account implements ContextAccount {
  overheadTokens: number | null = null;
  readonly sizes: ItemSize[];
  readonly unexplained: UnexplainedTokens[] = [];
  private readonly items: readonly EstimatedItem[];
  /** The context by the counters so far, with the output of the newest reply. */
  private standing = 0;
  /** Of that, thinking of this turn that is no item any more. */
  private dropped = 0;
  /** Of that, what a prune took out of the file since. */
  private pruned = 0;
  /** What a reply said that never told its own size: the next one tells of both. */
  private untold: readonly number[] = [];
  private newest: Step | null = null;

  constructor(items: readonly EstimatedItem[]) {
    this.items = items;
    this.sizes = items.map(({ tokens }) => ({ tokens, isMeasured: false, isExact: false }));
  }

  reply(step: Step): void {
    const { response, contextTokens, added, said } = step;
    if (this.newest === null) {
      const tokens = contextTokens - this.estimated(added);
      this.overheadTokens = Math.max(0, tokens);
      if (tokens < 0) this.unexplain(step, tokens, 'hidden');
    } else this.add(step, this.newest.response);
    this.standing = contextTokens;
    this.newest = step;
    if (!response.isFinal) {
      this.untold = said;
      return;
    }
    this.untold = [];
    this.standing += response.outputTokens;
    const isDropped =
      response.entries.some(({ blocks }) => blocks.some(({ kind }) => kind === 'thinking')) &&
      !said.some((at) => this.items[at]!.isThinking);
    if (!isDropped) this.settle(step, said, response.outputTokens);
    else {
      const thought = response.outputTokens - this.estimated(said);
      this.dropped += Math.max(0, thought);
      this.unexplain(step, Math.min(0, thought), 'hidden');
    }
  }

  /** @param isPrompted since the newest reply: some models are sent less thinking from then on. */
  end(isPrompted: boolean): void {
    const { newest } = this;
    if (newest === null || (isPrompted && stripsThinkingAtPrompt(newest.response.model))) return;
    this.unexplain(newest, this.dropped, 'hidden');
  }

  private add(step: Step, former: Response): void {
    const { response, savedTokens, startsTurn } = step;
    const added = [...this.untold, ...step.added];
    const cause = causeOf(step, former);
    if (startsTurn && stripsThinkingAtPrompt(response.model)) {
      this.standing -= this.dropped;
      this.dropped = 0;
    }
    if (savedTokens !== undefined) {
      const saved = savedTokens ?? this.pruned;
      this.standing -= saved;
      this.pruned -= saved;
    }
    const tokens = step.contextTokens - this.standing;
    if (cause === null) this.settle(step, added, tokens);
    else this.unexplain(step, tokens - this.estimated(added), cause);
  }

  /** Gives the items of one step what the counters say that they are together, if that can be. */
  private settle(step: Step, places: readonly number[], tokens: number): void {
    const estimated = this.estimated(places);
    const freed = places.reduce((sum, at) => sum + (this.items[at]!.freedTokens ?? 0), 0);
    // What was thought mostly stands in no text, so it may be estimated at nothing.
    const sized = places.filter((at) => this.items[at]!.tokens > 0 || this.items[at]!.isThinking);
    const isCounted = places.every((at) => this.items[at]!.isCounted);
    const tolerance = isCounted ? TOLERANCE : UNCOUNTED_TOLERANCE;
    if (!explains(estimated + freed, tokens, tolerance) || estimated === 0) {
      this.pruned += freed;
      this.unexplain(step, tokens - estimated - freed, 'hidden');
    } else if (freed > 0) this.pruned += tokens - estimated;
    else {
      let [before, given] = [0, 0];
      for (const at of sized) {
        before += this.items[at]!.tokens;
        const upTo = Math.round((tokens * before) / estimated);
        this.sizes[at] = {
          tokens: upTo - given,
          isMeasured: true,
          isExact: sized.length === 1 && explains(estimated, tokens, TOLERANCE),
        };
        given = upTo;
      }
    }
  }

  private unexplain({ response }: Step, tokens: number, cause: UnexplainedCause): void {
    const { line, offset } = response.entries[0]!;
    if (tokens !== 0) this.unexplained.push({ line, offset, tokens: Math.round(tokens), cause });
  }

  private estimated(places: readonly number[]): number {
    return places.reduce((sum, at) => sum + this.items[at]!.tokens, 0);
  }
}

function explains(
  estimated: number,
  tokens: number,
  { tokens: least, share }: { readonly tokens: number; readonly share: number },
): boolean {
  return tokens > 0 && Math.abs(tokens - estimated) <= Math.max(least, share * tokens);
}

function causeOf(
  { response, savedTokens, startsTurn }: Step,
  former: Response,
): UnexplainedCause | null {
  if (response.model !== former.model) return 'modelChanged';
  if (savedTokens !== undefined) return 'rewritten';
  return startsTurn && stripsThinkingAtPrompt(response.model) ? 'thinkingDropped' : null;
}
