import { tokenizerGeneration, type TokenizerGeneration } from '../models/modelFamily';
import type { Transcript } from '../transcript/transcript';

/**
 * In real sessions the results of one session have 1.9–2.8 bytes a token with the newer tokenizers,
 * and 2.9–4.1 with the older one (medians). A few of the newer ones are beyond this, which does no
 * harm: they are known by their names.
 */
const FEWER_BYTES_THAN_OLD = 2.35;
const LEAST_RESULTS = 8;

/**
 * Which tokenizer a model counts with in this session: by its name, and where that says the older
 * one, by what its replies counted. Behind one name there may stand another model: in one of 59
 * real sessions `claude-opus-4-6` counted like its successors for a day.
 */
export function tokenizerOf(
  { loneResults }: Pick<Transcript, 'loneResults'>,
  model: string | null,
): TokenizerGeneration {
  const named = tokenizerGeneration(model ?? '');
  if (named === 'new' || model === null) return named;
  const bytesPerToken = loneResults.bytesPerToken(model, LEAST_RESULTS);
  return bytesPerToken !== null && bytesPerToken < FEWER_BYTES_THAN_OLD ? 'new' : 'old';
}
