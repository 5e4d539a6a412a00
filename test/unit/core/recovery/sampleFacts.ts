import type { BlockFacts } from '../../../../src/core/recovery/blockFacts';

/** A grown session that nobody holds open, with a recent Claude Code. */
export function sampleFacts(changes: Partial<BlockFacts> = {}): BlockFacts {
  return {
    problem: 'grown',
    tokens: 250_000,
    model: 'claude-opus-5-5',
    requestedModel: null,
    liveness: 'ended',
    sessionVersion: '2.1.329',
    programVersion: '2.1.329',
    autoCompactEnabled: true,
    disable1m: null,
    usageCredits: { state: 'unknown', reason: null },
    pins: [],
    ...changes,
  };
}
