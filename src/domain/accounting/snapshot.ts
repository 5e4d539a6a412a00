import type { ActiveChain } from '../transcript/activeChain';
import { creditsCase, isCreditsBlock } from '../transcript/creditsBlock';
import { isRefusedRequest } from '../transcript/refusedRequest';
import { sessionIdOfFile } from '../transcript/asSessionId';
import type { CacheControls } from '../caching/cacheControls';
import { endOf } from '../caching/cachedRequests';
import type { CacheState } from '../caching/cacheState';
import { cacheState } from '../caching/readCacheState';
import type { ContentBlock } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import { largestAdded, type AddedItem } from './addedItems';
import type { ContextUsage, TokensOf } from './contextUsage';
import { resolveLimit, type Limit, type WindowControls } from './contextWindow';
import { idleCompaction, type IdleCompaction } from './idleCompaction';
import { growthOf, type Growth } from './growth';
import { isOfContext, processContext, type HeldContent, type ProcessContext } from './heldContent';
import { jumpsOf, type Jump } from './jumps';
import { lastCompaction, type LastCompaction } from './lastCompaction';
import { lastPrune, type LastPrune } from './lastPrune';
import { sumFreed } from './loadedFile';
import {
  isBehind,
  type FileRewrite,
  type HoldingProcess,
  type RewriteHistory,
} from './rewriteHistory';
import type { ToldFigures } from './toldFigures';
import { acceptedBeyond, windowEvidence, type TranscriptEvidence } from './windowEvidence';
import { nearestWall, wallsInForce, type Wall, type WallControls } from './walls';

/** What a person chose about limits. */
export interface SnapshotPreferences {
  /** The person's own limit; 0 leaves it to the evidence. */
  readonly limitTokens: number;
  readonly usageCreditsWall: 'auto' | 'off';
}

export interface SnapshotSettings extends SnapshotPreferences {
  /** What Claude Code's own settings say, as far as they can be read. */
  readonly controls: WindowControls & WallControls & CacheControls;
}

/**
 * All that a display shows of a session, at one moment. Immutable, and plain: it crosses threads.
 */
export interface Snapshot {
  readonly path: string;
  readonly sessionId: string | null;
  readonly title: string | null;
  readonly cwd: string | null;
  /** Of git, as the newest line tells it. */
  readonly gitBranch: string | null;
  /** Which subagent of the session it is; `null` for the session itself. */
  readonly agentId: string | null;
  readonly model: string | null;
  /** The newest reply's model as it was asked for, `[1m]` included. */
  readonly requestedModel: string | null;
  /** Version of Claude Code that wrote the newest entry. */
  readonly version: string | null;
  /** What the next prompt will send, less itself. */
  readonly usage: { readonly tokens: number | null; readonly exact: boolean };
  /**
   * The context by what the file holds, as the items do; it is another one as long as a process
   * goes on with {@link held}.
   */
  readonly fileTokens: number | null;
  /** `null` where file and process agree. */
  readonly held: HeldContent | null;
  readonly limit: Limit;
  /** In ascending order. */
  readonly walls: readonly Wall[];
  readonly nearestWall: Wall | null;
  readonly blocked: Blocked | null;
  /** When a reply beyond 200K was accepted: from there on prompts may be billed at a premium. */
  readonly beyond200KSinceMs: number | null;
  readonly growth: Growth;
  /** How often it was compacted, as far as it has been read. */
  readonly compactions: number;
  /** That the context begins with; `null` where it begins with the session. */
  readonly lastCompaction: LastCompaction | null;
  /** Images in the context. */
  readonly images: number;
  /** The largest items since the newest reply began. */
  readonly added: readonly AddedItem[];
  /** The steps that added most: the largest since any line is the first one behind it. */
  readonly jumps: readonly Jump[];
  /** What the server's cache holds of it; `null` where replies tell of no cache. */
  readonly cache: CacheState | null;
  /** Whether and when Claude Code may compact it while nobody uses it. */
  readonly idleCompaction: IdleCompaction;
  /** Lines that could not be read: the number may be low. */
  readonly skippedLines: number;
  /** False while only the end of the file has been read. */
  readonly isComplete: boolean;
  /**
   * False while the size rests on estimates by bytes that are about to be counted: what is decided
   * by it waits for the counted one.
   */
  readonly isCounted: boolean;
  /** The last prune, as long as it says something about the context. */
  readonly lastPrune: LastPrune | null;
  /** What the running Claude Code itself says; `null` where it does not. */
  readonly told: ToldFigures | null;
}

export interface Blocked {
  readonly kind: 'credits';
  /** The session outgrew 200K, or the account may not use 1M context at any size. */
  readonly case: 'grown' | 'entitlement';
  readonly sinceMs: number | null;
}

/** What a snapshot is taken from. */
export interface SnapshotSource {
  readonly path: string;
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  readonly usage: ContextUsage;
  readonly tokensOf: TokensOf;
  readonly isCounted: boolean;
  readonly history: RewriteHistory;
  /** Who has the session open. */
  readonly holders: readonly HoldingProcess[];
  readonly settings: SnapshotSettings;
  /** By the process that has the session open. */
  readonly told?: ToldFigures | null;
  /** Where lines come quickly: those of a moment ago, which need not be found anew each time. */
  readonly costs?: SnapshotCosts | null;
}

/** What a prompt costs, and what made it so. */
export type SnapshotCosts = Pick<Snapshot, 'jumps' | 'cache'>;

export function takeSnapshot(source: SnapshotSource): Snapshot {
  const { path, transcript, chain, usage, isCounted, history } = source;
  const { reported } = history;
  const process = processContext(source);
  const told = new Map(reported.map(({ uuid, contextTokens }) => [uuid, contextTokens]));
  const costs = source.costs ?? costsOf(source, process, told);
  const blocked = blockedBy(source, process);
  return {
    path,
    sessionId: transcript.sessionId ?? (isOfClaudeCode(transcript) ? sessionIdOfFile(path) : null),
    title: transcript.title,
    cwd: transcript.cwd,
    gitBranch: transcript.gitBranch,
    agentId: transcript.agentId,
    model: usage.model,
    requestedModel: transcript.traces.requestedModel,
    version: transcript.version,
    usage: {
      tokens: rounded(process.tokens),
      exact: process.exact,
    },
    fileTokens: rounded(process.fileTokens),
    held: process.held,
    ...limitsOf(
      windowEvidence(transcript, usage.model, reported),
      source.settings,
      source.told ?? null,
    ),
    blocked,
    beyond200KSinceMs: acceptedBeyond(transcript, usage.model, reported)?.sinceMs ?? null,
    growth: growthOf(transcript, chain, reported, fallsIn(process)),
    compactions: transcript.boundaries.length,
    lastCompaction: lastCompaction(transcript, chain.boundary, usage),
    images: imagesIn(chain),
    added: addedSince(source),
    ...costs,
    idleCompaction: idleCompaction({
      ...{ version: transcript.version, cache: costs.cache, controls: source.settings.controls },
      tokens: process.tokens,
      repliedMs: usage.response === null ? null : endOf(usage.response),
      isBlocked: blocked !== null,
      told: source.told ?? null,
    }),
    skippedLines: transcript.malformed.length,
    isComplete: transcript.startOffset === 0,
    isCounted,
    lastPrune: lastPrune(
      history,
      process,
      (rewrite) => isOfContext(rewrite, source),
      (rewrite) => isRefusedSince(rewrite, source),
    ),
    told: source.told ?? null,
  };
}

/** How far a context may grow, and what stands in its way. */
export function limitsOf(
  seen: TranscriptEvidence,
  settings: SnapshotSettings,
  told: ToldFigures | null,
): Pick<Snapshot, 'limit' | 'walls' | 'nearestWall'> {
  const { limitTokens: ownLimitTokens, usageCreditsWall, controls } = settings;
  const evidence = { ...seen, ownLimitTokens, usageCreditsWall, controls, told };
  const walls = wallsInForce(evidence);
  return { limit: resolveLimit(evidence), walls, nearestWall: nearestWall(walls) };
}

function costsOf(
  source: SnapshotSource,
  process: ProcessContext,
  reported: ReadonlyMap<string, number>,
): SnapshotCosts {
  const { transcript, chain, usage, settings } = source;
  return {
    jumps: jumpsOf(source, reported),
    cache: cacheState({
      ...{ transcript, chain, model: usage.model, reported },
      lifetimeMs: settings.controls.promptCacheMs?.value ?? null,
      isRewritten: isRewritten(source, process),
    }),
  };
}

/** Nobody goes on with what the newest reply was made from: the next prompt sends the file. */
function isRewritten(source: SnapshotSource, { held, takenUp }: ProcessContext): boolean {
  const since = source.history.rewrites.filter(
    (rewrite) => isOfContext(rewrite, source) && !takenUp.has(rewrite),
  );
  return held === null && sumFreed(since) !== 0;
}

/** What came since the newest response began, that response included. */
function addedSince(source: SnapshotSource): readonly AddedItem[] {
  const { chain, usage } = source;
  const since = usage.response?.entries[0]?.offset ?? Infinity;
  const added = chain.entries.filter(({ offset }) => offset >= since);
  return largestAdded(added, usage.model, source);
}

/** By how much less each reply was sent than it would have been without what it took up. */
function fallsIn({ takenUp }: ProcessContext): ReadonlyMap<string, number> {
  return new Map(
    [...takenUp.values()].map(({ reply, fromTokens, addedTokens, contextTokens }) => [
      reply,
      fromTokens + addedTokens - contextTokens,
    ]),
  );
}

function rounded(tokens: number | null): number | null {
  return tokens === null ? null : Math.round(tokens);
}

/** Other files of JSON lines have names too, and are no sessions. */
function isOfClaudeCode({ version, conversation }: Transcript): boolean {
  return version !== null && conversation.length > 0;
}

/**
 * A session that has grown is blocked until its process has a smaller context. What was pruned
 * since the refusal was part of what was refused.
 */
function blockedBy(
  { usage: { apiError, tokens }, transcript, history }: SnapshotSource,
  process: ProcessContext,
): Blocked | null {
  if (apiError === null || !isCreditsBlock(apiError.error)) return null;
  const since = history.rewrites.filter((rewrite) => !isBehind(apiError, rewrite, transcript));
  const refusedTokens = tokens === null ? null : tokens + (sumFreed(since) ?? 0);
  const why = creditsCase(refusedTokens);
  return why === 'grown' && creditsCase(process.tokens) !== 'grown'
    ? null
    : { kind: 'credits', case: why, sinceMs: apiError.sinceMs };
}

/** Whether the newest request was refused for what it held, and came after a rewrite. */
function isRefusedSince(
  rewrite: FileRewrite,
  { usage: { apiError }, transcript }: SnapshotSource,
): boolean {
  return (
    apiError !== null && isRefusedRequest(apiError.error) && isBehind(apiError, rewrite, transcript)
  );
}

function imagesIn({ entries }: ActiveChain): number {
  const count = (blocks: readonly ContentBlock[]): number =>
    blocks.reduce(
      (sum, block) =>
        sum + (block.kind === 'image' ? 1 : block.kind === 'toolResult' ? count(block.parts) : 0),
      0,
    );
  return entries.reduce((sum, { blocks }) => sum + count(blocks), 0);
}
