import { mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';

import { projectSlug } from '../../../src/io/sessions/projectDirectory';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';
import type { TestDirectories } from '../testDirectories';

export interface WrittenSessionOptions {
  /** The sessions of one window differ by it. */
  readonly seed: number;
  /** Where Claude Code was started; the workspace folder by default. */
  readonly cwd?: string;
  readonly title?: string;
  /** By default one with a window of 200K, of which Claude Code compacts at 167K by itself. */
  readonly model?: string;
  /** So long ago it is written, by its own clock; now by default. */
  readonly agoMs?: number;
}

const OUTPUT_TOKENS = 100;

/** A session that a test writes where Claude Code would, its lines stamped with the present. */
export class WrittenSession {
  readonly file: string;
  readonly sessionId: string;
  private readonly writer: TranscriptWriter;
  private readonly agoMs: number;

  /** Writes nothing but the title yet: a session without a reply. */
  constructor(
    directories: Pick<TestDirectories, 'claudeConfigDirectory' | 'workspaceFolder'>,
    options: WrittenSessionOptions,
  ) {
    const {
      seed,
      cwd = directories.workspaceFolder,
      title = 'Add CSV import to the ledger',
      model = 'claude-sonnet-4-6',
    } = options;
    this.agoMs = options.agoMs ?? 0;
    this.writer = new TranscriptWriter({ seed, cwd, model, lineMs: 1 });
    this.sessionId = this.writer.sessionId;
    const directory = path.join(directories.claudeConfigDirectory, 'projects', projectSlug(cwd));
    mkdirSync(directory, { recursive: true });
    // where this version registers what it has open
    mkdirSync(path.join(directories.claudeConfigDirectory, 'sessions'), { recursive: true });
    this.file = path.join(directory, `${this.sessionId}.jsonl`);
    this.write((writer) => writer.title('custom', title));
  }

  get sizeBytes(): number {
    return statSync(this.file).size;
  }

  /** Composes lines and appends them at once, as Claude Code does. */
  write(compose: (writer: TranscriptWriter) => void): this {
    this.writer.nowMs = Math.max(this.writer.nowMs, Date.now() - this.agoMs);
    compose(this.writer);
    this.writer.appendTo(this.file);
    return this;
  }

  /** A prompt and its answer, after which the context holds exactly so many tokens. */
  reply(contextTokens: number): this {
    return this.write((writer) => {
      writer.prompt('Go on.');
      writer.response({
        blocks: [{ type: 'text', text: 'Done.' }],
        usage: { contextTokens: contextTokens - OUTPUT_TOKENS, outputTokens: OUTPUT_TOKENS },
      });
      writer.lastPrompt();
    });
  }

  /** A prompt that is refused for want of usage credits. */
  refuse(): this {
    return this.write((writer) => {
      writer.prompt('Go on.');
      writer.apiError('creditsSubscriber');
    });
  }

  /** The conversation is replaced by a summary; the next reply tells what that came to. */
  compact(preTokens: number): this {
    const summary = 'The importer is written. The tests of the second bank are missing.';
    return this.write((writer) => writer.compaction({ summary, preTokens, postTokens: 400 }));
  }

  remove(): void {
    rmSync(this.file);
  }

  /** Sessions written since then count as newer, whatever stands in this one. */
  countAsWrittenAgo(ms = 3_600_000): this {
    const at = new Date(Date.now() - ms);
    utimesSync(this.file, at, at);
    return this;
  }
}
