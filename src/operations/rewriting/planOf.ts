import { resolve } from 'node:path';
import type { MeasuredItem } from '../../domain/pruning/candidates';
import { measuredPlan, plannedExtents } from '../../domain/pruning/measuredPlan';
import {
  heldBy,
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

/** By the ids of items of one reading. */
export type MeasuredSoFar = Map<string, MeasuredItem>;

/** Each measures what is new in its plan; the last one all that can go, so that it ends there. */
const MOST_ATTEMPTS = 6;

/**
 * With what it really frees. For a target that is measured item by item, as far as it is likely to
 * take: what an estimate was short of, others make good, until none is estimated any more.
 *
 * @param known of plans for other targets on the same reading, so that nothing is measured twice;
 * what becomes known is added. Of anything else it is to be told why each item stays, so each
 * plan of that measures by itself.
 */
export async function planOf(
  session: ReadSession,
  { path, choice, untouchedRounds = UNTOUCHED_ROUNDS }: PlanRequest,
  tools: RewriteTools,
  known: MeasuredSoFar = new Map(),
): Promise<PrunePlan> {
  const { source } = session;
  const measured = choice.kind === 'target' ? known : new Map<string, MeasuredItem>();
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === MOST_ATTEMPTS;
    if (isLast && choice.kind === 'target') {
      const all = prunePlan(source, { ...choice, tokens: 0 }, { untouchedRounds, measured });
      await measure(session, all, { path: resolve(path), choice, measured }, tools);
    }
    const plan = prunePlan(source, choice, { untouchedRounds, measured });
    const isKnown = plan.items.every(({ id }) => measured.has(id));
    const result = await measure(session, plan, { path: resolve(path), choice, measured }, tools);
    if (choice.kind !== 'target' || isKnown || isLast) return result;
  }
}

interface MeasureRequest extends PlanRequest {
  /** What is known already; what becomes known is added. */
  readonly measured: MeasuredSoFar;
}

/** Each item is pruned once in memory, and counted before and after. */
async function measure(
  { source }: ReadSession,
  plan: PrunePlan,
  { path, choice, measured }: MeasureRequest,
  { loadTokenCount }: RewriteTools,
): Promise<PrunePlan> {
  const count = (await loadTokenCount?.().catch(() => null)) ?? null;
  const records: (Buffer | null)[] = [];
  for (const extent of plannedExtents(source, plan, measured))
    records.push(extent === null ? null : ((await readExtents(path, [extent]))[0] ?? null));
  const result = measuredPlan(source, plan, records, count, heldBy(choice), measured);
  for (const { id } of plan.items) if (!measured.has(id)) measured.set(id, { freedTokens: 0 });
  for (const { id, freedTokens, becomes } of result.items)
    measured.set(id, { freedTokens, ...(becomes === undefined ? {} : { becomes }) });
  return result;
}
