import type { CacheTotals } from '../domain/caching/requestSum';
import type { SessionUse, UsedBeside, UsedPart, UseGap } from '../domain/caching/sessionUse';
import { formatTokens } from './formatTokens';
import { dollars } from './listPriceWords';
import type { Translate } from './translate';

/**
 * What a session used with all that was asked beside it, with its price where the API's price list
 * has it, as a sentence: `Input of all prompts: 41.2M ($14.41), of which 3 subagents 1.7M ($1.32)`.
 * Empty where nothing was asked beside it, and nothing is missing.
 */
export function sessionUseWords(use: SessionUse, t: Translate): string {
  const { all, subagents, compactions, gap } = use;
  const [agents, summaries] = [subagents.count, compactions.count];
  const parts = [
    [subagents, agents === 1 ? t('1 subagent') : t('{0} subagents', agents)] as const,
    [compactions, summaries === 1 ? t('1 compaction') : t('{0} compactions', summaries)] as const,
  ].flatMap(([part, name]) => (part.count === 0 ? [] : [`${name} ${sizeWords(part, t)}`]));
  const size = sizeWords(all, t);
  if (parts.length > 0) return t('Input of all prompts: {0}, of which {1}', size, parts.join(', '));
  return all.isWhole ? '' : alone(gap, size, t);
}

/** Nothing of what was asked beside the session could be added up. */
function alone(gap: UseGap | null, size: string, t: Translate): string {
  switch (gap) {
    case 'brokenLines':
      return t('Input of all prompts: {0}; lines of the session cannot be read', size);
    case 'subagentsInside':
      return t('Input of all prompts: {0}; without the subagents in the session’s file', size);
    case 'subagentsMissing':
      return t('Input of all prompts: {0}; without the subagents that the session started', size);
    case null:
      return t('Input of all prompts: {0}; its subagents cannot be read', size);
  }
}

/** The same for programs; tokens are whole numbers. */
export function sessionUseFigures({ all, subagents, compactions }: SessionUse): Figures {
  return {
    ...figuresOf(all),
    subagents: besideFigures(subagents),
    compactions: besideFigures(compactions),
  };
}

/** `null` where there were none. */
function besideFigures(part: UsedBeside): Figures | null {
  return part.count === 0 && part.isWhole ? null : { count: part.count, ...figuresOf(part) };
}

type Figures = Readonly<Record<string, unknown>>;

function figuresOf({ totals, listPrice, isWhole }: UsedPart): Figures {
  return {
    /** Something could not be read, or found: it is no less than this. */
    isLowerBound: !isWhole,
    requests: totals.requests,
    inputTokens: inputTokensOf(totals),
    readTokens: totals.readTokens,
    writtenTokens: totals.writtenTokens,
    uncachedTokens: totals.uncachedTokens,
    weightedTokens: Math.round(totals.weightedTokens),
    rewrittenTokens: totals.rewrittenTokens,
    outputTokens: totals.outputTokens,
    /** Releases before 2.1.59 wrote a placeholder. */
    isOutputFinal: totals.unfinishedReplies === 0,
    listPriceUsd: listPrice?.inputUsd ?? null,
  };
}

function sizeWords({ totals, listPrice, isWhole }: UsedPart, t: Translate): string {
  const tokens = formatTokens(inputTokensOf(totals), 1);
  const size = listPrice === null ? tokens : `${tokens} (${dollars(listPrice.inputUsd)})`;
  return isWhole ? size : t('at least {0}', size);
}

function inputTokensOf({ readTokens, writtenTokens, uncachedTokens }: CacheTotals): number {
  return readTokens + writtenTokens + uncachedTokens;
}
