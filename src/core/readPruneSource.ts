import { contextUsage } from './accounting/contextUsage';
import { NO_CONTROLS } from './claudeSettings/claudeControls';
import { LiveSession } from './liveSession';
import type { PruneSource } from './pruning/prunePlan';
import type { Refused, RewriteTools } from './rewriteSession';
import { isSameState, type FileState } from './sessionFile/sessionFileSystem';
import { SessionInspector } from './sessionInspector';

/** A session, and the file that it was read from, of one moment. */
export interface ReadSession {
  readonly source: PruneSource;
  readonly state: FileState;
  /** The model's limit plays no part in what can be pruned. */
  readonly recordedId: string | null;
}

const READ_ATTEMPTS = 5;
const SETTINGS = { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS } as const;

/** Reads a session file whole, and counts all that fills its context. */
export async function readPruneSource(path: string, tools: RewriteTools): Promise<ReadSession | Refused> {
  for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
    const state = await tools.fileSystem.stateOf(path);
    if (state === null) return { kind: 'refused', reason: 'missing', detail: null };
    if (state.kind === 'symlink') return { kind: 'refused', reason: 'symlink', detail: null };
    if (state.kind !== 'file') return { kind: 'refused', reason: 'unreadable', detail: null };
    const source = await read(path, tools);
    if ('kind' in source) return source;
    const now = await tools.fileSystem.stateOf(path);
    if (now !== null && isSameState(now, state)) return { source, state, recordedId: source.transcript.sessionId };
  }
  return { kind: 'refused', reason: 'changed', detail: null };
}

async function read(path: string, { log, loadTokenCount }: RewriteTools): Promise<PruneSource | Refused> {
  const session = new LiveSession({ path, log, loadTokenCount, settings: () => SETTINGS, onDidChange: () => undefined });
  try {
    const found = await session.readWhole();
    if (found === 'missing' || found === 'unreadable') return { kind: 'refused', reason: found, detail: null };
    const inspector = new SessionInspector(session, () => undefined);
    const inspection = await inspector.settled();
    inspector.dispose();
    const { reading } = session;
    if (inspection === null || reading === null) return { kind: 'refused', reason: 'noSession', detail: null };
    const { transcript, chain } = reading;
    return { transcript, chain, usage: contextUsage(transcript, chain, session.sizes.tokensOf), items: inspection.items };
  } finally {
    session.dispose();
  }
}
