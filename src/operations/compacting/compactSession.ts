import { lstat, realpath, stat } from 'node:fs/promises';
import { headlessCompactArguments, isModelId } from '../../io/claudeProgram/claudeCommandLine';
import { claudeEnvironment } from '../../io/claudeProgram/claudeEnvironment';
import { runProgram } from '../../io/claudeProgram/runProgram';
import { compactFailure, type CompactFailure } from './compactFailure';
import { isInScope, scopeOf } from '../../io/sessions/folderScope';
import { readOpenSessions } from '../../io/sessions/openSessions';
import { sessionOwner } from '../../io/sessions/sessionOwner';
import { isSessionId } from '../../io/sessions/sessionId';
import { readLinesBackwards } from '../../io/sessionFile/readLines';
import { parseLine } from '../../domain/transcript/parseEntry';

export interface CompactRequest<Checkpoint> {
  readonly programPath: string;
  readonly sessionId: string;
  readonly sessionFile: string;
  /** Where the session runs: its hooks and settings count there. */
  readonly cwd: string;
  readonly model: string;
  /** What the summary shall keep; empty for nothing in particular. */
  readonly focus: string;
  readonly configDirectory: string;
  readonly homeDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folders whose hooks may run. */
  readonly trustedFolders: readonly string[];
  /** A person said that nobody has the session open, where that cannot be known. */
  readonly assumeClosed?: boolean;
  readonly timeLimitMs: number;
  readonly signal: AbortSignal;
  /** Keeps the session file as it is. What it throws ends the whole, with nothing started. */
  readonly keepCheckpoint: (sessionId: string, sessionFile: string) => Promise<Checkpoint>;
  /**
   * Gives it back where nothing seems to have come of it; answers whether it was not needed.
   * Never throws.
   */
  readonly releaseCheckpoint: (checkpoint: Checkpoint) => Promise<boolean>;
  /** The summary is being written. */
  readonly onDidBegin?: () => void;
}

export type CompactOutcome<Checkpoint> =
  | {
      readonly kind: 'compacted';
      readonly checkpoint: Checkpoint;
      readonly preTokens: number | null;
      readonly postTokens: number | null;
      readonly durationMs: number;
    }
  | { readonly kind: 'refused'; readonly reason: CompactRefusal }
  /** With its checkpoint where the session file is not what it was. */
  | ({ readonly kind: 'failed'; readonly checkpoint: Checkpoint | null } & CompactFailure);

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
 * Claude Code may replace the file by a shorter one during a compaction: then the boundary stands
 * near its start, yet within this.
 */
const SEARCHED_BYTES = 64 * 1024 * 1024;
/** File times and the entry's own are from the same clock, rounded differently. */
const CLOCK_SLACK_MS = 2_000;

/**
 * Has Claude Code compact a session that nobody has open, with a model of choice, and believes only
 * the session file: without a new compaction boundary in it nothing was compacted, whatever was
 * printed.
 *
 * @throws what `keepCheckpoint` throws.
 */
export async function compactSession<Checkpoint>(
  request: CompactRequest<Checkpoint>,
): Promise<CompactOutcome<Checkpoint>> {
  const { sessionId, sessionFile, cwd, configDirectory, homeDirectory, env, timeLimitMs, signal } =
    request;
  const reason = await refusalOf(request);
  if (reason !== null) return { kind: 'refused', reason };
  const before = await lstat(sessionFile);
  const checkpoint = await request.keepCheckpoint(sessionId, sessionFile);
  // Keeping a large file takes a while, in which somebody may have opened it.
  if (await isHeld(configDirectory, sessionId)) {
    await request.releaseCheckpoint(checkpoint);
    return { kind: 'refused', reason: 'open' };
  }

  const startedMs = Date.now();
  const lines: string[] = [];
  const run = await runProgram(request.programPath, headlessCompactArguments(request), {
    cwd,
    env: claudeEnvironment(env, { configDirectory, homeDirectory }),
    timeLimitMs,
    signal,
    onLine: (line) => {
      if (line.includes('"compacting"')) request.onDidBegin?.();
      if (lines.length < MAX_LINES && /"compact_error"|"type":"result"/.test(line))
        lines.push(line);
    },
  });
  const boundary = await newBoundary(sessionFile, before, startedMs);
  if (boundary !== null && boundary !== 'unreadable')
    return { kind: 'compacted', checkpoint, ...boundary, durationMs: Date.now() - startedMs };
  const isNeedless = boundary === null && (await request.releaseCheckpoint(checkpoint));
  return {
    kind: 'failed',
    checkpoint: isNeedless ? null : checkpoint,
    ...compactFailure(run, lines),
  };
}

async function refusalOf({
  sessionId,
  sessionFile,
  cwd,
  model,
  configDirectory,
  trustedFolders,
  assumeClosed,
}: Omit<CompactRequest<unknown>, 'releaseCheckpoint'>): Promise<CompactRefusal | null> {
  if (!isSessionId(sessionId)) return 'notASession';
  if (!isModelId(model)) return 'notAModel';
  const file = await lstat(sessionFile).catch(() => null);
  if (file?.isFile() !== true) return 'missing';
  if ((await stat(cwd).catch(() => null))?.isDirectory() !== true) return 'folderMissing';
  if (!(await isTrusted(cwd, trustedFolders))) return 'folderNotTrusted';
  if (await isHeld(configDirectory, sessionId)) return 'open';
  const owner = await sessionOwner([configDirectory], sessionFile, Date.now());
  return owner === 'unknown' && assumeClosed !== true ? 'maybeOpen' : null;
}

/** By real paths: a link in a trusted folder may lead anywhere. */
async function isTrusted(cwd: string, trustedFolders: readonly string[]): Promise<boolean> {
  const roots = await Promise.all(
    trustedFolders.map((folder) => realpath(folder).catch(() => folder)),
  );
  return isInScope(
    scopeOf(
      roots.map((root) => [root]),
      [],
      process.platform,
    ),
    await realpath(cwd),
  );
}

async function isHeld(configDirectory: string, sessionId: string): Promise<boolean> {
  return (await readOpenSessions(configDirectory)).some(
    (open) => open.sessionId === sessionId && open.openness !== 'closed',
  );
}

interface Boundary {
  readonly preTokens: number | null;
  readonly postTokens: number | null;
}

/**
 * The newest compaction boundary, if it was written since. Not by its place where the file was
 * replaced meanwhile, by its time. `unreadable`: something was written that may be one.
 */
async function newBoundary(
  sessionFile: string,
  before: { readonly ino: number; readonly size: number },
  sinceMs: number,
): Promise<Boundary | 'unreadable' | null> {
  const now = await lstat(sessionFile).catch(() => null);
  if (now === null) return null;
  const isSame = now.ino === before.ino && now.size >= before.size;
  let mayBeOne = false;
  for await (const { lines } of readLinesBackwards(
    sessionFile,
    isSame ? now.size - before.size + 1 : SEARCHED_BYTES,
  )) {
    for (const { bytes, offset, length } of [...lines].reverse()) {
      if (bytes?.includes('compact_boundary') !== true) continue;
      mayBeOne ||= isSame && offset >= before.size;
      for (const entry of parseLine(bytes, 0, offset, length).entries) {
        if (entry.kind !== 'system' || entry.compaction === null) continue;
        const isNew = isSame
          ? offset >= before.size
          : (entry.timestampMs ?? 0) >= sinceMs - CLOCK_SLACK_MS;
        if (isNew)
          return { preTokens: entry.compaction.preTokens, postTokens: entry.compaction.postTokens };
      }
    }
  }
  return mayBeOne ? 'unreadable' : null;
}
