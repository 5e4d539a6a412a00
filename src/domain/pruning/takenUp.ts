/** The context in front of a prune and behind it, in tokens. */
export interface FreedContext {
  readonly beforeTokens: number;
  readonly afterTokens: number;
}

/** A reply that came after a prune, in the order of the conversation. */
export interface LaterReply {
  /** What its own counter says that it was sent. */
  readonly contextTokens: number;
  readonly outputTokens: number;
  /** Estimated: what came into the context since the reply before it, that one's output left out. */
  readonly addedTokens: number;
  /** By how much more than any estimate the step may be off: thinking that is dropped, say. */
  readonly uncertainTokens: number;
}

/** Estimates by bytes are off by a quarter at most, nine times of ten (11,000 steps). */
const ESTIMATE_ERROR = 0.3;
/** What Claude Code sends with a prompt and writes into no file. */
const UNSEEN_TOKENS = 300;
/** Of what was freed: nearer than this a counter must be to what it is taken for. */
const MARGIN = 1 / 3;

/**
 * Which of the replies that came after a prune were made without what it took out. Each is judged
 * by its own counter and the one before it: a process that never took the prune up continues the
 * old, larger context, one that loaded the session again falls by what was freed, and from then on
 * continues the smaller one.
 *
 * Where that cannot be told, the answer is no. The errors are not alike: a counter that is too high
 * has Claude Code replace the whole conversation by a summary when the session is resumed, for
 * nothing and for good; one that is too low makes the one next request larger than it expects, and
 * the reply to that brings the true number.
 */
export function madeWithout(
  { beforeTokens, afterTokens }: FreedContext,
  replies: readonly LaterReply[],
): readonly boolean[] {
  const freedTokens = beforeTokens - afterTokens;
  let continuedTokens = beforeTokens;
  let isWithout: boolean | null = false;
  return replies.map(({ contextTokens, outputTokens, addedTokens, uncertainTokens }) => {
    const step = contextTokens - continuedTokens - addedTokens;
    continuedTokens = contextTokens + outputTokens;
    const noise = UNSEEN_TOKENS + ESTIMATE_ERROR * addedTokens + uncertainTokens;
    isWithout = next(isWithout, step, freedTokens, noise);
    return isWithout === true;
  });
}

/** @param before whether the reply before was made without; `null` where that is unknown. */
function next(
  before: boolean | null,
  step: number,
  freedTokens: number,
  noise: number,
): boolean | null {
  const isNear = (expected: number): boolean => Math.abs(step - expected) <= freedTokens * MARGIN;
  // No process takes up again what it has let go of: the next reply of it needs no proof.
  if (noise > freedTokens * MARGIN) return before === true ? true : null;
  if (isNear(0)) return before;
  return before !== true && isNear(-freedTokens) ? true : null;
}
