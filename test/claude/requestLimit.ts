import type { Refusal } from './mockReply';

const oneMillionBeta = 'context-1m';
/** Models whose window is 1M without being asked for it: the catalogue of Claude Code 2.1.329. */
const nativeOneMillion = /claude-(opus-4-[78]|opus-5|sonnet-5|haiku-5|fable-5)/;

export interface SizedRequest {
  model: string;
  betas: string[];
  tokens: number;
}

/**
 * The API's refusals of what is too long for the model's window, or for an account without usage
 * credits.
 */
export function overLimit(
  request: SizedRequest,
  rules: { creditsAboveTokens: number | null },
): Refusal | undefined {
  const isOneMillion =
    nativeOneMillion.test(request.model) ||
    request.betas.some((beta) => beta.startsWith(oneMillionBeta));
  if (
    isOneMillion &&
    rules.creditsAboveTokens !== null &&
    request.tokens > rules.creditsAboveTokens
  ) {
    return {
      status: 429,
      type: 'rate_limit_error',
      message: 'Usage credits are required for long context requests.',
    };
  }
  const windowTokens = isOneMillion ? 1_000_000 : 200_000;
  if (request.tokens <= windowTokens) return undefined;
  return {
    status: 400,
    type: 'invalid_request_error',
    message: `prompt is too long: ${request.tokens} tokens > ${windowTokens} maximum`,
  };
}
