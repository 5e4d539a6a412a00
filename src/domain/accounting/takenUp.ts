import type { ReplyStep } from './replySteps';

type StepTokens = Pick<ReplyStep, 'contextTokens' | 'addedTokens' | 'uncertainTokens'>;

/** The context in front of a prune and behind it, in tokens. */
export interface FreedContext {
  readonly beforeTokens: number;
  readonly afterTokens: number;
}

/** Estimates by bytes are off by a quarter at most, nine times of ten (11,000 steps). */
const ESTIMATE_ERROR = 0.3;
/** What Claude Code sends with a prompt and writes into no file. */
const UNSEEN_TOKENS = 300;
/** Of what was freed: nearer than this a counter must be to what it is taken for. */
const MARGIN = 1 / 3;

/**
 * What a reply's counter tells of the process that asked for it: it goes on with the content that
 * it had, it has loaded the file in between, it is neither, or the step is too unsure to tell.
 *
 * @param fromTokens what the process had with the reply before: context and output.
 * @param freedTokens by how much the file holds less than the process; negative for more.
 */
export function stepTells(
  { contextTokens, addedTokens, uncertainTokens }: StepTokens,
  fromTokens: number,
  freedTokens: number,
): 'goesOn' | 'loaded' | 'neither' | 'tooUnsure' {
  const step = contextTokens - fromTokens - addedTokens;
  const margin = Math.abs(freedTokens) * MARGIN;
  const noise = UNSEEN_TOKENS + ESTIMATE_ERROR * addedTokens + uncertainTokens;
  if (noise > margin) return 'tooUnsure';
  if (Math.abs(step) <= margin) return 'goesOn';
  return Math.abs(step + freedTokens) <= margin ? 'loaded' : 'neither';
}

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
  steps: readonly (StepTokens & Pick<ReplyStep, 'outputTokens'>)[],
): readonly boolean[] {
  let fromTokens = beforeTokens;
  let isWithout: boolean | null = false;
  return steps.map((step) => {
    const told = stepTells(step, fromTokens, beforeTokens - afterTokens);
    fromTokens = step.contextTokens + step.outputTokens;
    isWithout = next(isWithout, told);
    return isWithout === true;
  });
}

/**
 * Whether a reply was made without the content. No process takes up again what it has let go of:
 * the next reply of one that has needs no proof.
 *
 * @param before of the reply before; `null` where that is unknown.
 */
function next(before: boolean | null, told: ReturnType<typeof stepTells>): boolean | null {
  switch (told) {
    case 'goesOn':
      return before;
    case 'loaded':
      return before === true ? null : true;
    case 'tooUnsure':
      return before === true ? true : null;
    case 'neither':
      return null;
  }
}
