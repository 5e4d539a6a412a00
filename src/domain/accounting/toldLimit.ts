import { REFUSED_BEFORE_END_TOKENS } from './autoCompact';
import type { ToldFigures } from './toldFigures';

/** The last reply and the next prompt are judged with the context that is told. */
const ON_TOP_TOKENS = 3_000;

/**
 * Whether a process compacts or refuses before its next request is made, however little that would
 * send: it goes by what the last reply was made from.
 */
export function isPastToldLimit({
  contextTokens,
  windowTokens,
  autoCompact,
}: ToldFigures): boolean {
  const refusesAt = windowTokens === null ? null : windowTokens - REFUSED_BEFORE_END_TOKENS;
  const limit = autoCompact?.tokens ?? refusesAt;
  return contextTokens !== null && limit !== null && contextTokens + ON_TOP_TOKENS >= limit;
}
