import type { ActiveChain } from '../transcript/activeChain';
import type { RewritesTakenUp, RewriteTakenUp } from '../caching/cacheRewrites';
import type { Transcript } from '../transcript/transcript';
import type { ContextUsage, TokensOf } from './contextUsage';
import { LoadedFile, sumFreed, type TakenUp } from './loadedFile';
import { replySteps, type ReplyStep } from './replySteps';
import { toldContext, type ToldFigures } from './toldFigures';
import {
  isBehind,
  type FileRewrite,
  type HoldingProcess,
  type RewriteHistory,
} from './rewriteHistory';

/**
 * A running Claude Code goes on with what stood in the session file before Leeway rewrote it: what
 * it will send is another thing than what the file holds.
 */
export interface HeldContent {
  /** The context by what the file holds, estimated; `null` where that cannot be told. */
  readonly fileTokens: number | null;
  /** What was done to the file last. */
  readonly by: FileRewrite['kind'];
  /** A reply has come since that was made with the old content, as its counter shows. */
  readonly isMeasured: boolean;
  readonly process: HoldingProcess;
}

/** The context that the next prompt will send. */
export interface ProcessContext {
  readonly tokens: number | null;
  readonly exact: boolean;
  /** By what the file holds, where that is told apart; else the same. */
  readonly fileTokens: number | null;
  /** `null` where process and file agree, and where nobody has the session open. */
  readonly held: HeldContent | null;
  /** Of the rewrites that a reply was made with by now. */
  readonly takenUp: ReadonlyMap<FileRewrite, TakenUp>;
  /** Since when, by its own word, the process goes on with what the file held then. */
  readonly loadedAtMs: number | null;
}

export interface HeldSource {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  /** By what the file says. */
  readonly usage: ContextUsage;
  readonly tokensOf: TokensOf;
  readonly history: RewriteHistory;
  /** Who has the session open now. */
  readonly holders: readonly HoldingProcess[];
  /** What the process that has it open says of itself. */
  readonly told?: ToldFigures | null;
}

/** What a prediction is rounded by. */
const ROUNDING_TOKENS = 3;

/**
 * What the next prompt will send. A process that had the session open while its file was rewritten
 * goes on with the old content until it is proven to have loaded the file: by a reply's counter, by
 * what Claude Code writes as it lets go of a session, or by its end.
 */
export function processContext(source: HeldSource): ProcessContext {
  const { usage, history, holders } = source;
  const loadedAtMs = toldToHaveLoaded(source);
  if (history.rewrites.length === 0 || usage.tokens === null) {
    const tokens = usage.tokens === null ? null : usage.tokens + toldChange(source);
    const { exact } = usage;
    return { tokens, exact, fileTokens: tokens, held: null, takenUp: new Map(), loadedAtMs };
  }
  const { tokens } = usage;
  const loaded = follow(source, loadedAtMs);
  const { pending: atReply, isSure } = loaded;
  loaded.end(holders);

  const { pending } = loaded;
  const fileTokens = minus(tokens, isSure ? sumFreed(atReply) : null);
  const isHeldSinceReply = atReply.every((rewrite) => pending.includes(rewrite));
  const heldSince = sumFreed(pending.filter((rewrite) => !atReply.includes(rewrite)));
  // An estimate, unless the reply's own counter says the same.
  const estimated = isHeldSinceReply
    ? tokens + (heldSince ?? 0)
    : fileTokens === null
      ? tokens
      : fileTokens + (sumFreed(pending) ?? 0);
  const reported = tokens + counterChange(usage, history);
  const isReported = isHeldSinceReply && Math.abs(estimated - reported) <= ROUNDING_TOKENS;
  const newest = pending.at(-1);
  const process = newest?.heldBy ?? null;
  return {
    tokens: Math.max(0, isReported ? reported : estimated),
    exact: usage.exact && isReported,
    fileTokens: fileTokens ?? tokens,
    held:
      newest === undefined || process === null || sumFreed(pending) === 0
        ? null
        : { fileTokens, by: newest.kind, isMeasured: loaded.isMeasured, process },
    takenUp: loaded.takenUp,
    loadedAtMs,
  };
}

/** Which replies were the first that were made with what Leeway left in the file. */
export function rewritesTakenUp(source: HeldSource): RewritesTakenUp {
  const found = new Map<string, RewriteTakenUp>();
  for (const [{ kind }, taken] of processContext(source).takenUp) {
    const isPrune = kind === 'prune' || found.get(taken.reply)?.kind === 'prune';
    found.set(taken.reply, {
      kind: isPrune ? 'prune' : 'putBack',
      savedTokens: taken.isOtherModel
        ? null
        : Math.round(taken.fromTokens + taken.addedTokens - taken.contextTokens),
    });
  }
  return found;
}

/** Whether a rewrite concerns this context: a compaction since has dropped all that it was about. */
export function isOfContext(
  rewrite: FileRewrite,
  { transcript, chain: { boundary } }: Pick<HeldSource, 'transcript' | 'chain'>,
): boolean {
  return boundary === null || !isBehind(boundary, rewrite, transcript);
}

/** Goes through all replies of this context, and what was done to the file in between. */
function follow(
  { transcript, chain, tokensOf, history }: HeldSource,
  loadedAtMs: number | null,
): LoadedFile {
  const { boundary } = chain;
  const rewrites = history.rewrites.filter((each) => isOfContext(each, { transcript, chain }));
  const told = new Map(history.reported.map(({ uuid, contextTokens }) => [uuid, contextTokens]));
  const entries = chain.entries.filter(({ offset }) => offset > (boundary?.offset ?? -1));
  const steps = replySteps(transcript, entries, tokensOf).map((step): ReplyStep => {
    const uuid = step.response.entries[0]?.uuid ?? '';
    return { ...step, contextTokens: told.get(uuid) ?? step.contextTokens };
  });
  const loaded = new LoadedFile({ transcript, rewrites, tokensOf, loadedAtMs });
  for (const step of steps) loaded.reply(step);
  return loaded;
}

/** By how much the newest reply reported more than its counter says now. */
function counterChange({ response }: ContextUsage, { reported }: RewriteHistory): number {
  const uuid = response?.entries[0]?.uuid ?? null;
  const own = reported.find((reply) => reply.uuid === uuid);
  return response === null || own === undefined ? 0 : own.contextTokens - response.contextTokens;
}

/** By how much Claude Code counts the newest reply otherwise than its line in the file says. */
function toldChange({ usage: { response }, told }: HeldSource): number {
  const context = told == null ? null : toldContext(told, response);
  return context === null || response === null ? 0 : context - response.contextTokens;
}

/**
 * Since when the process goes on with what the file holds, by its own word: it read it then, or
 * leaves the same out of its requests. That it read it is not believed where it still counts what
 * the newest reply reported before a rewrite changed that in the file.
 */
function toldToHaveLoaded(source: HeldSource): number | null {
  const { told, usage, history } = source;
  if (told == null) return null;
  const change = counterChange(usage, history);
  const isOld = change !== 0 && Math.abs(toldChange(source) - change) <= ROUNDING_TOKENS;
  return Math.max(isOld ? 0 : told.loadedAtMs, told.wiredAtMs ?? 0) || null;
}

function minus(tokens: number, less: number | null): number | null {
  return less === null ? null : Math.max(0, Math.round(tokens - less));
}
