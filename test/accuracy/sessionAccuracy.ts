import { contextUsage } from '../../src/domain/accounting/contextUsage';
import { liveContext } from '../../src/domain/accounting/items';
import type { TokenCount } from '../../src/domain/accounting/tokenCount';
import type { TokenizerGeneration } from '../../src/domain/models/modelFamily';
import { activeChain } from '../../src/domain/transcript/activeChain';
import { countedSizes } from '../fixtures/countedSizes';
import { predictions, type Prediction } from '../fixtures/predictions';
import { singleResults, type SingleResult } from '../fixtures/singleResults';
import { transcriptOf } from '../fixtures/transcriptOf';
import { truthfulSession } from '../fixtures/truthfulSession';

/** What is said of one recorded session, and what its replies tell. */
export interface SessionAccuracy {
  readonly name: string;
  readonly repository: string;
  readonly predictions: readonly Prediction[];
  readonly results: readonly SingleResult[];
  /** `null` where no reply has told a size. */
  readonly account: AccountFigures | null;
}

/** How far the tokens of a context are accounted for. */
interface AccountFigures {
  readonly generation: TokenizerGeneration;
  readonly contextTokens: number;
  readonly unexplainedTokens: number;
  readonly items: number;
  readonly exactItems: number;
  /** By how much the parts miss the whole: 0, or there is a mistake; `null` while a reply streams. */
  readonly gapTokens: number | null;
}

interface RecordedSession {
  readonly name: string;
  readonly repository: string;
  readonly content: Buffer;
}

const SEEDS = [1, 2, 3, 4, 5, 6];
const MODELS = ['claude-opus-5-5', 'claude-sonnet-4-5-20250929'];

/** Sessions whose truth another vocabulary told. */
export function ownSessions(): RecordedSession[] {
  return SEEDS.flatMap((seed) =>
    MODELS.map((model) => ({
      name: `${model} ${String(seed)}`,
      repository: 'our own',
      content: truthfulSession(seed, model),
    })),
  );
}

export function sessionAccuracy(
  { content, name, repository }: RecordedSession,
  count: TokenCount,
): SessionAccuracy {
  return {
    name,
    repository,
    predictions: predictions(content, count),
    results: singleResults(content, count),
    account: accountOf(content, count),
  };
}

function accountOf(content: Buffer, count: TokenCount): AccountFigures | null {
  const transcript = transcriptOf(content);
  const chain = activeChain(transcript);
  const tokensOf = countedSizes(content, count);
  const usage = contextUsage(transcript, chain, tokensOf);
  if (usage.response === null || usage.tokens === null) return null;
  const { items, account } = liveContext({
    transcript,
    chain,
    model: usage.model,
    tokensOf,
    isCounted: () => true,
    digestOf: () => null,
  });
  const sum = (all: readonly { readonly tokens: number }[]): number =>
    all.reduce((tokens, each) => tokens + each.tokens, 0);
  const contextTokens = Math.round(usage.tokens);
  const unexplainedTokens = sum(account.unexplained);
  return {
    generation: usage.generation,
    contextTokens,
    unexplainedTokens,
    items: items.length,
    exactItems: items.filter(({ isExact }) => isExact).length,
    gapTokens: usage.response.isFinal
      ? contextTokens - sum(items) - unexplainedTokens - (account.overheadTokens ?? 0)
      : null,
  };
}
