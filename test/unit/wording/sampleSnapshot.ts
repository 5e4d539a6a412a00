import type { Snapshot } from '../../../src/core/accounting/snapshot';
import type { UsageCredits, Wall } from '../../../src/core/accounting/walls';

export const autoCompact = (tokens: number): Wall => ({
  kind: 'autoCompact',
  tokens,
  certain: false,
  trigger: 'threshold',
  movedBy: null,
});
export const hardStop = (tokens: number): Wall => ({
  kind: 'blocked',
  tokens,
  certain: true,
  movedBy: null,
});
export const usageCredits = (state: UsageCredits['state'] = 'unknown'): Wall => ({
  kind: 'usageCredits',
  tokens: 200_000,
  certain: false,
  credits: { state, reason: null },
});
export const limitWall = (tokens: number): Wall => ({
  kind: 'limit',
  tokens,
  certain: true,
  reason: { kind: 'ownSetting' },
});

/**
 * 152,300 tokens, as reported, in a window of 200K with auto-compact ahead; the nearest wall is the
 * first of `walls`.
 */
export function sampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const walls = changes.walls ?? [autoCompact(167_000), limitWall(200_000)];
  return {
    path: '/home/dev/.claude/projects/-home-dev-ledger/one.jsonl',
    sessionId: 'one',
    title: 'Add CSV import',
    cwd: '/home/dev/ledger',
    model: 'claude-sonnet-4-6',
    usage: { tokens: 152_300, exact: true },
    limit: {
      tokens: 200_000,
      reason: { kind: 'modelFamily', model: 'claude-sonnet-4-6', ignored: null },
    },
    walls,
    nearestWall: walls[0] ?? null,
    blocked: null,
    beyond200KSinceMs: null,
    growth: { turns: 7, tokensPerTurn: 4_900 },
    compactions: 0,
    images: 0,
    added: [],
    skippedLines: 0,
    isComplete: true,
    isCounted: true,
    lastPrune: null,
    ...changes,
  };
}

export const tokens = (count: number | null, exact = true): Pick<Snapshot, 'usage'> => ({
  usage: { tokens: count, exact },
});

export const unlimited: Pick<Snapshot, 'limit' | 'walls' | 'model'> = {
  limit: { tokens: null, reason: { kind: 'unknownModel', model: 'acme-coder-2' } },
  walls: [],
  model: 'acme-coder-2',
};
