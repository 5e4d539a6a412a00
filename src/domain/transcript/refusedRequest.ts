import type { ApiError } from './entry';
import { isCreditsBlock } from './creditsBlock';

/** `API Error: 400 messages.1.content.0: …`, as Claude Code 2.1.329 writes it. */
const WORDING = /^API Error: 400\b/;

/** Whether the API refused a request for what it held, and not for its size, its time or its payer. */
export function isRefusedRequest(error: ApiError): boolean {
  return WORDING.test(error.text) && !isCreditsBlock(error);
}
