import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { formatProblem } from '../../domain/pruning/formatProblem';
import { lineEdits, pruneNotes } from '../../domain/pruning/lineEdits';
import { loweredReplies } from '../../domain/pruning/usageEdits';
import { LineRewriter } from '../../domain/pruning/lineRewriter';
import type { PruneChoice, PrunePlan } from '../../domain/pruning/prunePlan';
import {
  transcriptProblems,
  type TranscriptProblem,
} from '../../domain/pruning/transcriptProblems';
import { asSessionId, sessionIdOfFile } from '../../domain/transcript/asSessionId';
import { checkWritten } from './checkWritten';
import { rescueFirst } from './rescueLines';
import { planOf, type PlanRequest } from './planOf';
import type { ReadSession } from './lastReadSession';
import { readPruneSource } from './readPruneSource';
import {
  ownerOf,
  refusalOf,
  refused,
  rewriteSession,
  withLock,
  type Refused,
  type RewriteTools,
} from './rewriteSession';
import type { Backup } from '../../io/keeping/backupManifest';
import { copySession } from '../../io/keeping/copySession';
import { isSameState, type FileState } from '../../io/sessionFile/sessionFileSystem';
import { sessionKey } from '../../io/keeping/sessionKey';
import type { SessionOwner } from '../../io/sessions/sessionOwner';

export interface PruneRequest extends PlanRequest {
  /** Makes a new session, and leaves this one alone, busy or not. */
  readonly intoCopy?: boolean;
  /**
   * The file as it was when somebody agreed to a preview: if it is another by now, the result says
   * so.
   */
  readonly agreedOn?: FileState | null;
}

/** What a prune would do. */
export interface PrunePreview {
  readonly kind: 'preview';
  readonly plan: PrunePlan;
  readonly sessionId: string;
  /** What was broken before; it is left alone. */
  readonly problems: readonly TranscriptProblem[];
  readonly owner: SessionOwner;
  readonly state: FileState;
}

/** What a prune did. Nothing was written where the plan holds no items. */
export interface Pruned {
  readonly kind: 'pruned';
  readonly plan: PrunePlan;
  /**
   * The session that is smaller now, and its file: another one than was asked about, for a copy.
   */
  readonly sessionId: string;
  readonly path: string;
  readonly backup: Backup | null;
  readonly problems: readonly TranscriptProblem[];
  /**
   * `afterResume`: a running Claude Code goes on with the old content until the session is resumed
   * in it.
   */
  readonly takesEffect: 'atNextStart' | 'afterResume';
  /** Lines of an earlier rewrite that came back first, see `rescueLines`. */
  readonly rescuedLines: number;
  /** The file had changed since it was planned on; the plan is a new one. */
  readonly isReplanned: boolean;
  /** The code of a failure that came after the new file was in place. */
  readonly warning: string | null;
}

const ATTEMPTS = 4;
const TITLE_LENGTH = 200;
const COPY_MARK = '(pruned copy)';

/** Plans, and writes nothing. All items are counted: the price follows from what stands behind. */
export async function previewPrune(
  request: PruneRequest,
  tools: RewriteTools,
): Promise<PrunePreview | Refused> {
  try {
    const path = resolve(request.path);
    const session = await readKnownFormat(path, tools);
    if ('kind' in session) return session;
    const owner = await ownerOf(path, tools);
    return {
      kind: 'preview',
      plan: await planOf(session, request, tools),
      sessionId: sessionIdOf(path, session),
      problems: transcriptProblems(session.source.transcript),
      owner,
      state: session.state,
    };
  } catch (error) {
    return refusalOf(error);
  }
}

/**
 * Replaces content by placeholders in a session file, after a backup, or in a copy under a new id.
 * Plans again when the file changed meanwhile. Whatever is refused leaves the session file as it
 * was.
 */
export async function pruneSession(
  request: PruneRequest,
  tools: RewriteTools,
): Promise<Pruned | Refused> {
  const path = resolve(request.path);
  return withLock(sessionKey(path, null), tools, async (isLockHeld) => {
    const rescuedLines = request.intoCopy === true ? 0 : await rescueFirst(path, tools);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const session = await readKnownFormat(path, tools, request.choice);
      if ('kind' in session) return session;
      const { agreedOn } = request;
      const isReplanned =
        attempt > 0 || (agreedOn != null && !isSameState(session.state, agreedOn));
      const outcome = await (request.intoCopy === true ? pruneIntoCopy : pruneInPlace)(
        { path, request, session, rescuedLines, isReplanned, isLockHeld },
        tools,
      );
      if (outcome.kind !== 'refused' || outcome.reason !== 'changed') return outcome;
    }
    return refused('changed');
  });
}

interface PruneStep {
  readonly path: string;
  readonly request: PruneRequest;
  readonly session: ReadSession;
  readonly rescuedLines: number;
  readonly isReplanned: boolean;
  readonly isLockHeld: () => Promise<boolean>;
}

async function pruneInPlace(
  { path, request, session, rescuedLines, isReplanned, isLockHeld }: PruneStep,
  tools: RewriteTools,
): Promise<Pruned | Refused> {
  const plan = await planOf(session, request, tools);
  const owner = await ownerOf(path, tools);
  const result = {
    kind: 'pruned',
    plan,
    sessionId: sessionIdOf(path, session),
    path,
    problems: transcriptProblems(session.source.transcript),
    rescuedLines,
    isReplanned,
  } as const;
  if (owner === 'busy') return refused('busy');
  if (owner === 'unknown' && tools.assumeClosed !== true) return refused('maybeOpen');
  if (plan.items.length === 0)
    return { ...result, backup: null, takesEffect: 'atNextStart', warning: null };
  const edits = lineEdits(session.source, plan);
  const rewriter = new LineRewriter(edits);
  const { beforeTokens, afterTokens } = plan;
  const rewritten = await rewriteSession(
    {
      path,
      sessionId: sessionKey(path, session.recordedId),
      planned: session.state,
      rewriteLine: (line) => rewriter.rewriteLine(line),
      edits,
      problem: () => missedItems(rewriter),
      backup: {
        reason: 'prune',
        beforeTokens,
        afterTokens,
        itemIds: plan.items.map(({ id }) => id),
        ...pruneNotes(session.source, plan),
        reported: loweredReplies(session.source),
        putBackId: null,
        newLines: session.source.transcript.lines,
      },
      isLockHeld,
    },
    tools,
  );
  if (rewritten.kind === 'refused') return rewritten;
  tools.lastRead?.release();
  return {
    ...result,
    backup: rewritten.backup,
    takesEffect: rewritten.owner === 'idle' ? 'afterResume' : 'atNextStart',
    warning: rewritten.lostSight?.code ?? null,
  };
}

async function pruneIntoCopy(
  { path, request, session, rescuedLines, isReplanned }: PruneStep,
  tools: RewriteTools,
): Promise<Pruned | Refused> {
  const { fileSystem } = tools;
  const plan = await planOf(session, request, tools);
  const edits = lineEdits(session.source, plan);
  const rewriter = new LineRewriter(edits);
  const newSessionId = randomUUID();
  const copied = await copySession({
    path,
    planned: session.state,
    newSessionId,
    rewriteLine: (line) => rewriter.rewriteLine(line),
    lastLine: titleLine(session.source.transcript.title, newSessionId),
    beforeAppearing: async (temporaryPath) => {
      const newBytes = (await fileSystem.stateOf(temporaryPath))?.sizeBytes ?? 0;
      const missed = missedItems(rewriter);
      if (missed !== null) return missed;
      const written = { temporaryPath, carriedToBytes: session.state.sizeBytes, newBytes };
      const unsound = await checkWritten(path, written, edits, fileSystem);
      return unsound === null ? null : refused('integrity', unsound);
    },
    fileSystem,
  });
  switch (copied.kind) {
    case 'refused':
      return refused(copied.reason === 'notAFile' ? 'unreadable' : copied.reason);
    case 'refusedBefore':
      return copied.refusal;
    case 'copied':
      return {
        kind: 'pruned',
        plan,
        sessionId: newSessionId,
        path: copied.path,
        backup: null,
        problems: transcriptProblems(session.source.transcript),
        takesEffect: 'atNextStart',
        rescuedLines,
        isReplanned,
        warning: null,
      };
  }
}

/** So that two sessions of one name can be told apart in every list. */
function titleLine(title: string | null, sessionId: string): Buffer {
  const own = (title ?? '').slice(0, TITLE_LENGTH);
  const customTitle = own.endsWith(COPY_MARK) ? own : `${own} ${COPY_MARK}`.trim();
  return Buffer.from(JSON.stringify({ type: 'custom-title', customTitle, sessionId }));
}

export async function readKnownFormat(
  path: string,
  tools: RewriteTools,
  choice?: PruneChoice,
): Promise<ReadSession | Refused> {
  const session = await readPruneSource(
    path,
    tools,
    choice?.kind === 'items' ? choice.ids : undefined,
  );
  if ('kind' in session) return session;
  const problem = formatProblem(session.source.transcript);
  return problem === null ? session : refused(problem.reason, problem.version);
}

/** Items that are not where they were read a moment ago: the file is another one. */
function missedItems({ missed }: LineRewriter): Refused | null {
  return missed.length === 0 ? null : refused('changed');
}

/** It is said to be typed behind a command: whatever a file records, it is one plain word. */
export function sessionIdOf(path: string, { recordedId }: Pick<ReadSession, 'recordedId'>): string {
  const key = sessionKey(path, recordedId);
  const word = asSessionId(recordedId) ?? sessionIdOfFile(path);
  return key === basename(path, '.jsonl') ? key : (word ?? key);
}
