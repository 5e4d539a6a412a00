import type { ApiError } from './entry';

/**
 * As Claude Code 2.1.329 labels it for subscribers. API keys get no label, only the server's words.
 */
const CODE = 'long_context_credits_required';

/**
 * The server's "Usage credits are required for long context requests.", Claude Code's own "Usage
 * credits required for 1M context · …" in the terminal and with -p, and "Extra usage …", as both
 * were worded before 2.1.144. Not: "You're out of extra usage".
 */
const WORDING = /\b(?:usage credits|extra usage) (?:is |are )?required for (?:1m|long) context\b/i;

/** Whether an API error is the refusal of a request for want of usage credits for 1M context. */
export function isCreditsBlock({ code, text, details }: ApiError): boolean {
  return code === CODE || WORDING.test(text) || (details !== null && WORDING.test(details));
}

/**
 * Below 200K, so that an estimate a few percent too low is still taken for what it is; entitlement
 * blocks were reported at 75K and less.
 */
const GROWN_FROM_TOKENS = 190_000;

/**
 * Why: the session has grown past 200K, or the account may not use a 1M model at any size, and
 * making the session smaller will not help.
 *
 * @param contextTokens of the refused request; `null` when no reply ever told a size, which only a
 * fresh session has.
 */
export function creditsCase(contextTokens: number | null): 'grown' | 'entitlement' {
  return contextTokens !== null && contextTokens >= GROWN_FROM_TOKENS ? 'grown' : 'entitlement';
}
