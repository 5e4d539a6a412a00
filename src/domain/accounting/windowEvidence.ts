import type { Transcript } from '../transcript/transcript';
import type { WindowEvidence } from './contextWindow';

/** What a transcript itself tells about the window. @param model of the newest response. */
export function windowEvidence(
  { traces, requests, version }: Transcript,
  model: string | null,
): Pick<
  WindowEvidence,
  'model' | 'requestedModel' | 'requestBetas' | 'version' | 'accepted' | 'creditsBlock'
> {
  const named1m =
    model !== null && /1M context/i.test(traces.modelIdentity ?? '') ? `${model}[1m]` : null;
  return {
    model,
    requestedModel: traces.requestedModel ?? named1m,
    requestBetas: requests.get(model ?? '')?.betas ?? [],
    version,
    accepted: traces.acceptedBeyond(model),
    creditsBlock: traces.creditsBlock,
  };
}
