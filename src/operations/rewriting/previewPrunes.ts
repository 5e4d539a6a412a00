import { resolve } from 'node:path';
import { breakdownOf, type Breakdown } from '../../domain/accounting/breakdown';
import type { Item } from '../../domain/accounting/item';
import type { PlaceBehind } from '../../domain/caching/prunedPlace';
import { placesOfItems } from '../../domain/pruning/placesOfItems';
import type { PruneChoice, PrunePlan } from '../../domain/pruning/prunePlan';
import { planOf, type MeasuredSoFar } from './planOf';
import { readKnownFormat, sessionIdOf } from './pruneSession';
import { ownerOf, refusalOf, type Refused, type RewriteTools } from './rewriteSession';
import type { FileState } from '../../io/sessionFile/sessionFileSystem';
import type { SessionOwner } from '../../io/sessions/sessionOwner';

/** One way to prune, and how many of the newest tool rounds it leaves alone. */
export interface PruneWay {
  readonly choice: PruneChoice;
  readonly untouchedRounds: number;
}

/** What several ways to prune one session would do, planned on one and the same reading of it. */
export interface PrunePreviews {
  readonly kind: 'previews';
  /** In the order of the ways. */
  readonly plans: readonly PrunePlan[];
  /** Those that stand in a plan. */
  readonly items: readonly Item[];
  /** What stands behind each of them, by their ids. */
  readonly places: ReadonlyMap<string, PlaceBehind>;
  /** What the context is made of before any of them. */
  readonly breakdown: Breakdown;
  /** The newest turn; ages count back from it. */
  readonly turn: number;
  readonly sessionId: string;
  readonly owner: SessionOwner;
  /** What was planned on. */
  readonly state: FileState;
}

/** Plans, and writes nothing. Never throws for what is on the disk. */
export async function previewPrunes(
  path: string,
  ways: readonly PruneWay[],
  tools: RewriteTools,
): Promise<PrunePreviews | Refused> {
  try {
    const session = await readKnownFormat(resolve(path), tools);
    if ('kind' in session) return session;
    const plans: PrunePlan[] = [];
    const known: MeasuredSoFar = new Map();
    for (const way of ways) plans.push(await planOf(session, { path, ...way }, tools, known));
    const planned = new Set(plans.flatMap(({ items }) => items.map(({ id }) => id)));
    const { items, usage } = session.source;
    const contextTokens = usage.tokens === null ? null : Math.round(usage.tokens);
    return {
      kind: 'previews',
      plans,
      items: items.filter(({ id }) => planned.has(id)),
      places: placesOfItems(items, contextTokens, planned),
      breakdown: breakdownOf(items, session.source, contextTokens),
      turn: items.reduce((newest, { turn }) => Math.max(newest, turn), 0),
      sessionId: sessionIdOf(resolve(path), session),
      owner: await ownerOf(path, tools),
      state: session.state,
    };
  } catch (error) {
    return refusalOf(error);
  }
}
