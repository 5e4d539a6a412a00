import { tokenizerGeneration } from './accounting/modelFamily';
import { blockTokens } from './accounting/itemTokens';
import type { TokenCount } from './accounting/tokenCount';
import { handoffOf } from './handoff/handoffOf';
import type { HandoffDocument } from './handoff/handoffDocument';
import { readTranscript } from './readTranscript';
import { readExtents } from './sessionFile/readLines';

export interface MakeHandoffOptions {
  readonly budgetTokens: number;
  /** `null` leaves sizes to the bytes, on the safe side. */
  readonly countTokens: TokenCount | null;
  readonly signal?: AbortSignal;
}

export interface MadeHandoff extends HandoffDocument {
  readonly sessionId: string | null;
  readonly title: string | null;
  readonly cwd: string | null;
}

/** The budget must hold for whichever model reads it: the newer tokenizers need more tokens for the same text. */
const GENERATION = tokenizerGeneration('claude-opus-5');

/** Makes the handoff of the session in a file, without any model. Reads it only. Never throws for what is in the file. */
export async function makeHandoff(path: string, { budgetTokens, countTokens, signal }: MakeHandoffOptions): Promise<MadeHandoff | { readonly problem: 'missing' | 'unreadable' | 'noSession' | 'cancelled' }> {
  const transcript = await readTranscript(path, signal);
  if ('problem' in transcript) return transcript;
  if (transcript.conversation.length === 0) return { problem: 'noSession' };
  const document = await handoffOf(transcript, (places) => readExtents(path, places), {
    budgetTokens,
    countTokens: (text) => blockTokens({ kind: 'text', textBytes: Buffer.byteLength(text), text }, 'text', GENERATION, countTokens),
  });
  return { ...document, sessionId: transcript.sessionId, title: transcript.title, cwd: transcript.cwd };
}
