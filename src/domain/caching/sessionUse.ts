import type { Response } from '../transcript/response';
import type { Transcript } from '../transcript/transcript';
import { requestsIn } from './cachedRequests';
import { cacheRewriteOf } from './cacheRewrites';
import { RequestSum, type Summed, type SummedRequest } from './requestSum';

/** What a session used: by itself, and by what has files of its own beside it. Plain. */
export interface SessionUse {
  /** Of the session itself and of all below. */
  readonly all: UsedPart;
  readonly subagents: UsedBeside;
  /**
   * Requests for the summary of a compaction: each sent the whole context once more, and stands in
   * a file that belongs to no subagent (2.1.39).
   */
  readonly compactions: UsedBeside;
  /** Why its own file does not tell all; `null` where it does. */
  readonly gap: UseGap | null;
}

export type UseOfOthers = Pick<SessionUse, 'subagents' | 'compactions'>;

/**
 * `brokenLines`: some cannot be read. `subagentsInside`: what they asked stands among the lines of
 * the session (1.0.x) and is not read. `subagentsMissing`: it called some, and no file of one is
 * where they belong: 2.0.x kept them beside the session, a copied session has left them behind, and
 * those of a subagent lie beside it.
 */
export type UseGap = 'brokenLines' | 'subagentsInside' | 'subagentsMissing';

export interface UsedPart extends Summed {
  /** False where something could not be read, or found: then it is no less than this. */
  readonly isWhole: boolean;
}

export interface UsedBeside extends UsedPart {
  /** How many there are, those that could not be read included. */
  readonly count: number;
}

/** A request, without what it went on from: small enough to be kept of a thousand files. */
export interface UsedRequest extends SummedRequest {
  readonly response: SummedRequest['response'] & Pick<Response, 'messageId'>;
  readonly rewrittenTokens: number;
}

/** A file beside that of the session. */
export interface UsedFile {
  readonly kind: 'subagent' | 'compaction';
  /** Its path: no two have the same. */
  readonly id: string;
  readonly requests: readonly UsedRequest[];
  /** All of it was read. */
  readonly isWhole: boolean;
}

/** The requests that were made in a file; those that were copied into it were made elsewhere. */
export function usedRequestsIn(transcript: Transcript): readonly UsedRequest[] {
  return requestsIn(transcript).map((request) => {
    const { messageId, model, contextTokens, outputTokens, isFinal } = request.response;
    return {
      response: { messageId, model, contextTokens, outputTokens, isFinal },
      input: request.input,
      rewrittenTokens: cacheRewriteOf(request, null, () => 0)?.tokens ?? 0,
    };
  });
}

/**
 * What the files beside a session come to, in whichever order they are told. Some releases write
 * replies of the session into the file of a subagent once more, and nothing marks them: a reply
 * that another file has as well counts once.
 *
 * @param ownIds of all replies in the file of the session.
 * @param unlisted so many more files there are of a kind; `null` where nobody could list them.
 */
export function usedBeside(
  ownIds: ReadonlySet<string>,
  files: readonly UsedFile[],
  unlisted: Readonly<Record<UsedFile['kind'], number>> | null,
): UseOfOthers {
  const counted = new Set(ownIds);
  const isFirst = ({ response: { messageId } }: UsedRequest): boolean => {
    if (messageId === '') return true;
    const { size } = counted;
    return counted.add(messageId).size > size;
  };
  const part = (kind: UsedFile['kind']): UsedBeside => {
    const ofKind = files
      .filter((file) => file.kind === kind)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const requests = ofKind.flatMap((file) => file.requests.filter(isFirst));
    return {
      ...sumOfRequests(requests),
      count: ofKind.length + (unlisted?.[kind] ?? 0),
      isWhole: unlisted?.[kind] === 0 && ofKind.every((file) => file.isWhole),
    };
  };
  return { subagents: part('subagent'), compactions: part('compaction') };
}

export function sumOfRequests(requests: readonly UsedRequest[]): Summed {
  const sum = new RequestSum();
  for (const request of requests) sum.add(request, request.rewrittenTokens);
  return { totals: sum.totals, listPrice: sum.listPrice };
}

/**
 * @param transcript of the session itself.
 * @param own what its file comes to.
 */
export function sessionUse(transcript: Transcript, own: Summed, others: UseOfOthers): SessionUse {
  const gap = useGapIn(transcript, others);
  const { compactions } = others;
  const subagents =
    gap === null || gap === 'brokenLines'
      ? others.subagents
      : { ...others.subagents, isWhole: false };
  const sum = new RequestSum();
  for (const part of [own, subagents, compactions]) sum.addSum(part);
  const { totals, listPrice } = sum;
  const isWhole = gap === null && subagents.isWhole && compactions.isWhole;
  return { all: { totals, listPrice, isWhole }, subagents, compactions, gap };
}

/** @param transcript of the session itself. */
export function useGapIn(
  { malformed, sidechainLines, subagentCalls }: Transcript,
  { subagents: { count, isWhole } }: UseOfOthers,
): UseGap | null {
  if (sidechainLines > 0) return 'subagentsInside';
  // Where they cannot be listed, that is the reason.
  if (subagentCalls > 0 && count === 0 && isWhole) return 'subagentsMissing';
  return malformed.length > 0 ? 'brokenLines' : null;
}
