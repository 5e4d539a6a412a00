import { homedir } from 'node:os';
import type { TokenCount } from '../domain/accounting/tokenCount';
import { readClaudeControls } from '../io/claudeSettings/readClaudeControls';
import { undoSettings } from '../io/claudeSettings/writeSettings';
import { planSettings, writePlannedSettings } from '../operations/configuring/changeSettings';
import { makeMemoryFiles, unmakeMemoryFiles } from '../operations/configuring/makeMemoryFiles';
import { branchSession, readCutPoints } from '../operations/leaving/branchSession';
import type { Log } from '../log';
import type { HeldFiles } from '../io/keeping/heldFiles';
import { localFileSystem } from '../io/sessionFile/sessionFileSystem';
import type { LeftOutSession } from '../operations/following/leftOutSession';
import { surveyBloat } from '../operations/diagnosing/surveyBloat';
import { keepFromTurn } from '../operations/leaving/keepFromTurn';
import { handoffSize, makeHandoff, writeHandoffFile } from '../operations/leaving/writeHandoff';
import { readCompactionLoss } from '../operations/reading/readCompactionLoss';
import { openFixedBlock } from '../operations/reading/openFixedBlock';
import { loadAgain } from '../operations/loading/loadAgain';
import type { FixedBlocks } from '../operations/reading/readFixedBlock';
import { searchSession, type FoundInSession } from '../operations/searching/searchSession';
import { sessionsToSearch } from '../operations/searching/sessionsToSearch';
import { takeOverEarlier } from '../operations/rewriting/takeOverEarlier';
import type { LastReadSession } from '../operations/rewriting/lastReadSession';
import { runCompanionTask } from './companionTasks';
import { runPruneTask, toolsFor } from './pruneTasks';
import type { TaskName, TaskProgress, TaskRequest, Tasks } from './tasks';

export interface TaskContext {
  readonly log: Log;
  readonly loadTokenCount: () => Promise<TokenCount>;
  /** For as long as the worker lives, as is what follows. */
  readonly held: HeldFiles;
  readonly lastRead: LastReadSession;
  readonly blocks: FixedBlocks;
  readonly signal: AbortSignal;
  /** Not to be read unless it is asked for by its path. */
  readonly leftOut: readonly LeftOutSession[];
  readonly onProgress: (progress: TaskProgress) => void;
}

/** @throws only what is a mistake of ours; what is on the disk is told in the answer. */
export async function runTask(
  request: TaskRequest,
  context: TaskContext,
): Promise<Tasks[TaskName]['answer']> {
  switch (request.name) {
    case 'adoptEarlierFolder':
      return takeOverEarlier({ ...request.ask, fileSystem: localFileSystem }, context.log);
    case 'claudeControls':
      return readClaudeControls({ ...request.ask, env: process.env });
    case 'planSettings':
      return planSettings(request.ask.file, request.ask.configDirectory, request.ask.edit);
    case 'writeSettings':
      return writePlannedSettings(request.ask, Date.now());
    case 'undoSettings':
      return undoSettings(request.ask, Date.now());
    case 'makeMemoryFiles':
      return makeMemoryFiles(request.ask.project, request.ask.names);
    case 'unmakeMemoryFiles':
      return unmakeMemoryFiles(request.ask.project, request.ask.made);
    case 'writeHandoff':
      return writeHandoff(request.ask, context);
    case 'cutPoints':
      return readCutPoints(request.ask.path, context.signal);
    case 'branch':
      return branch(request.ask, context);
    case 'readCompactionLoss':
      return readCompactionLoss(request.ask.path, {
        countTokens: await context.loadTokenCount().catch(() => null),
        signal: context.signal,
      });
    case 'sessionsToSearch':
      return sessionsToSearch(request.ask.configDirectory, context.leftOut, context.log);
    case 'searchSessions':
      return searchSessions(request.ask, context.signal);
    case 'bloat':
      return bloat(request.ask, context);
    case 'readFixedBlock':
    case 'askFixedBlock':
      return openFixedBlock(request.ask, {
        ...context,
        env: process.env,
        mayAsk: request.name === 'askFixedBlock',
      });
    case 'loadAgain':
      return loadAgain(request.ask.place.configDirectory, request.ask.sessionId, {
        wirePath: request.ask.wirePath,
        tools: toolsFor(request.ask.place, context),
        signal: context.signal,
        onWaiting: () => context.onProgress({ done: 0, total: 1 }),
      });
    case 'readCompanion':
    case 'installCompanion':
    case 'updateCompanion':
    case 'removeCompanion':
      return runCompanionTask(request, context);
    default:
      return runPruneTask(request, context);
  }
}

async function searchSessions(
  { paths, words }: Tasks['searchSessions']['ask'],
  signal: AbortSignal,
): Promise<Tasks['searchSessions']['answer']> {
  const found: FoundInSession[] = [];
  for (const path of paths) {
    const inSession = await searchSession(path, words, signal);
    if (inSession !== null) found.push(inSession);
  }
  return found;
}

async function bloat(
  ask: Tasks['bloat']['ask'],
  { leftOut, signal, onProgress, blocks, loadTokenCount }: TaskContext,
): Promise<Tasks['bloat']['answer']> {
  const found = await surveyBloat({ ...ask, leftOut, signal, onProgress });
  if (found === null) return null;
  const [folder = null] = ask.folders;
  const last = folder === null ? null : blocks.lastTold(folder);
  if (last !== null) return { ...found, told: last };
  // Of no session: newer models count it.
  const { told } = await blocks.read(
    { cwd: folder, model: null, generation: 'new' },
    {
      ...{ configDirectory: ask.configDirectory, homeDirectory: homedir(), loadTokenCount },
      ...{ platform: process.platform, env: process.env, mayAsk: false },
      claude: { setting: '', extensionDirectory: null },
    },
  );
  return { ...found, told };
}

async function branch(
  { path, cutId, handoffTokens }: Tasks['branch']['ask'],
  { loadTokenCount, signal }: TaskContext,
): Promise<Tasks['branch']['answer']> {
  if (handoffTokens === null) return branchSession(path, cutId, localFileSystem, signal);
  const countTokens = handoffSize(await loadTokenCount().catch(() => null));
  return keepFromTurn(path, cutId, localFileSystem, {
    budgetTokens: handoffTokens,
    countTokens,
    signal,
  });
}

async function writeHandoff(
  { path, budgetTokens, restated, ...place }: Tasks['writeHandoff']['ask'],
  { loadTokenCount, signal }: TaskContext,
): Promise<Tasks['writeHandoff']['answer']> {
  const countTokens = await loadTokenCount().catch(() => null);
  const made = await makeHandoff(path, { budgetTokens, countTokens, restated, signal });
  if ('problem' in made) return { problem: made.problem, code: '' };
  const written = await writeHandoffFile(place, made);
  const { sessionId, title, cwd } = made;
  return 'problem' in written ? written : { ...written, sessionId, title, cwd };
}
