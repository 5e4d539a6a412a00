import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import type { TestDirectories } from '../testDirectories';
import { WrittenSession } from './writtenSession';

/** Programs that a folder, or what reads it, might have started. */
const PROGRAMS = ['claude', 'git', 'open', 'xdg-open', 'cmd', 'powershell'];

/** A folder that somebody else made, and what must not be touched around it. */
export interface Bait {
  readonly session: WrittenSession;
  /** Items of the session that can be pruned. */
  readonly itemIds: readonly string[];
  /** Stands first on PATH: its programs note that they were started. */
  readonly programsDirectory: string;
  /** The names of those that were. */
  started(): readonly string[];
}

/**
 * Lays out a blocked session with a backup, pins in every settings file, a `.claude` that is a bare
 * repository with a command in its configuration, links that lead out of the folder, and names that
 * are markup.
 */
export function layBait(directories: TestDirectories): Bait {
  const { root, workspaceFolder, claudeConfigDirectory } = directories;
  const notes = path.join(root, 'started');
  const programsDirectory = path.join(root, 'programs');
  mkdirSync(programsDirectory);
  for (const name of PROGRAMS)
    writeProgram(
      path.join(programsDirectory, name),
      `echo "${name} $* (by $(tr '\\0' ' ' < /proc/$PPID/cmdline))" >> '${notes}'`,
    );

  const dotClaude = path.join(workspaceFolder, '.claude');
  mkdirSync(path.join(dotClaude, 'agents'), { recursive: true });
  for (const folder of ['objects', 'refs', 'hooks']) mkdirSync(path.join(dotClaude, folder));
  writeProgram(path.join(dotClaude, 'run'), `echo folder >> '${notes}'`);
  const run = path.join(dotClaude, 'run');
  writeFileSync(path.join(dotClaude, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(
    path.join(dotClaude, 'config'),
    [
      '[core]\n\trepositoryformatversion = 1\n\tbare = true',
      `\tfsmonitor = ${run}\n\tsshCommand = ${run}\n\thooksPath = hooks`,
      '[extensions]\n\tpartialClone = origin',
      `[remote "origin"]\n\turl = ${workspaceFolder}\n\tpromisor = true\n\tuploadpack = ${run}\n`,
    ].join('\n'),
  );
  writeProgram(path.join(dotClaude, 'hooks', 'post-index-change'), run);
  writeFileSync(path.join(dotClaude, 'settings.json'), pinned('claude-opus-4-6[1m]'));
  writeFileSync(
    path.join(dotClaude, 'agents', '[x](command:workbench.action.quit).md'),
    '---\nname: reviewer\nmodel: sonnet[1m]\n---\n',
  );
  const outside = path.join(root, 'outside');
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'bashrc'), '# mine\n');
  writeFileSync(path.join(outside, 'settings.json'), pinned('claude-sonnet-4-6[1m]'));
  symlinkSync(path.join(outside, 'settings.json'), path.join(dotClaude, 'settings.local.json'));
  symlinkSync(path.join(outside, 'bashrc'), path.join(workspaceFolder, 'HANDOFF.md'));
  symlinkSync(path.join(outside, 'bashrc'), path.join(workspaceFolder, 'CLAUDE.md'));
  mkdirSync(path.join(workspaceFolder, 'node_modules'));
  mkdirSync(path.join(workspaceFolder, '.vscode'));
  writeFileSync(
    path.join(workspaceFolder, '.vscode', 'settings.json'),
    JSON.stringify({
      'leeway.claudePath': run,
      'leeway.configDir': dotClaude,
      'leeway.autoCompact': 'whenIdle',
      'leeway.backups.keepDays': 0,
      'leeway.handoff.file': 'HANDOFF.md',
      'terminal.integrated.defaultProfile.linux': 'folder',
      'terminal.integrated.profiles.linux': { folder: { path: run } },
    }),
  );
  writeFileSync(path.join(claudeConfigDirectory, 'settings.json'), pinned('claude-sonnet-4-6[1m]'));

  const itemIds: string[] = [];
  const session = new WrittenSession(directories, { seed: 1, title: 'Add CSV import' });
  session.write((writer) => {
    writer.prompt('Read these.');
    for (let file = 0; file < 14; file++) {
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: `/home/dev/${file}.md` } }],
        usage: { contextTokens: 100_000 + 2000 * file, outputTokens: 80 },
      });
      const content = `Line of file ${file}, and some more words.\n`.repeat(200);
      itemIds.push(`${writer.toolResult(toolUseIds[0]!, content)}:0`);
    }
  });
  session.reply(150_000);
  pruneOnce(directories, session, itemIds[0]!);
  session.reply(151_000).refuse();
  return {
    session,
    itemIds: itemIds.slice(1),
    programsDirectory,
    started: () =>
      existsSync(notes) ? [...new Set(readFileSync(notes, 'utf8').trim().split('\n'))] : [],
  };
}

/**
 * Every file below a directory with what it holds and which file it is: one that was replaced by
 * its equal was written as well.
 *
 * @param except paths below it, and what they hold.
 */
export function traceOf(directory: string, except: readonly string[] = []): Map<string, string> {
  const trace = new Map<string, string>();
  const look = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      const below = path.relative(directory, file);
      if (except.includes(below)) continue;
      const stats = lstatSync(file);
      const holds = stats.isSymbolicLink()
        ? readlinkSync(file)
        : stats.isFile()
          ? readFileSync(file, 'latin1')
          : '';
      trace.set(below, `${stats.mode.toString(8)} ${stats.ino} ${holds}`);
      if (stats.isDirectory()) look(file);
    }
  };
  look(directory);
  return trace;
}

/** What is different between two traces, by path. */
export function changesOf(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
}

function pinned(model: string): string {
  return `${JSON.stringify({ model, permissions: { deny: [] } }, null, 2)}\n`;
}

function writeProgram(file: string, line: string): void {
  writeFileSync(file, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
}

/** By the built command line, so that there is something to undo, restore and delete. */
function pruneOnce(
  { root, claudeConfigDirectory }: TestDirectories,
  { file }: WrittenSession,
  itemId: string,
): void {
  execFileSync(
    process.execPath,
    [path.join(projectDirectory, 'dist', 'cli.js'), 'prune', file, '--item', itemId],
    { env: { HOME: root, CLAUDE_CONFIG_DIR: claudeConfigDirectory } },
  );
}
