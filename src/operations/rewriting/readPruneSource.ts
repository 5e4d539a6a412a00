import { contextUsage } from '../../domain/accounting/contextUsage';
import { placeOf } from '../../domain/accounting/itemId';
import { liveItems } from '../../domain/accounting/items';
import { tokenizerGeneration } from '../../domain/accounting/modelFamily';
import type { PruneSource } from '../../domain/pruning/prunePlan';
import { activeChain } from '../../domain/transcript/activeChain';
import { markWork } from '../../io/sessionFile/workMark';
import { CountedSizes } from '../reading/countedSizes';
import { ItemEvidence } from '../reading/itemEvidence';
import { readUnchanged } from '../reading/readSession';
import type { ReadSession } from './lastReadSession';
import { refused, type Refused, type RewriteTools } from './rewriteSession';

/**
 * Reads a session file whole, and counts what fills its context; not again where it was read last
 * and is the same.
 *
 * @param only the items that matter: the others are then sized by bytes, and not searched for
 * duplicates. All, where it is not given.
 */
export async function readPruneSource(
  path: string,
  tools: RewriteTools,
  only?: readonly string[],
): Promise<ReadSession | Refused> {
  const { lastRead, fileSystem, nowMs } = tools;
  const last = lastRead?.of(path, await fileSystem.stateOf(path)) ?? null;
  markWork(path);
  if (last !== null) return last;
  const beganMs = nowMs();
  const read = await readUnchanged(path, tools);
  if ('problem' in read) return refused(read.problem);
  const { transcript, state } = read;
  const chain = activeChain(transcript);
  const sizes = new CountedSizes({ path, ...tools });
  const usageNow = (): PruneSource['usage'] => contextUsage(transcript, chain, sizes.tokensOf);
  const usage = usageNow();
  if (transcript.sessionId === null && usage.tokens === null) return refused('noSession');
  const told = { transcript, chain, usage };
  const evidence = new ItemEvidence(path, sizes);
  await sizes.countUsage(usage);
  if (only === undefined) await evidence.gather(told);
  else {
    const uuids = new Set(only.map((id) => placeOf(id)?.uuid));
    await sizes.count(
      chain.entries.filter(({ uuid }) => uuid !== null && uuids.has(uuid)),
      tokenizerGeneration(usage.model ?? ''),
    );
  }
  markWork(path);
  const source = {
    transcript,
    chain,
    usage: usageNow(),
    items: liveItems(evidence.sourceOf(told)),
  };
  const session: ReadSession = { source, state, recordedId: transcript.sessionId };
  if (only === undefined) lastRead?.keep(path, session, beganMs);
  return session;
}
