import { contextUsage } from '../../domain/accounting/contextUsage';
import { placeOf } from '../../domain/accounting/itemId';
import { liveItems } from '../../domain/accounting/items';
import { tokenizerGeneration } from '../../domain/accounting/modelFamily';
import type { PruneSource } from '../../domain/pruning/prunePlan';
import { activeChain } from '../../domain/transcript/activeChain';
import type { FileState } from '../../io/sessionFile/sessionFileSystem';
import { CountedSizes } from '../reading/countedSizes';
import { ItemEvidence } from '../reading/itemEvidence';
import { readUnchanged } from '../reading/readSession';
import { refused, type Refused, type RewriteTools } from './rewriteSession';

/** A session, and the file that it was read from, of one moment. */
export interface ReadSession {
  readonly source: PruneSource;
  readonly state: FileState;
  readonly recordedId: string | null;
}

/**
 * Reads a session file whole, and counts what fills its context.
 *
 * @param only the items that matter: the others are then sized by bytes, and not searched for
 * duplicates. All, where it is not given.
 */
export async function readPruneSource(
  path: string,
  tools: RewriteTools,
  only?: readonly string[],
): Promise<ReadSession | Refused> {
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
  const source = {
    transcript,
    chain,
    usage: usageNow(),
    items: liveItems(evidence.sourceOf(told)),
  };
  return { source, state, recordedId: transcript.sessionId };
}
