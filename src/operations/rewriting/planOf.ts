import { resolve } from 'node:path';
import { measuredPlan, plannedExtents } from '../../domain/pruning/measuredPlan';
import {
  prunePlan,
  UNTOUCHED_ROUNDS,
  type PruneChoice,
  type PrunePlan,
} from '../../domain/pruning/prunePlan';
import { readExtents } from '../../io/sessionFile/readLines';
import type { ReadSession } from './lastReadSession';
import type { RewriteTools } from './rewriteSession';

export interface PlanRequest {
  readonly path: string;
  readonly choice: PruneChoice;
  readonly untouchedRounds?: number;
}

const ATTEMPTS = 4;

/** With what it really frees. Where that is less than was estimated, more is taken. */
export async function planOf(
  session: ReadSession,
  { path, choice, untouchedRounds = UNTOUCHED_ROUNDS }: PlanRequest,
  tools: RewriteTools,
): Promise<PrunePlan> {
  const target = choice.kind === 'target' ? choice.tokens : null;
  let aimedAt = target ?? 0;
  for (let attempt = 1; ; attempt++) {
    const plan = prunePlan(
      session.source,
      target === null ? choice : { kind: 'target', tokens: Math.max(0, aimedAt) },
      { untouchedRounds },
    );
    const measured = await measure(session, plan, resolve(path), tools);
    const missed = target === null ? 0 : (measured.afterTokens ?? 0) - target;
    const reached =
      target === null ? measured.reached : measured.afterTokens !== null && missed <= 0;
    const canGoFurther =
      target !== null &&
      plan.lowestTokens !== null &&
      plan.afterTokens !== null &&
      plan.afterTokens > plan.lowestTokens;
    if (reached || !canGoFurther || attempt === ATTEMPTS)
      return { ...measured, targetTokens: target, reached };
    aimedAt -= Math.ceil(missed * 1.1);
  }
}

/** Each item is pruned once in memory, and counted before and after. */
async function measure(
  { source }: ReadSession,
  plan: PrunePlan,
  path: string,
  { loadTokenCount }: RewriteTools,
): Promise<PrunePlan> {
  const count = (await loadTokenCount?.().catch(() => null)) ?? null;
  const records: (Buffer | null)[] = [];
  for (const extent of plannedExtents(source, plan))
    records.push(extent === null ? null : ((await readExtents(path, [extent]))[0] ?? null));
  return measuredPlan(source, plan, records, count);
}
