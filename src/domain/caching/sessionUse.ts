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
}

export type UseOfOthers = Pick<SessionUse, 'subagents' | 'compactions'>;

export interface UsedPart extends Summed {
  /** False where something could not be read: then it is no less than this. */
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
  /** As the file is called: no two have the same. */
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

/** @param own what the file of the session itself comes to. */
export function sessionUse(own: Summed, { subagents, compactions }: UseOfOthers): SessionUse {
  const sum = new RequestSum();
  for (const part of [own, subagents, compactions]) sum.addSum(part);
  const { totals, listPrice } = sum;
  const isWhole = subagents.isWhole && compactions.isWhole;
  return { all: { totals, listPrice, isWhole }, subagents, compactions };
}
