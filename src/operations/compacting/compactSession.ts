import { lstat, stat } from 'node:fs/promises';
import type { Backup } from '../../io/keeping/backupManifest';
import { headlessCompactArguments, isModelId } from '../../io/claudeProgram/claudeCommandLine';
import { claudeEnvironment } from '../../io/claudeProgram/claudeEnvironment';
import { runProgram } from '../../io/claudeProgram/runProgram';
import { compactFailure, type CompactFailure } from './compactFailure';
import { isBelowAny } from '../../io/sessions/folderScope';
import { isSubagentPath } from '../../io/sessions/subagentFiles';
import { isSessionId } from '../../io/sessions/sessionId';
import { newCompaction } from './newCompaction';
import { keepSession, releaseBackup } from '../rewriting/keepSession';
import { ownerOf, type Refused, type RewriteTools } from '../rewriting/rewriteSession';

/** Plain: it crosses threads. */
export interface CompactRequest {
  readonly programPath: string;
  readonly sessionId: string;
  readonly sessionFile: string;
  /** Where the session runs: its hooks and settings count there. */
  readonly cwd: string;
  readonly model: string;
  /** What the summary shall keep; empty for nothing in particular. */
  readonly focus: string;
  /** The context now, where it is known. */
  readonly tokens: number | null;
  readonly homeDirectory: string;
  /** Folders whose hooks may run. */
  readonly trustedFolders: readonly string[];
  readonly timeLimitMs: number;
}

interface CompactRun {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onDidReach?: (stage: CompactStage) => void;
}

/** How far it has come: the backup is made and Claude Code reads, or writes its summary. */
type CompactStage = 'reading' | 'writing';

export type CompactOutcome =
  | {
      readonly kind: 'compacted';
      readonly backup: Backup;
      readonly preTokens: number | null;
      readonly postTokens: number | null;
      readonly durationMs: number;
    }
  | { readonly kind: 'notAllowed'; readonly reason: CompactRefusal }
  /** No backup could be made. */
  | Refused
  /** With its backup where the session file is not what it was. */
  | ({ readonly kind: 'failed'; readonly backup: Backup | null } & CompactFailure);

export type CompactRefusal =
  | 'notASession'
  | 'notAModel'
  | 'missing'
  /** A process has it open: it would go on with its old history, and the file would fork. */
  | 'open'
  /** It was written just now, and nobody tells whether it is open. */
  | 'maybeOpen'
  | 'folderMissing'
  /** Its hooks would run. */
  | 'folderNotTrusted';

/** A stream holds a line for each event; those that matter are few. */
const MAX_LINES = 200;
/**
 * Has Claude Code compact a session that nobody has open, with a model of choice, after a backup,
 * and believes only the session file: without a new compaction boundary in it nothing was
 * compacted, whatever was printed.
 */
export async function compactSession(
  request: CompactRequest,
  tools: RewriteTools,
  { env, signal, onDidReach }: CompactRun,
): Promise<CompactOutcome> {
  const { sessionFile, cwd, homeDirectory, timeLimitMs } = request;
  const { configDirectory } = tools;
  const reason = await refusalOf(request, tools);
  if (reason !== null) return { kind: 'notAllowed', reason };
  const before = await lstat(sessionFile);
  const backup = await keepSession(
    { path: sessionFile, reason: 'compact', beforeTokens: request.tokens, archived: null },
    tools,
  );
  if ('kind' in backup) return backup;
  // Keeping a large file takes a while, in which somebody may have opened it.
  if (await isHeld(sessionFile, tools)) {
    await releaseBackup(backup, tools);
    return { kind: 'notAllowed', reason: 'open' };
  }
  onDidReach?.('reading');

  const startedMs = Date.now();
  const lines: string[] = [];
  const run = await runProgram(request.programPath, headlessCompactArguments(request), {
    cwd,
    env: claudeEnvironment(env, { configDirectory, homeDirectory }),
    timeLimitMs,
    signal,
    onLine: (line) => {
      if (line.includes('"compacting"')) onDidReach?.('writing');
      if (lines.length < MAX_LINES && /"compact_error"|"type":"result"/.test(line))
        lines.push(line);
    },
  });
  const boundary = await newCompaction({
    sessionFile,
    inode: before.ino,
    sizeBytes: before.size,
    sinceMs: startedMs,
  });
  if (boundary !== null && boundary !== 'unreadable')
    return { kind: 'compacted', backup, ...boundary, durationMs: Date.now() - startedMs };
  const isNeedless = boundary === null && (await releaseBackup(backup, tools));
  return { kind: 'failed', backup: isNeedless ? null : backup, ...compactFailure(run, lines) };
}

async function refusalOf(
  { sessionId, sessionFile, cwd, model, trustedFolders }: CompactRequest,
  tools: RewriteTools,
): Promise<CompactRefusal | null> {
  if (!isSessionId(sessionId) || isSubagentPath(sessionFile)) return 'notASession';
  if (!isModelId(model)) return 'notAModel';
  const file = await lstat(sessionFile).catch(() => null);
  if (file?.isFile() !== true) return 'missing';
  if ((await stat(cwd).catch(() => null))?.isDirectory() !== true) return 'folderMissing';
  if (!(await isBelowAny(trustedFolders, cwd))) return 'folderNotTrusted';
  const owner = await ownerOf(sessionFile, tools);
  if (owner === 'idle' || owner === 'busy') return 'open';
  return owner === 'unknown' && tools.assumeClosed !== true ? 'maybeOpen' : null;
}

async function isHeld(sessionFile: string, tools: RewriteTools): Promise<boolean> {
  return ['idle', 'busy'].includes(await ownerOf(sessionFile, tools));
}
