import type { HoldingProcess } from '../../domain/accounting/rewriteHistory';
import { contextUsage, type ContextUsage } from '../../domain/accounting/contextUsage';
import { itemTokens } from '../../domain/accounting/itemTokens';
import { windowEvidence, type TranscriptEvidence } from '../../domain/accounting/windowEvidence';
import { limitsOf, type Snapshot, type SnapshotSettings } from '../../domain/accounting/snapshot';
import { activeChain } from '../../domain/transcript/activeChain';
import { parseSubagentMeta, type SubagentMeta } from '../../domain/transcript/parseSubagentMeta';
import { isInterruption } from '../../domain/transcript/recordedText';
import type { Transcript } from '../../domain/transcript/transcript';
import { readSubagentMeta, type SubagentFile } from '../../io/sessions/subagentFiles';
import { firstPrompt } from '../reading/sessionSummary';
import { firstReading } from '../reading/firstReading';

/** File systems may tell the time of a write so much too early. */
const COARSE_TIME_MS = 2_000;

/** A subagent of a session, at one moment. Plain: it crosses threads. */
export interface Subagent {
  readonly path: string;
  readonly agentId: string;
  /** Of the subagent that started it; `null` where the session itself did, or nobody tells. */
  readonly parentAgentId: string | null;
  readonly agentType: string | null;
  /** What it was asked, in few words. From a file, so hostile. */
  readonly asked: string | null;
  /**
   * `stopped`: before its end. `unknown`: nothing tells that it came to its end, and nobody is
   * known to run it.
   */
  readonly state: 'running' | 'finished' | 'stopped' | 'unknown';
  readonly model: string | null;
  /** Its own context; `null` before its first reply. */
  readonly tokens: number | null;
  readonly isExact: boolean;
  readonly limit: Snapshot['limit'];
  readonly nearestWall: Snapshot['nearestWall'];
  /** When it was written last. */
  readonly mtimeMs: number;
  /** What its end left in the context of its parent; `null` where that is not known. */
  readonly broughtBackTokens: number | null;
}

/** What its files tell, until they change. */
export interface ReadSubagent {
  readonly file: SubagentFile;
  readonly meta: SubagentMeta | null;
  /** By its newest reply, and what came after; `null` before the first one. */
  readonly size:
    (Pick<ContextUsage, 'tokens' | 'exact'> & { readonly evidence: TranscriptEvidence }) | null;
  readonly firstPrompt: string | null;
  /** `null`: its last words may be its last, and nothing says so. */
  readonly outcome: 'finished' | 'stopped' | 'none' | null;
}

/**
 * Reads both ends of its file, and what stands beside it. Never throws.
 *
 * @param known of the same file as it was, where it has been read: then what stands beside it is
 * all that may have changed.
 */
export async function readSubagent(
  file: SubagentFile,
  known: ReadSubagent | null,
): Promise<ReadSubagent> {
  const meta = parseSubagentMeta(await readSubagentMeta(file.path));
  // One whose first reply could not be read may be read another time.
  const isRead = known !== null && (known.size !== null || known.outcome !== 'finished');
  if (isRead && JSON.stringify(meta) === JSON.stringify(known.meta)) return known;
  const transcript = await firstReading(file.path, 'all');
  const isNamed = meta !== null && meta.description !== null;
  return {
    ...{ file, meta },
    size: transcript === null ? null : sizeIn(transcript),
    firstPrompt: isNamed ? null : await firstPrompt(file.path, 'all'),
    outcome: outcomeOf(transcript, meta),
  };
}

/** Of one that is not to be read. */
export function unreadSubagent(file: SubagentFile): ReadSubagent {
  return { file, meta: null, size: null, firstPrompt: null, outcome: null };
}

/**
 * What is shown of it.
 *
 * @param holders who has its session open: nobody else runs it.
 */
export function subagentOf(
  read: ReadSubagent,
  settings: SnapshotSettings,
  holders: readonly HoldingProcess[],
  broughtBackTokens: number | null,
): Subagent {
  const { file, meta, size, outcome } = read;
  const { path, agentId, mtimeMs } = file;
  const limits = size === null ? null : limitsOf(size.evidence, settings, null);
  const isHeld = holders.some(
    ({ startedMs }) => startedMs === null || startedMs - COARSE_TIME_MS <= mtimeMs,
  );
  return {
    ...{ path, agentId, mtimeMs, broughtBackTokens },
    parentAgentId: meta?.parentAgentId ?? null,
    agentType: meta?.agentType ?? null,
    asked: meta?.description ?? read.firstPrompt,
    state: outcome === 'none' ? (isHeld ? 'running' : 'unknown') : (outcome ?? 'unknown'),
    model: size?.evidence.model ?? meta?.model ?? null,
    tokens: size === null || size.tokens === null ? null : Math.round(size.tokens),
    isExact: size?.exact === true,
    limit: limits?.limit ?? { tokens: null, reason: { kind: 'noModel' } },
    nearestWall: limits?.nearestWall ?? null,
  };
}

function sizeIn(transcript: Transcript): ReadSubagent['size'] {
  const { tokens, exact, model } = contextUsage(
    transcript,
    activeChain(transcript),
    (entry, generation) => itemTokens(entry, generation, null),
  );
  return { tokens, exact, evidence: windowEvidence(transcript, model) };
}

/** Older versions write nothing beside its file, and the oldest no reason why a reply ended. */
function outcomeOf(
  transcript: Transcript | null,
  meta: SubagentMeta | null,
): ReadSubagent['outcome'] {
  if (meta?.isStopped === true) return 'stopped';
  if (meta?.isFinished === true) return 'finished';
  const last = transcript?.conversation.at(-1);
  if (last?.kind === 'user' && [...(last.recorded?.values() ?? [])].some(isInterruption))
    return 'stopped';
  if (last?.kind !== 'assistant' || last.blocks.some(({ kind }) => kind === 'toolUse'))
    return 'none';
  return last.stopReason === 'end_turn' ? 'finished' : meta === null ? null : 'none';
}
