import { isAbsolute } from 'node:path';
import { stat } from 'node:fs/promises';
import { fixedPart, type FixedPart, type ToldParts } from '../../domain/fixedBlock/fixedBlock';
import { parseContextUsage } from '../../domain/fixedBlock/parseContextUsage';
import { TEXT_SCALE } from '../../domain/accounting/textScale';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import type { TokenizerGeneration } from '../../domain/models/modelFamily';
import type { ProgramPlaces } from '../../io/claudeProgram/claudeCandidates';
import { claudeEnvironment } from '../../io/claudeProgram/claudeEnvironment';
import { findClaudeProgram } from '../../io/claudeProgram/findClaudeProgram';
import { askContextUsage, type AskProblem } from './askContextUsage';
import { fixedBlockKey } from './fixedBlockKey';
import { readMemoryTexts, type MemoryFolders, type MemoryText } from './readMemoryTexts';

export interface FixedBlockOptions extends Omit<MemoryFolders, 'projectFolder'> {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Whether Claude Code may be started in the folder of the session: it starts the MCP servers of
   * that folder, whatever they do. A session may name any folder, so the caller judges that.
   */
  readonly mayAsk: boolean;
  /** Where `claude` is, as far as a person chose or an extension brings it. */
  readonly claude: Pick<ProgramPlaces, 'setting' | 'extensionDirectory'>;
  readonly loadTokenCount: () => Promise<TokenCount>;
  readonly timeLimitMs?: number;
  readonly signal?: AbortSignal;
}

/** The session whose requests carry the block. */
export interface BlockSession {
  /** Where it runs; `null` when that is not known. */
  readonly cwd: string | null;
  readonly model: string | null;
  readonly generation: TokenizerGeneration;
}

export interface FixedBlockReading {
  readonly told: ToldParts;
  /** Why Claude Code was asked in vain; `null` where it answered, or was not to be asked. */
  readonly problem: AskProblem | null;
}

const TIME_LIMIT_MS = 15_000;
/** Answers that are kept, of as many folders. */
const MOST_KEPT = 20;

/** Reads what folders bring into requests; what Claude Code answered is kept as long as it holds. */
export class FixedBlocks {
  private readonly kept = new Map<string, ToldParts>();
  private readonly newest = new Map<string, ToldParts>();

  /**
   * What a session carries with each request, by name: as Claude Code tells it where it may be
   * asked, else as far as files do. Never throws.
   */
  async read(session: BlockSession, options: FixedBlockOptions): Promise<FixedBlockReading> {
    const folders = { ...options, projectFolder: session.cwd };
    const memory = await readMemoryTexts(folders);
    const asked = options.mayAsk ? await this.ask(session.model, folders, memory) : null;
    if (asked !== null && 'parts' in asked) return { told: asked, problem: null };
    const count = await options.loadTokenCount();
    const parts = memory.map((text) => countedPart(text, count, session.generation));
    return { told: { toldBy: 'files', atMs: Date.now(), parts, servers: [] }, problem: asked };
  }

  /** What Claude Code answered last for a folder, whether that still holds or not. */
  lastTold(folder: string): ToldParts | null {
    return this.newest.get(folder) ?? null;
  }

  private async ask(
    model: string | null,
    options: FixedBlockOptions & MemoryFolders,
    memory: readonly MemoryText[],
  ): Promise<ToldParts | AskProblem> {
    const { projectFolder: cwd, configDirectory, homeDirectory, platform, signal } = options;
    if (cwd === null || !(await isFolder(cwd))) return { kind: 'noFolder' };
    const env = claudeEnvironment(
      { ...options.env, DISABLE_AUTOUPDATER: '1' },
      { configDirectory, homeDirectory },
    );
    const places = { ...options.claude, env: options.env, homeDirectory, platform };
    const program = await findClaudeProgram(places, env);
    if ('problem' in program) return { kind: 'noProgram', problem: program.problem };
    const key = await fixedBlockKey(program, model, { ...options, memory });
    const kept = this.kept.get(key);
    if (kept !== undefined) return kept;
    const asked = await askContextUsage({
      ...{ program, cwd, model, env, timeLimitMs: options.timeLimitMs ?? TIME_LIMIT_MS },
      ...(signal === undefined ? {} : { signal }),
    });
    if (!('answer' in asked)) return asked;
    const parts = parseContextUsage(asked.answer, options);
    if (parts === null) return { kind: 'failed', version: program.version, printed: '' };
    const { servers } = asked;
    const told: ToldParts = { toldBy: 'claude', atMs: Date.now(), parts, servers };
    keepOne(this.newest, cwd, told);
    // Of one that was still on its way the next answer may tell more.
    if (!servers.some(({ status }) => status === 'pending')) keepOne(this.kept, key, told);
    return told;
  }
}

function keepOne(kept: Map<string, ToldParts>, key: string, told: ToldParts): void {
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size >= MOST_KEPT) kept.delete(oldest);
  kept.set(key, told);
}

function countedPart(
  { path, source, form, text }: MemoryText,
  count: TokenCount,
  generation: TokenizerGeneration,
): FixedPart {
  const tokens = Math.round(count(text, TEXT_SCALE[generation]));
  return fixedPart('memory', path, tokens, { source, form, path });
}

async function isFolder(path: string): Promise<boolean> {
  return isAbsolute(path) && (await stat(path).catch(() => null))?.isDirectory() === true;
}
