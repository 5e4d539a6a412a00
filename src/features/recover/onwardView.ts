import type { BlockFacts } from '../../domain/recovery/blockFacts';
import { withoutSuffix } from '../../domain/recovery/pin';

/**
 * What to go on with: the model that was used before, as it was asked for; without `[1m]` where
 * that is what was refused.
 */
export function onwardView({ problem, model, requestedModel }: BlockFacts): string | null {
  const former = requestedModel ?? model;
  return former === null || problem === 'grown' ? former : withoutSuffix(former);
}
