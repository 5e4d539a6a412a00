// Where the extension and its worker go on the disk. SECURITY.md and the README are made from this
// list, and what the window suite sees them do is held against it (test/host/paths).
import { GENERATED_FOLDERS } from '../../src/domain/prevention/generatedFolders';
import { OF_MEMORY } from './memoryPaths';
import { OF_OWN } from './ownPaths';

/** `looks`: whether something is there, how large it is, where it leads; what reads looks as well. */
export type Doing = 'reads' | 'writes' | 'looks';

/** Places on the disk that one sentence is true of. */
export interface ListedPlaces {
  /**
   * Relative to one of {@link ROOTS}, or absolute. `*` stands for any name or part of one, `**` for
   * any names one below the other.
   */
  readonly paths: readonly string[];
  readonly does: readonly Doing[];
  /** Whole sentences, for people. */
  readonly why: string;
}

/** What the paths begin with, and what that is. */
export const ROOTS = {
  '<config>':
    'Claude Code’s config directory: `~/.claude`, or where `CLAUDE_CONFIG_DIR` or the setting `leeway.configDir` says',
  '<folder>': 'a folder that is open in VS Code, or that a session ran in',
  '<above>': 'each folder above such a one',
  '<imported>': 'a file that a memory file names by `@`',
  '<chosen>': 'a file that you choose in VS Code’s dialog',
  '<home>': 'the home directory',
  '<PATH>': 'each folder that `PATH` names',
  '<claude>': 'the folder of the Claude Code extension',
  '<extension>': 'the folder of this extension',
  '<claudePath>': 'what the setting `leeway.claudePath` names',
} as const;

const OF_SESSIONS: readonly ListedPlaces[] = [
  {
    paths: ['<config>/projects/*/*.jsonl'],
    does: ['reads', 'writes'],
    why: 'The sessions. Prune, Undo and Restore replace one; a copy and *Continue from an Earlier Turn…* make a new one.',
  },
  {
    paths: ['<config>/projects/*/*/**'],
    does: ['reads', 'writes'],
    why: 'What belongs to a session (subagents, large results) is copied with it. Subagents are read as they write, whole for the inspector and the command line, as is what compactions asked for; their files are never changed. `resume-head.jsonl`, Claude Code’s cache of how a session begins, is removed when the session is rewritten.',
  },
  {
    paths: ['<config>/sessions/*.json'],
    does: ['reads'],
    why: 'Which sessions are open, in which process, and whether Claude works in them.',
  },
  {
    paths: ['<config>/sessions/*'],
    does: ['looks'],
    why: 'Whether something has changed there.',
  },
  {
    paths: ['/proc/*/stat'],
    does: ['reads'],
    why: 'On Linux: whether a process still runs, since when, and whose child it is.',
  },
  {
    paths: ['/proc/self/ns/pid'],
    does: ['looks'],
    why: 'On Linux: which container a process belongs to.',
  },
];

const OF_SETTINGS: readonly ListedPlaces[] = [
  {
    paths: [
      '<config>/settings.json',
      '<folder>/.claude/settings.json',
      '<folder>/.claude/settings.local.json',
    ],
    does: ['reads', 'writes'],
    why: 'The values about context and models, and `permissions.deny`. One value is changed after a diff.',
  },
  {
    paths: ['<config>/.claude.json', '<home>/.claude.json'],
    does: ['reads', 'writes'],
    why: 'The same, in Claude Code’s state: the second beside the usual config directory, the first in any other.',
  },
  {
    paths: [
      '<config>/agents/**/*.md',
      '<config>/skills/**/SKILL.md',
      '<config>/commands/**/*.md',
      '<folder>/.claude/agents/**/*.md',
      '<folder>/.claude/skills/**/SKILL.md',
      '<folder>/.claude/commands/**/*.md',
    ],
    does: ['reads', 'writes'],
    why: 'The `model:` of subagents, skills and commands. It is changed after a diff.',
  },
  ...OF_MEMORY,
  {
    paths: ['/etc/claude-code/managed-settings.json', '/etc/claude-code/managed-settings.d/*.json'],
    does: ['reads'],
    why: 'An organization’s settings.',
  },
  {
    paths: ['/Library/Application Support/ClaudeCode/**', 'C:\\Program Files\\ClaudeCode\\**'],
    does: ['reads'],
    why: 'The same two on macOS and on Windows.',
  },
];

const OF_FOLDERS: readonly ListedPlaces[] = [
  {
    paths: ['<folder>/**/*.md', '<chosen>'],
    does: ['reads', 'writes'],
    why: 'The handoff: by default `.ai/HANDOFF.md`, else in the file you choose.',
  },
  {
    paths: ['<folder>/.ai/*.md', '<folder>/CLAUDE.md'],
    does: ['reads', 'writes'],
    why: 'The memory files that you have made, and what `CLAUDE.md` says of them, after a diff.',
  },
  {
    paths: GENERATED_FOLDERS.map((name) => `<folder>/${name}`),
    does: ['looks'],
    why: 'Whether there are generated folders that Claude need not read.',
  },
  {
    paths: ['<folder>/.git', '<folder>/.git/commondir', '<folder>/.git/worktrees/*/*'],
    does: ['reads'],
    why: 'Which other working trees there are: their sessions are the project’s. Git is not run. Where `.git` leads elsewhere, the files are read there.',
  },
  {
    paths: ['/**/.git'],
    does: ['looks'],
    why: 'Whether a handoff lies in a repository: asked of each folder above it.',
  },
];

const INSTALLED: readonly string[] = [
  '<home>/.local/bin/claude',
  '<home>/.claude/local/claude',
  '<home>/.claude/bin/claude',
  '<home>/.npm-global/bin/claude',
  '<home>/.volta/bin/claude',
  '<home>/.bun/bin/claude',
  '<home>/.local/share/pnpm/claude',
  '/opt/homebrew/bin/claude',
  '/usr/local/bin/claude',
  '/usr/bin/claude',
];

const OF_PROGRAMS: readonly ListedPlaces[] = [
  {
    paths: ['<claudePath>', '<PATH>/claude'],
    does: ['looks'],
    why: 'The `claude` to start: the first, where it is set, else the second.',
  },
  {
    paths: INSTALLED,
    does: ['looks'],
    why: 'The same, where its installers put it, when it is not on `PATH`.',
  },
  {
    paths: [
      '<claude>/resources/native-binary/claude',
      '<claude>/resources/native-binaries/*/claude',
    ],
    does: ['looks'],
    why: 'The copy in the Claude Code extension, when it is nowhere else. On Windows it is `claude.exe` here and above, below `%APPDATA%` and `%LOCALAPPDATA%` too.',
  },
];

/** All of them; what stands on the way to each, and beside what is replaced, goes without saying. */
export const LISTED: readonly ListedPlaces[] = [
  ...OF_SESSIONS,
  ...OF_SETTINGS,
  ...OF_OWN,
  ...OF_FOLDERS,
  ...OF_PROGRAMS,
];

const SETTINGS_TEST = 'test/unit/io/claudeSettings/settingsFiles.test.ts';
const CHANGE_TEST = 'test/unit/operations/configuring/changeSettings.test.ts';
const PROGRAM_TEST = 'test/unit/io/claudeProgram/claudeCandidates.test.ts';

/** What no window of the tests shows: why not, and the unit test that does. */
export const SEEN_ELSEWHERE: readonly {
  readonly paths: readonly string[];
  readonly does: readonly Doing[];
  readonly why: string;
  readonly test: string;
}[] = [
  {
    paths: ['/Library/Application Support/ClaudeCode/**', 'C:\\Program Files\\ClaudeCode\\**'],
    does: ['reads'],
    why: 'The windows run on Linux.',
    test: SETTINGS_TEST,
  },
  {
    paths: ['/etc/claude-code/managed-settings.d/*.json'],
    does: ['reads'],
    why: 'There is none, and the tests leave `/etc` alone. Its folder is seen to be listed.',
    test: SETTINGS_TEST,
  },
  {
    paths: ['<home>/.claude.json'],
    does: ['reads', 'writes'],
    why: 'Each window has a `CLAUDE_CONFIG_DIR`, so that none can read what is a person’s own.',
    test: 'test/unit/io/claudeSettings/claudeState.test.ts',
  },
  {
    paths: ['<folder>/.claude/settings.json', '<config>/.claude.json'],
    does: ['writes'],
    why: 'A window changes the two other settings files, in the same way.',
    test: CHANGE_TEST,
  },
  {
    paths: [
      '<config>/agents/**/*.md',
      '<config>/skills/**/SKILL.md',
      '<config>/commands/**/*.md',
      '<folder>/.claude/agents/**/*.md',
      '<folder>/.claude/skills/**/SKILL.md',
      '<folder>/.claude/commands/**/*.md',
    ],
    does: ['writes'],
    why: 'A window changes the settings files, in the same way.',
    test: CHANGE_TEST,
  },
  {
    paths: ['<config>/context-meter/**'],
    does: ['writes'],
    why: 'A window renames the whole folder.',
    test: 'test/unit/io/keeping/adoptEarlierFolder.test.ts',
  },
  {
    paths: [
      '<config>/rules/**/*.md',
      '<folder>/.claude/rules/**/*.md',
      '<above>/.claude/rules/**/*.md',
      '/etc/claude-code/.claude/rules/**/*.md',
      '<imported>',
    ],
    does: ['reads'],
    why: 'No folder of the window suite has rules or imports.',
    test: 'test/unit/operations/reading/readMemoryTexts.test.ts',
  },
  {
    paths: ['<chosen>'],
    does: ['reads', 'writes'],
    why: 'A window writes the file that is offered, in the same way.',
    test: 'test/unit/operations/leaving/writeHandoff.test.ts',
  },
  {
    paths: [
      '<PATH>/claude',
      ...INSTALLED,
      '<claude>/resources/native-binary/claude',
      '<claude>/resources/native-binaries/*/claude',
    ],
    does: ['looks'],
    why: 'Each window has a `leeway.claudePath`, so that none can start a person’s own.',
    test: PROGRAM_TEST,
  },
];
