import { breakdownOf } from '../../domain/accounting/breakdown';
import { contextUsage, type ContextUsage } from '../../domain/accounting/contextUsage';
import type { Item } from '../../domain/accounting/item';
import { liveContext, type LiveContext } from '../../domain/accounting/items';
import { blockTokens, itemTokens } from '../../domain/accounting/itemTokens';
import { reattachedFiles } from '../../domain/accounting/reattachedFiles';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import { turnsOf, type Turns } from '../../domain/accounting/turns';
import { cutPoints } from '../../domain/branching/cutPoints';
import { stretchBefore, trunkOf } from '../../domain/branching/trunk';
import type { CompactionLoss, LostRest } from '../../domain/compaction/compactionLoss';
import { lastCompaction } from '../../domain/accounting/lastCompaction';
import {
  isRule,
  lostDecisions,
  lostFiles,
  lostPrompts,
  lostRules,
  showsFile,
  summaryText,
} from '../../domain/compaction/lostThings';
import type { QuotedContent } from '../../domain/handoff/decisionsIn';
import type { EntryContent } from '../../domain/handoff/entryContent';
import { entriesOfTool, taskEntries } from '../../domain/handoff/quotedEntries';
import { readContents } from '../../domain/handoff/readContents';
import { summaryWords } from '../../domain/handoff/summaryWords';
import { isPrompt } from '../../domain/handoff/typedEntries';
import type { TokenizerGeneration } from '../../domain/models/modelFamily';
import { activeChain, chainTo, type ActiveChain } from '../../domain/transcript/activeChain';
import type { ConversationEntry, SystemEntry } from '../../domain/transcript/entry';
import type { Transcript } from '../../domain/transcript/transcript';
import { sessionIdOfFile } from '../../domain/transcript/asSessionId';
import { readExtents } from '../../io/sessionFile/readLines';
import { readSession } from './readSession';

/** The newest: nobody reads through more of them. */
const MOST_PROMPTS = 300;
const MOST_DECISIONS = 200;
const SUMMARY_LENGTH = 200_000;

/** `notCompacted`: its context begins with no summary. */
export type LossProblem = 'missing' | 'unreadable' | 'cancelled' | 'notCompacted';

export interface ReadLossOptions {
  /** `null` leaves the sizes of texts to their bytes. */
  readonly countTokens: TokenCount | null;
  readonly signal?: AbortSignal;
}

/**
 * What the newest compaction of a session took: what the context held before and holds no more, and
 * what the summary does not speak of. Reads only. Never throws for what is in the file.
 */
export async function readCompactionLoss(
  path: string,
  { countTokens, signal }: ReadLossOptions,
): Promise<CompactionLoss | { readonly problem: LossProblem }> {
  const read = await readSession(path, { signal });
  if ('problem' in read) return read;
  const { transcript } = read;
  const now = contextOf(transcript, activeChain(transcript));
  const { boundary } = now.chain;
  const compaction = lastCompaction(transcript, boundary, now.usage);
  if (boundary === null || compaction === null) return { problem: 'notCompacted' };
  const turns = turnsOf(transcript, now.chain);
  const before = contextOf(transcript, chainBefore(transcript, boundary), {
    ...turns,
    newest: turns.at(boundary.offset),
  });
  const contents = await contentsOf(path, transcript, { before, now });
  if (signal?.aborted === true) return { problem: 'cancelled' };

  const stays = new Set(now.chain.entries.map(({ line }) => line));
  const gone = before.live.items.filter(({ line }) => !stays.has(line));
  const summary = contents.summary.slice(0, SUMMARY_LENGTH);
  const asked = summaryText(summary);
  const sized = {
    countText: sizeOf(now.usage.generation, countTokens),
    isCounted: countTokens !== null,
    turnAt: turns.at,
  };
  return {
    path,
    sessionId: transcript.sessionId ?? sessionIdOfFile(path),
    title: transcript.title,
    cwd: transcript.cwd,
    model: now.usage.model ?? before.usage.model,
    compaction,
    turn: turns.at(boundary.offset),
    earlier: sizeAt(before.chain.boundary, turns),
    before: {
      ...breakdownOf(before.live.items, before.live.account, before.usage.tokens),
      isExact: before.usage.exact,
    },
    now: {
      ...breakdownOf(now.live.items, now.live.account, now.usage.tokens),
      isExact: now.usage.exact,
    },
    prompts: lostPrompts(contents.prompts, asked, sized, contents.isCut),
    decisions: lostDecisions(
      { ...contents, isPlanBack: isPlanAttached(now.chain, boundary) },
      asked,
      sized,
    ),
    files: lostFiles(
      { gone, now: now.live.items, reattached: reattachedPaths(transcript, boundary) },
      asked,
    ),
    rules: lostRules({ gone, now: now.live.items }, asked),
    rest: restOf(gone),
    summary,
    cutId:
      cutPoints(transcript, trunkOf(transcript)).findLast(({ end }) => end <= boundary.offset)
        ?.id ?? null,
  };
}

interface Context {
  readonly chain: ActiveChain;
  readonly usage: ContextUsage;
  readonly live: LiveContext;
}

/** By bytes and by what replies told: counting every text would take seconds for a bar. */
function contextOf(transcript: Transcript, chain: ActiveChain, turns?: Turns): Context {
  const tokensOf = (entry: ConversationEntry, generation: TokenizerGeneration): number[] =>
    itemTokens(entry, generation, null);
  const usage = contextUsage(transcript, chain, tokensOf);
  const source = {
    ...{ transcript, chain, tokensOf, model: usage.model },
    ...{ isCounted: () => false, digestOf: () => null },
  };
  return { chain, usage, live: liveContext(source, turns ?? turnsOf(transcript, chain)) };
}

interface Contents {
  readonly prompts: readonly QuotedContent[];
  /** There were more prompts than are read. */
  readonly isCut: boolean;
  readonly plans: readonly QuotedContent[];
  readonly questions: readonly QuotedContent[];
  readonly tasks: readonly EntryContent[];
  readonly tasksNow: readonly EntryContent[];
  readonly summary: string;
}

/** The texts that are compared, read again: a bounded number of entries. */
async function contentsOf(
  path: string,
  transcript: Transcript,
  { before, now }: { readonly before: Context; readonly now: Context },
): Promise<Contents> {
  const stays = new Set(now.chain.entries);
  const gone = before.chain.entries.filter((entry) => !stays.has(entry));
  const prompts = gone.filter(isPrompt);
  const read = {
    prompts: prompts.slice(-MOST_PROMPTS),
    plans: entriesOfTool(transcript, gone, 'ExitPlanMode', MOST_DECISIONS),
    questions: entriesOfTool(transcript, gone, 'AskUserQuestion', MOST_DECISIONS),
    tasks: taskEntries(transcript, before.chain.entries),
    tasksNow: taskEntries(transcript, now.chain.entries),
    summaries: now.chain.entries.filter((entry) => entry.kind === 'user' && entry.isCompactSummary),
  };
  const contents = await readContents(Object.values(read).flat(), (places) =>
    readExtents(path, places),
  );
  const contentsIn = (entries: readonly ConversationEntry[]): QuotedContent[] =>
    [...entries]
      .sort((a, b) => a.offset - b.offset)
      .flatMap((entry) => {
        const content = contents.get(entry.offset);
        return content === undefined ? [] : [{ entry, content }];
      });
  return {
    prompts: contentsIn(read.prompts),
    isCut: prompts.length > MOST_PROMPTS,
    plans: contentsIn(read.plans),
    questions: contentsIn(read.questions),
    tasks: contentsIn(read.tasks).map(({ content }) => content),
    tasksNow: contentsIn(read.tasksNow).map(({ content }) => content),
    summary: contentsIn(read.summaries)
      .map(({ content }) => summaryWords(content.texts.join('\n\n')))
      .join('\n\n'),
  };
}

/**
 * The context that was compacted: of the branch that the compaction goes on from, as another one
 * may stand between in the file.
 */
function chainBefore(transcript: Transcript, boundary: SystemEntry): ActiveChain {
  for (const uuid of boundary.compaction?.tailUuids ?? []) {
    const tail = transcript.entryOf(uuid);
    if (tail !== undefined && tail.kind !== 'metadata' && tail.offset < boundary.offset)
      return chainTo(transcript, tail);
  }
  return activeChain(stretchBefore(transcript, boundary.offset));
}

function sizeOf(
  generation: TokenizerGeneration,
  countTokens: TokenCount | null,
): (text: string) => number {
  return (text) =>
    blockTokens(
      { kind: 'text', textBytes: Buffer.byteLength(text), text },
      'text',
      generation,
      countTokens,
    );
}

function isPlanAttached({ entries }: ActiveChain, { offset }: SystemEntry): boolean {
  return entries.some(
    (entry) =>
      entry.kind === 'attachment' &&
      entry.offset > offset &&
      entry.attachmentType === 'plan_file_reference',
  );
}

function reattachedPaths(transcript: Transcript, boundary: SystemEntry): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { entry, block } of reattachedFiles(transcript, boundary)) {
    const found = entry.blocks[block];
    const call = found?.kind === 'toolResult' ? transcript.callOf(found.toolUseId) : found;
    if (call?.kind === 'toolUse' && call.path !== null) paths.add(call.path);
  }
  return paths;
}

function sizeAt(boundary: SystemEntry | null, turns: Turns): CompactionLoss['earlier'] {
  const tokens = boundary?.compaction?.preTokens ?? null;
  return boundary === null || tokens === null ? null : { turn: turns.at(boundary.offset), tokens };
}

/** What no group tells of. */
function restOf(gone: readonly Item[]): LostRest {
  const sum = (items: readonly Item[]): number =>
    items.reduce((tokens, item) => tokens + item.tokens, 0);
  const other = gone.filter((item) => !showsFile(item) && !isRule(item));
  const results = other.filter(({ kind }) => kind === 'toolResult');
  return {
    results: results.length,
    resultTokens: sum(results),
    thinkingTokens: sum(other.filter(({ kind }) => kind === 'thinking')),
    replyTokens: sum(other.filter(({ kind }) => kind === 'assistantText')),
    images: gone.filter(({ kind }) => kind === 'image').length,
  };
}
