import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { claudeEnvironment } from '../io/claudeProgram/claudeEnvironment';
import {
  findClaudeProgram,
  type ClaudeProgram,
  type ProgramProblem,
} from '../io/claudeProgram/findClaudeProgram';
import { configDirectory } from '../io/sessions/configDirectory';
import { holderOf, type SessionHolder } from '../io/sessions/sessionHolder';
import { logFailure } from '../log';
import { currentSettings } from './followWindow';
import { actInWindow, isWindowTrusted } from './windowActs';

/** Somebody who installs it now need not reload the window. */
const MISSED_MS = 5_000;
export const OFFICIAL_EXTENSION = 'anthropic.claude-code';

/** The config directory that this window looks at. */
export function currentConfigDirectory(): string {
  return configDirectory({
    setting: currentSettings().configDir,
    env: process.env,
    homeDirectory: homedir(),
    platform: process.platform,
  });
}

/** The `claude` of this window: where it is, and terminals that run it. */
export class ClaudeProcess {
  private last: {
    readonly setting: string;
    goodUntilMs: number;
    readonly program: Promise<ClaudeProgram | { readonly problem: ProgramProblem }>;
  } | null = null;
  private readonly log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.log = log;
  }

  /**
   * Found once and asked for its version once; looked for again when the setting changed, and every
   * few seconds while there is none.
   */
  program(): Promise<ClaudeProgram | { readonly problem: ProgramProblem }> {
    if (!isWindowTrusted()) return Promise.resolve({ problem: { kind: 'restricted' as const } });
    const setting = currentSettings().claudePath;
    const { last } = this;
    if (last?.setting === setting && Date.now() < last.goodUntilMs) return last.program;
    const looked = { setting, goodUntilMs: Infinity, program: this.find(setting) };
    this.last = looked;
    looked.program
      .then((found) => {
        if ('problem' in found) looked.goodUntilMs = Date.now() + MISSED_MS;
      })
      .catch((error: unknown) => {
        looked.goodUntilMs = 0;
        logFailure(this.log, 'Looking for claude')(error);
      });
    return looked.program;
  }

  private async find(
    setting: string,
  ): Promise<ClaudeProgram | { readonly problem: ProgramProblem }> {
    const places = {
      setting,
      env: process.env,
      homeDirectory: homedir(),
      platform: process.platform,
      extensionDirectory: vscode.extensions.getExtension(OFFICIAL_EXTENSION)?.extensionPath ?? null,
    };
    const program = await findClaudeProgram(places, this.environment());
    this.log.info(
      'problem' in program
        ? `No claude to start: ${program.problem.kind}.`
        : `claude ${program.version} at ${program.path} (${program.source}).`,
    );
    return program;
  }

  environment(): Record<string, string> {
    return claudeEnvironment(process.env, {
      configDirectory: currentConfigDirectory(),
      homeDirectory: homedir(),
    });
  }

  /**
   * Runs it in a terminal of its own, without a shell in between: nothing has to be quoted.
   * @param program `null` for the one of this window.
   */
  openTerminal(
    program: ClaudeProgram | null,
    args: readonly string[],
    cwd: string | null,
  ): Promise<'opened' | 'noProgram' | 'restricted'> {
    const options = async (): Promise<vscode.TerminalOptions | null> => {
      const found = program ?? (await this.program());
      return 'problem' in found ? null : this.terminalOptions(found, args, cwd);
    };
    return actInWindow('openTerminal', { options });
  }

  private terminalOptions(
    { path }: ClaudeProgram,
    args: readonly string[],
    cwd: string | null,
  ): vscode.TerminalOptions {
    const { CLAUDE_CONFIG_DIR: directory } = this.environment();
    const env = {
      CLAUDECODE: null,
      CLAUDE_CODE_ENTRYPOINT: null,
      ...(directory === undefined ? {} : { CLAUDE_CONFIG_DIR: directory }),
    };
    return {
      name: 'claude',
      shellPath: path,
      shellArgs: [...args],
      env,
      isTransient: true,
      ...(cwd === null ? {} : { cwd }),
    };
  }

  /** In the panel of the official extension: a session, or a new one with a prompt. */
  async openPanel(key: 'session' | 'prompt', value: string): Promise<void> {
    const address = `${vscode.env.uriScheme}://${OFFICIAL_EXTENSION}/open`;
    const uri = vscode.Uri.parse(`${address}?${key}=${encodeURIComponent(value)}`);
    await actInWindow('openInExtension', { uri });
  }

  /** Who has a session open, and in which terminal of this window, if in any. */
  async holderOf(
    sessionId: string,
  ): Promise<(SessionHolder & { readonly terminal: vscode.Terminal | null }) | null> {
    const holder = await holderOf(currentConfigDirectory(), sessionId);
    if (holder === null) return null;
    const pids = new Set([holder.open.pid, ...holder.ancestors]);
    for (const terminal of vscode.window.terminals) {
      const pid = await terminal.processId;
      if (pid !== undefined && pids.has(pid)) return { ...holder, terminal };
    }
    return { ...holder, terminal: null };
  }
}
