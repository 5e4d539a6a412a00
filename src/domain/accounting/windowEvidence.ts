import type { Transcript } from '../transcript/transcript';
import type { AcceptedBeyond } from '../transcript/windowTraces';
import { STANDARD_WINDOW_TOKENS, type WindowEvidence } from './contextWindow';
import type { ReportedReply } from './rewriteHistory';

/** What a transcript itself tells about the window; plain. */
export type TranscriptEvidence = Pick<
  WindowEvidence,
  'model' | 'requestedModel' | 'requestBetas' | 'version' | 'accepted' | 'creditsBlock'
>;

/**
 * What a transcript itself tells about the window.
 *
 * @param model of the newest response.
 * @param reported what replies said before a prune lowered their counters.
 */
export function windowEvidence(
  transcript: Transcript,
  model: string | null,
  reported: readonly ReportedReply[] = [],
): TranscriptEvidence {
  const { traces, requests, version } = transcript;
  const named1m =
    model !== null && /1M context/i.test(traces.modelIdentity ?? '') ? `${model}[1m]` : null;
  return {
    model,
    requestedModel: traces.requestedModel ?? named1m,
    requestBetas: requests.get(model ?? '')?.betas ?? [],
    version,
    accepted: acceptedBeyond(transcript, model, reported),
    creditsBlock: traces.creditsBlock,
  };
}

/** The newest reply beyond 200K by a model, be its counter lowered since or not. */
export function acceptedBeyond(
  transcript: Transcript,
  model: string | null,
  reported: readonly ReportedReply[],
): AcceptedBeyond | null {
  return reported.reduce((newest, { uuid, contextTokens }) => {
    const entry = transcript.entryOf(uuid);
    if (
      entry?.kind !== 'assistant' ||
      entry.model === null ||
      entry.model !== model ||
      contextTokens <= STANDARD_WINDOW_TOKENS
    )
      return newest;
    const first = newest !== null && newest.offset < entry.offset ? newest.sinceMs : null;
    const sinceMs = first ?? entry.timestampMs;
    return newest !== null && newest.offset > entry.offset
      ? { ...newest, sinceMs }
      : { tokens: contextTokens, offset: entry.offset, sinceMs };
  }, transcript.traces.acceptedBeyond(model));
}
