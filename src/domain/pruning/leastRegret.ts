import type { Candidate } from './candidates';
import type { PruneEvidence } from './pruneEvidence';

/**
 * What tells whether an item is needed again, each by a number: its source, the logarithms of
 * replies and tokens, and what is so or not (1 or 0).
 */
export type EvidenceTerms = Readonly<Record<string, number>>;

/**
 * By how much each term raises the logarithm of how much of an item is needed within the next 40
 * replies: what brought it, how long ago that was, how large it is. Fitted by `npm run backtest` to
 * the 18 sessions of three repositories (`real-2026`) that are long enough; the 13 of seven others
 * (`real`) give nearly the same. That of thinking is theirs: of the thinking of the others no words
 * are known.
 */
const WEIGHTS: EvidenceTerms = {
  confirmed: 1.8,
  written: 1.36,
  read: 0.74,
  call: 0.1,
  search: -0.51,
  command: -1.09,
  other: -2.03,
  thinking: -2.09,
  steps: -0.96,
  idleSteps: -0.13,
  size: 0.54,
  changed: -0.13,
  replaced: -2.36,
  error: -2.26,
};

/**
 * Of two that are needed as much, the larger one spares others: so much of a logarithm is what an
 * item frees worth. With 0 small things go that are needed by the line, with 1 large ones of which
 * a line is needed.
 */
const WORTH_OF_SIZE = 0.25;

/** As logarithms, far from what any evidence comes to. */
const NEVER_NEEDED = -30;
const ALWAYS_NEEDED = 30;

export function evidenceTerms(evidence: PruneEvidence, freedTokens: number): EvidenceTerms {
  const { source, steps, idleSteps, superseded, isError } = evidence;
  return {
    [source]: 1,
    steps: Math.log1p(steps),
    idleSteps: Math.log1p(idleSteps),
    size: Math.log1p(freedTokens),
    replaced: superseded === 'replaced' ? 1 : 0,
    changed: superseded === 'changed' ? 1 : 0,
    error: isError ? 1 : 0,
  };
}

/**
 * Those that are regretted least of all that free enough: what stands there once more first; then
 * by how likely it is needed again, for what it frees; what was put there to be heeded last. Of
 * equal ones the later: less is written into the cache again.
 *
 * @returns all of them where even that is not enough.
 */
export function leastRegretted(
  candidates: readonly Candidate[],
  neededTokens: number,
  weights: EvidenceTerms = WEIGHTS,
): Candidate[] {
  const ordered = candidates
    .map((candidate) => ({ candidate, regret: regretOf(candidate, weights) }))
    .sort(byRegret);
  return withoutUnneeded(leastSum(ordered, neededTokens), neededTokens).map(
    ({ candidate }) => candidate,
  );
}

/** A candidate and the logarithm of what is lost with it for each token that it frees. */
interface Regretted {
  readonly candidate: Candidate;
  readonly regret: number;
}

function byRegret(a: Regretted, b: Regretted): number {
  return a.regret - b.regret || a.candidate.age - b.candidate.age;
}

function regretOf({ evidence, freedTokens }: Candidate, weights: EvidenceTerms): number {
  if (evidence.superseded === 'repeated') return NEVER_NEEDED;
  if (evidence.source === 'heeded') return ALWAYS_NEEDED;
  const terms = Object.entries(evidenceTerms(evidence, freedTokens));
  const need = terms.reduce((sum, [name, term]) => sum + term * (weights[name] ?? 0), 0);
  return need - WORTH_OF_SIZE * Math.log1p(freedTokens);
}

/**
 * One after the other, in their order. The one that reaches what is needed may be far larger than
 * what is left: then it is left out, and the sum goes on with those behind it; of all such ends the
 * one with the least regret counts.
 */
function leastSum(ordered: readonly Regretted[], neededTokens: number): readonly Regretted[] {
  if (neededTokens <= 0) return [];
  const taken: Regretted[] = [];
  let left = neededTokens;
  let regret = 0;
  let best: { readonly count: number; readonly last: Regretted; readonly regret: number } | null =
    null;
  for (const each of ordered) {
    const { freedTokens } = each.candidate;
    const own = Math.exp(each.regret) * freedTokens;
    if (freedTokens < left) {
      taken.push(each);
      left -= freedTokens;
      regret += own;
    } else if (best === null || regret + own < best.regret)
      best = { count: taken.length, last: each, regret: regret + own };
  }
  return best === null ? taken : [...taken.slice(0, best.count), best.last];
}

/** Those go back that the rest can do without, what is regretted most first. */
function withoutUnneeded(taken: readonly Regretted[], neededTokens: number): readonly Regretted[] {
  let freed = taken.reduce((sum, { candidate }) => sum + candidate.freedTokens, 0);
  const unneeded = new Set<Regretted>();
  for (const each of taken.toSorted((a, b) => byRegret(b, a))) {
    const without = freed - each.candidate.freedTokens;
    if (without < neededTokens) continue;
    unneeded.add(each);
    freed = without;
  }
  return taken.filter((each) => !unneeded.has(each));
}
