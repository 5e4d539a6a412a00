import type { ActiveChain } from '../transcript/activeChain';
import type { ConversationEntry, Transcript } from '../transcript/transcript';
import { isCached } from './cacheLedger';
import { requestsIn } from './cachedRequests';
import type { CacheState } from './cacheState';
import { readWeightOf, writeWeightFor } from './inputWeights';
import { PROMPTS_AVERAGED, typicalPrompt } from './typicalPrompt';

export interface CacheSource {
  readonly transcript: Transcript;
  readonly chain: ActiveChain;
  /** Of the newest reply, be it in this context or before it. */
  readonly model: string | null;
  /** What replies said before a prune lowered their counters, by the uuid of their first line. */
  readonly reported: ReadonlyMap<string, number>;
  /** By Claude Code's settings, in ms; for replies that do not say. */
  readonly lifetimeMs: number | null;
  /** The next prompt will send the file as it is, and the newest reply was made before. */
  readonly isRewritten: boolean;
}

/** More entries than ten prompts usually have. */
const MOST_ENTRIES = 3_000;

/** @returns `null` where the replies tell of no cache. */
export function cacheState(source: CacheSource): CacheState | null {
  const { transcript, chain, model, reported, isRewritten } = source;
  if (model === null) return null;
  const requests = requestsIn(transcript, newestEntries(chain), reported);
  const newest = requests.at(-1) ?? null;
  const systemTokens = transcript.leastRead.of(model);
  if (newest === null ? systemTokens === 0 : !requests.some(isCached)) return null;
  const lifetimeMs = newest?.lifetimeMs ?? source.lifetimeMs;
  return {
    usedMs: newest?.askedMs ?? null,
    lifetimeMs,
    cachedTokens: newest === null ? 0 : newest.input.readTokens + newest.input.writtenTokens,
    systemTokens,
    isNew: newest === null,
    isRewritten,
    typicalPrompt: typicalPrompt(requests),
    readWeight: readWeightOf(model),
    writeWeight: writeWeightFor(lifetimeMs),
  };
}

/** Of this context, from the tenth prompt back. */
function newestEntries({ entries, boundary }: ActiveChain): readonly ConversationEntry[] {
  const from = boundary?.offset ?? -1;
  let prompts = 0;
  let at = entries.length;
  while (at > 0 && entries.length - at < MOST_ENTRIES && prompts < PROMPTS_AVERAGED) {
    const entry = entries[at - 1]!;
    if (entry.offset <= from) break;
    at--;
    if (entry.kind === 'user' && entry.prompt !== null) prompts++;
  }
  return entries.slice(at);
}
