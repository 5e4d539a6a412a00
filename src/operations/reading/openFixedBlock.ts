import { homedir } from 'node:os';
import { tokenizerOf } from '../../domain/accounting/tokenizerOf';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import type { ToldParts } from '../../domain/fixedBlock/fixedBlock';
import { usesOf, type Uses } from '../../domain/fixedBlock/usesOf';
import type { ProgramPlaces } from '../../io/claudeProgram/claudeCandidates';
import { projectServers } from '../../io/claudeSettings/projectServers';
import { isBelowAny } from '../../io/sessions/folderScope';
import { isRemotePath } from '../../io/sessions/remotePath';
import type { AskProblem } from './askContextUsage';
import type { FixedBlocks } from './readFixedBlock';
import { readLiveParts } from './readLiveParts';
import { NO_PAST, readPastUses, type PastUses } from './readPastUses';
import { readSession } from './readSession';

/** Plain: it crosses threads. */
export interface FixedBlockRequest {
  readonly path: string;
  readonly cwd: string | null;
  readonly model: string | null;
  readonly configDirectory: string;
  /** Claude Code is started in these or below them alone: a transcript may name any folder. */
  readonly folders: readonly string[];
  /** Where `claude` is, as far as a person chose or an extension brings it. */
  readonly claude: Pick<ProgramPlaces, 'setting' | 'extensionDirectory'>;
}

/** What the folder of a session brings into each request, and how it was used. */
export interface OpenedParts {
  readonly told: ToldParts;
  readonly uses: Uses;
  readonly past: PastUses;
  /** The session runs in a folder of the window or below one, by real paths. */
  readonly isInWindow: boolean;
  /** MCP servers that such a folder itself configures, by name. */
  readonly ofProject: readonly string[];
  /** Why Claude Code was asked in vain, or not; `null` where it answered, or was not to be. */
  readonly problem: AskProblem | { readonly kind: 'otherFolder' } | null;
}

export interface OpenFixedBlockOptions {
  readonly blocks: FixedBlocks;
  /** Whether Claude Code may be started, which starts the MCP servers of the folder. */
  readonly mayAsk: boolean;
  readonly loadTokenCount: () => Promise<TokenCount>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** @returns `null` where the session cannot be read. Never throws. */
export async function openFixedBlock(
  { path, cwd, model, configDirectory, folders, claude }: FixedBlockRequest,
  { blocks, mayAsk, loadTokenCount, env, signal }: OpenFixedBlockOptions,
): Promise<OpenedParts | null> {
  const read = await readSession(path, { signal });
  if ('problem' in read) return null;
  const isOwn = cwd !== null && !isRemotePath(cwd, process.platform) && (await isIn(folders, cwd));
  const generation = tokenizerOf(read.transcript, model);
  const place = { configDirectory, homeDirectory: homedir(), platform: process.platform };
  const { sessionId } = read.transcript;
  const live =
    sessionId === null
      ? null
      : await readLiveParts(configDirectory, sessionId, { ...place, projectFolder: cwd });
  // Who is told need not ask.
  const { told, problem } =
    live === null
      ? await blocks.read(
          { cwd, model, generation },
          { ...place, env, claude, loadTokenCount, signal, mayAsk: mayAsk && isOwn },
        )
      : { told: live, problem: null };
  const refused = live === null && mayAsk && !isOwn ? ({ kind: 'otherFolder' } as const) : null;
  return {
    ...{ told, uses: usesOf(read.transcript), isInWindow: isOwn },
    // What files tell of is never called.
    past: told.toldBy === 'claude' ? await readPastUses(path, signal) : NO_PAST,
    ofProject: isOwn ? await projectServers(cwd) : [],
    problem: refused ?? problem,
  };
}

async function isIn(folders: readonly string[], cwd: string): Promise<boolean> {
  return isBelowAny(folders, cwd).catch(() => false);
}
