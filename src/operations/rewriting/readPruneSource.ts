import { resolve } from 'node:path';
import { contextUsage } from '../../domain/accounting/contextUsage';
import { placeOf } from '../../domain/accounting/itemId';
import { liveContext } from '../../domain/accounting/items';
import type { PruneSource } from '../../domain/pruning/prunePlan';
import { activeChain } from '../../domain/transcript/activeChain';
import type { ConversationEntry } from '../../domain/transcript/entry';
import type { Transcript } from '../../domain/transcript/transcript';
import { isSameState } from '../../io/sessionFile/sessionFileSystem';
import { isSubagentPath } from '../../io/sessions/subagentFiles';
import { markWork } from '../../io/sessionFile/workMark';
import { CountedSizes } from '../reading/countedSizes';
import { ItemEvidence } from '../reading/itemEvidence';
import { readRewriteHistory } from '../reading/readRewriteHistory';
import { readUnchanged } from '../reading/readSession';
import type { ReadSession } from './lastReadSession';
import { refused, type Refused, type RewriteTools } from './rewriteSession';

const ATTEMPTS = 5;

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
  if (isSubagentPath(resolve(path))) return refused('noSession');
  const last = lastRead?.of(path, await fileSystem.stateOf(path)) ?? null;
  markWork(path);
  if (last !== null) return last;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const beganMs = nowMs();
    const read = await readUnchanged(path, tools);
    if ('problem' in read && read.problem !== 'changed') return refused(read.problem);
    if ('problem' in read) continue;
    const { transcript, state } = read;
    const source = await sourceOf(path, transcript, tools, only);
    if (source === null) return refused('noSession');
    const now = await fileSystem.stateOf(path);
    if (now === null || !isSameState(now, state)) continue;
    const session: ReadSession = { source, state, recordedId: transcript.sessionId };
    if (only === undefined) lastRead?.keep(path, session, beganMs);
    return session;
  }
  return refused('changed');
}

async function sourceOf(
  path: string,
  transcript: Transcript,
  tools: RewriteTools,
  only: readonly string[] | undefined,
): Promise<PruneSource | null> {
  const chain = activeChain(transcript);
  const sizes = new CountedSizes({ path, ...tools });
  const usage = contextUsage(transcript, chain, sizes.tokensOf);
  if (transcript.sessionId === null && usage.tokens === null) return null;
  const told = { transcript, chain, usage };
  const evidence = new ItemEvidence(path, sizes);
  await sizes.countUsage(usage);
  if (only === undefined) await evidence.gather(told);
  else {
    const uuids = new Set(only.map((id) => placeOf(id)?.uuid));
    const named = chain.entries.filter(({ uuid }) => uuid !== null && uuids.has(uuid));
    // What was thought is told by all that its reply holds.
    const matter = named.flatMap((entry): readonly ConversationEntry[] =>
      entry.kind === 'assistant' ? transcript.linesOfResponse(entry) : [entry],
    );
    await sizes.count([...new Set(matter)], usage.generation);
  }
  markWork(path);
  const { pruned } = await readRewriteHistory(tools.configDirectory, resolve(path));
  const freed = new Map(pruned.map(({ id, freedTokens }) => [id, freedTokens] as const));
  const { items, account } = liveContext({ ...evidence.sourceOf(told), freed });
  return {
    transcript,
    chain,
    usage: contextUsage(transcript, chain, sizes.tokensOf),
    items,
    overheadTokens: account.overheadTokens,
  };
}
