import { contextUsage } from '../../domain/accounting/contextUsage';
import type { Item } from '../../domain/accounting/item';
import { placeOf } from '../../domain/accounting/itemId';
import { liveItems } from '../../domain/accounting/items';
import { tokenizerGeneration } from '../../domain/accounting/modelFamily';
import { NO_CONTROLS } from '../../io/claudeSettings/claudeControls';
import { SessionReader } from '../reading/sessionReader';
import type { PruneSource } from '../../domain/pruning/prunePlan';
import type { Refused, RewriteTools } from './rewriteSession';
import { isSameState, type FileState } from '../../io/sessionFile/sessionFileSystem';
import { SessionInspector } from '../reading/sessionInspector';

/** A session, and the file that it was read from, of one moment. */
export interface ReadSession {
  readonly source: PruneSource;
  readonly state: FileState;
  /** The model's limit plays no part in what can be pruned. */
  readonly recordedId: string | null;
}

const READ_ATTEMPTS = 5;
const SETTINGS = { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS } as const;

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
  for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
    const state = await tools.fileSystem.stateOf(path);
    if (state === null) return { kind: 'refused', reason: 'missing', detail: null };
    if (state.kind === 'symlink') return { kind: 'refused', reason: 'symlink', detail: null };
    if (state.kind !== 'file') return { kind: 'refused', reason: 'unreadable', detail: null };
    const source = await read(path, tools, only);
    if ('kind' in source) return source;
    const now = await tools.fileSystem.stateOf(path);
    if (now !== null && isSameState(now, state))
      return { source, state, recordedId: source.transcript.sessionId };
  }
  return { kind: 'refused', reason: 'changed', detail: null };
}

async function read(
  path: string,
  { log, loadTokenCount }: RewriteTools,
  only: readonly string[] | undefined,
): Promise<PruneSource | Refused> {
  const session = new SessionReader({
    path,
    log,
    loadTokenCount,
    settings: () => SETTINGS,
    onDidChange: () => undefined,
  });
  try {
    const found = await session.readWhole();
    if (found === 'missing' || found === 'unreadable')
      return { kind: 'refused', reason: found, detail: null };
    const items = only === undefined ? await allItems(session) : await itemsWith(session, only);
    const { reading } = session;
    if (items === null || reading === null)
      return { kind: 'refused', reason: 'noSession', detail: null };
    const { transcript, chain } = reading;
    return {
      transcript,
      chain,
      usage: contextUsage(transcript, chain, session.sizes.tokensOf),
      items,
    };
  } finally {
    session.dispose();
  }
}

async function allItems(session: SessionReader): Promise<readonly Item[] | null> {
  const inspector = new SessionInspector(session, () => undefined);
  const inspection = await inspector.settled();
  inspector.dispose();
  return inspection?.items ?? null;
}

async function itemsWith(
  { reading, sizes }: SessionReader,
  ids: readonly string[],
): Promise<readonly Item[] | null> {
  if (reading === null || reading.snapshot.sessionId === null) return null;
  const { transcript, chain, snapshot } = reading;
  const generation = tokenizerGeneration(snapshot.model ?? '');
  const uuids = new Set(ids.map((id) => placeOf(id)?.uuid));
  await sizes.count(
    chain.entries.filter(({ uuid }) => uuid !== null && uuids.has(uuid)),
    generation,
    () => false,
  );
  return liveItems({
    transcript,
    chain,
    model: snapshot.model,
    tokensOf: sizes.tokensOf,
    isCounted: (entry) => sizes.isCounted(entry, generation),
    digestOf: () => null,
  });
}
