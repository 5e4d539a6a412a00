import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { settingsVersionsDirectory } from '../../src/io/claudeSettings/settingsVersions';
import { planJsonChange, writeSettings } from '../../src/io/claudeSettings/writeSettings';
import { backupPaths, listBackups, isIntact } from '../../src/io/keeping/backups';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../src/io/sessionFile/sessionFileSystem';
import { silentLog } from '../../src/log';
import { compactSession } from '../../src/operations/compacting/compactSession';
import { makeHandoff, writeHandoffFile } from '../../src/operations/leaving/writeHandoff';
import { pruneSession } from '../../src/operations/rewriting/pruneSession';
import { restoreSession } from '../../src/operations/rewriting/restoreSession';
import { rewriteTools, type RewriteTools } from '../../src/operations/rewriting/rewriteSession';
import { SESSION, sessionOfReads } from '../fixtures/sessionOfReads';
import { writeStandIn } from '../fixtures/standInProgram';
import { TranscriptWriter } from '../fixtures/transcriptWriter';

/** What is done to a session, or beside it, and may be interrupted. */
export type Operation = 'prune' | 'undo' | 'restore' | 'compact' | 'handoff' | 'settings';

export const OPERATIONS: readonly Operation[] = [
  'prune',
  'undo',
  'restore',
  'compact',
  'handoff',
  'settings',
];

const RESULTS = 8;
const PERSONS_TEXT = '# Notes\n\nWhat a person wrote.\n';
const SETTINGS = '{\n  // kept\n  "model": "opus"\n}\n';

/** A config directory with one session, and a workspace, below a folder of their own. */
export class Stage {
  readonly configDirectory: string;
  readonly path: string;
  readonly handoffFile: string;
  readonly settingsFile: string;
  readonly folder: string;
  private readonly workspace: string;
  private readonly fileSystem: SessionFileSystem;

  constructor(folder: string, fileSystem: SessionFileSystem = localFileSystem) {
    this.folder = folder;
    this.fileSystem = fileSystem;
    this.configDirectory = join(folder, '.claude');
    this.path = join(this.configDirectory, 'projects', 'p', `${SESSION}.jsonl`);
    this.workspace = join(folder, 'work');
    this.handoffFile = join(this.workspace, '.ai', 'HANDOFF.md');
    this.settingsFile = join(this.configDirectory, 'settings.json');
  }

  /** Everything anew, up to the moment before the operation. */
  async prepare(operation: Operation): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    for (const path of [this.path, this.handoffFile])
      mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(this.path, sessionOfReads(RESULTS).writer.toString());
    writeFileSync(this.handoffFile, PERSONS_TEXT);
    writeFileSync(this.settingsFile, SETTINGS);
    this.writeClaude();
    if (operation !== 'undo' && operation !== 'restore') return;
    assert.equal(await this.run('prune'), 'done');
    if (operation === 'restore') appendFileSync(this.path, '{"type":"mode","mode":"later"}\n');
  }

  /** The file that the operation replaces. */
  targetOf(operation: Operation): string {
    if (operation === 'handoff') return this.handoffFile;
    return operation === 'settings' ? this.settingsFile : this.path;
  }

  /** @returns `done`, else why not. */
  async run(operation: Operation): Promise<string> {
    switch (operation) {
      case 'prune':
        return this.prune([0, 1, 2, 3]);
      case 'undo':
        return this.restore(null);
      case 'restore': {
        const [newest] = await listBackups(this.tools(localFileSystem), SESSION);
        return this.restore(newest?.id ?? 'none');
      }
      case 'compact':
        return this.compact();
      case 'handoff':
        return this.handoff();
      case 'settings':
        return this.change(300_000);
    }
  }

  /** Another one of its kind, whatever became of the one before: it has to come about. */
  async runNext(operation: Operation): Promise<string> {
    switch (operation) {
      case 'prune':
      case 'undo':
      case 'restore':
        return this.prune([RESULTS - 1]);
      case 'compact':
      case 'handoff':
        return this.run(operation);
      case 'settings':
        return this.change(400_000);
    }
  }

  /** Whether these bytes can be had back. */
  async hasKept(operation: Operation, bytes: Buffer): Promise<boolean> {
    if (operation === 'handoff') return true;
    if (operation === 'settings') {
      const folder = settingsVersionsDirectory(this.configDirectory, this.settingsFile);
      const versions = existsSync(folder) ? readdirSync(folder) : [];
      return versions.some((name) => readFileSync(join(folder, name)).equals(bytes));
    }
    const tools = this.tools();
    for (const backup of await listBackups(tools, SESSION)) {
      const { content } = backupPaths(tools, SESSION, backup.id);
      const kept = readFileSync(content).subarray(0, backup.sizeBytes);
      if (kept.equals(bytes) && (await isIntact(tools, backup))) return true;
    }
    return false;
  }

  /** A `claude` that was started goes on for a moment when who started it is gone. */
  async settle(): Promise<void> {
    const [started, ended] = ['started', 'ended'].map((name) => join(this.folder, name));
    for (let waits = 0; waits < 200 && existsSync(started!) && !existsSync(ended!); waits++)
      await delay(20);
  }

  private tools(fileSystem = this.fileSystem): RewriteTools {
    return rewriteTools({
      configDirectory: this.configDirectory,
      log: silentLog,
      loadTokenCount: null,
      assumeClosed: true,
      fileSystem,
    });
  }

  private async prune(indexes: readonly number[]): Promise<string> {
    const { ids } = sessionOfReads(RESULTS);
    const choice = { kind: 'items', ids: indexes.map((index) => ids[index]!) } as const;
    const outcome = await pruneSession({ path: this.path, choice }, this.tools());
    if (outcome.kind === 'refused') return outcome.reason;
    return outcome.backup === null ? 'nothing' : 'done';
  }

  private async restore(backupId: string | null): Promise<string> {
    const outcome = await restoreSession({ path: this.path, backupId }, this.tools());
    return outcome.kind === 'refused' ? outcome.reason : 'done';
  }

  private async handoff(): Promise<string> {
    const made = await makeHandoff(this.path, { budgetTokens: 2000, countTokens: null });
    if ('problem' in made) return made.problem;
    const place = { file: this.handoffFile, folder: this.workspace };
    const written = await writeHandoffFile(place, made);
    return 'problem' in written ? written.problem : 'done';
  }

  private async change(tokens: number): Promise<string> {
    const { settingsFile, configDirectory } = this;
    const key = ['autoCompactWindow'];
    const planned = await planJsonChange(settingsFile, configDirectory, key, tokens);
    if ('problem' in planned) return planned.problem;
    const written = await writeSettings(planned.change, Date.now());
    return 'problem' in written ? written.problem : 'done';
  }

  private async compact(): Promise<string> {
    const request = {
      programPath: join(this.folder, 'claude'),
      sessionId: SESSION,
      sessionFile: this.path,
      cwd: this.workspace,
      model: 'claude-haiku-4-5-20251001',
      focus: '',
      tokens: null,
      homeDirectory: this.folder,
      trustedFolders: [this.workspace],
      timeLimitMs: 10_000,
    };
    const { signal } = new AbortController();
    const outcome = await compactSession(request, this.tools(), { env: { PATH: '' }, signal });
    if (outcome.kind === 'compacted') return 'done';
    return 'reason' in outcome ? outcome.reason : outcome.kind;
  }

  /** Stands in for `claude -p /compact`: tells that it began, compacts, and tells the result. */
  private writeClaude(): void {
    const writer = new TranscriptWriter({ sessionId: SESSION });
    writer.compaction({ summary: 'What was done.', preTokens: 30_000, postTokens: 4000 });
    const script = `
const fs = require('fs');
// who started it is gone already, and the next stage may be set by now
if (process.ppid === 1) process.exit(0);
const say = (line) => { try { fs.writeSync(1, JSON.stringify(line) + '\\n'); } catch {} };
fs.rmSync(${JSON.stringify(join(this.folder, 'ended'))}, { force: true });
fs.writeFileSync(${JSON.stringify(join(this.folder, 'started'))}, '');
say({ type: 'system', subtype: 'status', status: 'compacting' });
setTimeout(() => {
  fs.appendFileSync(${JSON.stringify(this.path)}, ${JSON.stringify(writer.toString())});
  say({ type: 'result', subtype: 'success', is_error: false, result: '' });
  fs.writeFileSync(${JSON.stringify(join(this.folder, 'ended'))}, '');
}, 30);`;
    writeStandIn(join(this.folder, 'claude'), script);
  }
}
