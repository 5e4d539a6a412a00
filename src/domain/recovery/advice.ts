import { isVersionAtLeast } from '../accounting/claudeVersion';
import { STANDARD_WINDOW_TOKENS } from '../accounting/contextWindow';
import { standardWindowTokens } from '../models/modelFamily';
import type { BlockFacts } from './blockFacts';
import { compactedSize } from './compactedSize';

/**
 * One thing to do, with what must be known of it. Words are made elsewhere. `leftTokens`: so much
 * would still be there, which is no way out; `null` where it gets below 200K.
 */
export type RecoveryStep =
  /** Another prompt in the running process. `since`: the release that compacts by itself then. */
  | { readonly kind: 'promptAgain'; readonly since: string; readonly leftTokens: number | null }
  /**
   * `how`: by a process of its own, or typed into the running one, which would go on with its old
   * history otherwise.
   */
  | {
      readonly kind: 'compact';
      readonly how: 'headless' | 'typed';
      readonly isOverWindow: boolean;
      readonly leftTokens: number | null;
    }
  | { readonly kind: 'prune' }
  /**
   * Go on with a model of a standard window. `compactsFirst`: the session is too large for it as
   * well, and only compacting makes it fit.
   */
  | {
      readonly kind: 'standardModel';
      readonly model: string;
      readonly compactsFirst: boolean;
      readonly leftTokens: number | null;
    }
  | { readonly kind: 'usageCredits' }
  | { readonly kind: 'branch' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'fixPins'; readonly pins: number }
  /**
   * Hold every model to 200K. `since`: from which release on that holds models whose own window is
   * 1M.
   */
  | { readonly kind: 'disable1m'; readonly since: string }
  | { readonly kind: 'newSession' };

/** What people try, and why it fails. */
export type Vain =
  | { readonly kind: 'restart' }
  | { readonly kind: 'modelAlone' }
  | { readonly kind: 'shrink' }
  | { readonly kind: 'sameSettings' }
  /**
   * The switch is set and does nothing to models whose own window is 1M in the releases between.
   */
  | { readonly kind: 'disable1m'; readonly from: string; readonly until: string }
  /** What runs on Anthropic's side can be neither seen nor compacted from here. */
  | { readonly kind: 'remote' };

export interface Advice {
  readonly problem: BlockFacts['problem'];
  /** The shortest way first of those that get there. */
  readonly steps: readonly RecoveryStep[];
  readonly vain: readonly Vain[];
  /**
   * The release below which updating Claude Code comes before anything else; `null` when the one
   * that runs is recent enough.
   */
  readonly updateFrom: string | null;
}

/**
 * Since then a process that was refused compacts at its next prompt (Claude Code's own release
 * notes; measured with 2.1.329).
 */
export const SELF_COMPACTING_SINCE = '2.1.172';
/**
 * From the first on the switch did nothing to models whose own window is 1M, from the second on it
 * holds them all (measured).
 */
const SWITCH_BROKEN_FROM = '2.1.156';
const SWITCH_REPAIRED_IN = '2.1.223';
/** A model of the same make with 200K, for those whose own window is 1M. */
const STANDARD_MODEL = 'claude-sonnet-4-6';

/** What to do about a block, as data: the same facts give the same advice. */
export function adviseOn(facts: BlockFacts): Advice {
  const version =
    facts.openness === 'closed'
      ? (facts.programVersion ?? facts.sessionVersion)
      : facts.sessionVersion;
  const updateFrom = isVersionAtLeast(version, SELF_COMPACTING_SINCE)
    ? null
    : SELF_COMPACTING_SINCE;
  return facts.problem === 'grown'
    ? {
        problem: 'grown',
        steps: stepsForGrown(facts, version),
        vain: [
          { kind: 'restart' },
          { kind: 'modelAlone' },
          ...switchInVain(facts, version),
          { kind: 'remote' },
        ],
        updateFrom,
      }
    : {
        problem: 'entitlement',
        steps: stepsForEntitlement(facts, version),
        vain: [
          { kind: 'shrink' },
          { kind: 'sameSettings' },
          ...switchInVain(facts, version),
          { kind: 'remote' },
        ],
        updateFrom,
      };
}

function stepsForGrown(
  { tokens, openness, autoCompactEnabled }: BlockFacts,
  version: string | null,
): RecoveryStep[] {
  const isHeld = openness !== 'closed';
  const compactsItself =
    isHeld && autoCompactEnabled && isVersionAtLeast(version, SELF_COMPACTING_SINCE);
  const isOver = (tokens ?? 0) > STANDARD_WINDOW_TOKENS;
  const compacted = compactedSize(tokens ?? 0, STANDARD_WINDOW_TOKENS);
  const leftTokens = compacted.tokens < STANDARD_WINDOW_TOKENS ? null : compacted.tokens;
  const compacting: RecoveryStep[] = [
    ...(compactsItself
      ? [{ kind: 'promptAgain' as const, since: SELF_COMPACTING_SINCE, leftTokens }]
      : []),
    {
      kind: 'compact',
      how: isHeld ? 'typed' : 'headless',
      isOverWindow: compacted.isOverWindow,
      leftTokens,
    },
  ];
  return [
    ...(leftTokens === null ? compacting : []),
    { kind: 'prune' },
    ...(leftTokens === null ? [] : compacting),
    { kind: 'standardModel', model: STANDARD_MODEL, compactsFirst: isOver, leftTokens },
    { kind: 'usageCredits' },
    { kind: 'branch' },
    { kind: 'clear' },
  ];
}

function stepsForEntitlement(
  { pins, model, disable1m, openness }: BlockFacts,
  version: string | null,
): RecoveryStep[] {
  const isNative1m = model === null || standardWindowTokens(model) !== STANDARD_WINDOW_TOKENS;
  const switchHelps =
    disable1m?.value !== true &&
    (!isNative1m ||
      isVersionAtLeast(version, SWITCH_REPAIRED_IN) ||
      !isVersionAtLeast(version, SWITCH_BROKEN_FROM));
  return [
    ...(pins.length > 0 ? [{ kind: 'fixPins' as const, pins: pins.length }] : []),
    ...(openness === 'closed'
      ? [
          {
            kind: 'standardModel' as const,
            model: STANDARD_MODEL,
            compactsFirst: false,
            leftTokens: null,
          },
        ]
      : []),
    ...(switchHelps ? [{ kind: 'disable1m' as const, since: SWITCH_REPAIRED_IN }] : []),
    { kind: 'usageCredits' },
    { kind: 'newSession' },
  ];
}

function switchInVain({ disable1m }: BlockFacts, version: string | null): Vain[] {
  const isBroken =
    isVersionAtLeast(version, SWITCH_BROKEN_FROM) && !isVersionAtLeast(version, SWITCH_REPAIRED_IN);
  return isBroken || disable1m?.value === true
    ? [{ kind: 'disable1m', from: SWITCH_BROKEN_FROM, until: SWITCH_REPAIRED_IN }]
    : [];
}
