import { isAbsolute } from 'node:path';
import { stat } from 'node:fs/promises';
import {
  fixedPart,
  inSession,
  type FixedBlock,
  type FixedPart,
  type McpServer,
} from '../../domain/fixedBlock/fixedBlock';
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
import type { OverheadSession } from './readSnapshot';

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

export interface FixedBlockReading {
  readonly block: FixedBlock;
  /** Why Claude Code was asked in vain; `null` where it answered, or was not to be asked. */
  readonly problem: AskProblem | null;
}

interface ToldParts {
  readonly parts: readonly FixedPart[];
  readonly servers: readonly McpServer[];
  readonly atMs: number;
}

const TIME_LIMIT_MS = 15_000;
/** Answers that are kept, of as many folders. */
const MOST_KEPT = 20;

/** Opens the fixed blocks of sessions; what Claude Code answered is kept as long as it holds. */
export class FixedBlocks {
  private readonly kept = new Map<string, ToldParts>();

  /**
   * What a session carries with each request, by name: as Claude Code tells it where it may be
   * asked, else as far as files do. Never throws.
   */
  async read(session: OverheadSession, options: FixedBlockOptions): Promise<FixedBlockReading> {
    const { cwd } = session.inspection.snapshot;
    const folders = { ...options, projectFolder: cwd };
    const memory = await readMemoryTexts(folders);
    const asked = options.mayAsk ? await this.ask(session, folders, memory) : null;
    if (asked !== null && 'parts' in asked)
      return { block: blockOf(session, 'claude', asked), problem: null };
    const count = await options.loadTokenCount();
    const parts = memory.map((text) => countedPart(text, count, session.generation));
    return {
      block: blockOf(session, 'files', { parts, servers: [], atMs: Date.now() }),
      problem: asked,
    };
  }

  private async ask(
    { inspection: { snapshot } }: OverheadSession,
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
    const model = snapshot.requestedModel ?? snapshot.model;
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
    const told = { parts, servers: asked.servers, atMs: Date.now() };
    // Of one that was still on its way the next answer may tell more.
    if (!told.servers.some(({ status }) => status === 'pending')) this.keep(key, told);
    return told;
  }

  private keep(key: string, told: ToldParts): void {
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MOST_KEPT) this.kept.delete(oldest);
    this.kept.set(key, told);
  }
}

function blockOf(
  session: OverheadSession,
  toldBy: FixedBlock['toldBy'],
  { parts, servers, atMs }: ToldParts,
): FixedBlock {
  const { items, breakdown } = session.inspection;
  const attached = items.filter(({ kind }) => kind === 'attachment');
  const overheadTokens = breakdown.totalTokens === null ? null : breakdown.overheadTokens;
  const nested = attached.flatMap(({ attachmentType, path, tokens }) =>
    attachmentType !== 'nested_memory' || path === null
      ? []
      : [
          fixedPart('memory', path, tokens, {
            ...{ place: 'items', source: 'nested', form: 'memory', path },
          }),
        ],
  );
  const attachments = new Map<string, number>();
  for (const { attachmentType, tokens } of attached)
    attachments.set(attachmentType ?? '', (attachments.get(attachmentType ?? '') ?? 0) + tokens);
  return {
    ...{ toldBy, atMs, servers, overheadTokens },
    parts: inSession([...parts, ...nested], { overheadTokens, attachments }),
  };
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
