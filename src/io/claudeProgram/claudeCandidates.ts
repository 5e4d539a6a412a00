import { posix, win32 } from 'node:path';

export interface ProgramPlaces {
  /** The person's setting; empty for none. A leading `~` stands for the home directory. */
  readonly setting: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
  /** Where the official extension is installed; `null` where it is not. */
  readonly extensionDirectory: string | null;
}

export interface ProgramCandidate {
  readonly path: string;
  readonly source: 'setting' | 'path' | 'installed' | 'extension';
}

/**
 * Where `claude` may be, the best first. With a setting nothing else counts: a wrong one is told,
 * not worked around. Pure.
 */
export function claudeCandidates({
  setting,
  env,
  homeDirectory,
  platform,
  extensionDirectory,
}: ProgramPlaces): readonly ProgramCandidate[] {
  const path = platform === 'win32' ? win32 : posix;
  const names =
    platform === 'win32'
      ? [
          'claude.exe',
          path.join('node_modules', '@anthropic-ai', 'claude-code', 'bin', 'claude.exe'),
        ]
      : ['claude'];
  const chosen = setting.trim();
  if (chosen !== '')
    return [
      {
        path: path.resolve(homeDirectory, chosen.replace(/^~(?=[\\/]|$)/, '.')),
        source: 'setting',
      },
    ];

  const inDirectories = (
    directories: readonly string[],
    source: ProgramCandidate['source'],
  ): ProgramCandidate[] =>
    directories.flatMap((directory) =>
      names.map((name) => ({ path: path.join(directory, name), source })),
    );
  // A relative entry would mean whatever folder happens to be the current one.
  const onPath = pathVariable(env)
    .split(path.delimiter)
    .filter((directory) => path.isAbsolute(directory));
  const found = [
    ...inDirectories(onPath, 'path'),
    ...inDirectories(installDirectories(homeDirectory, env, path, platform), 'installed'),
    ...(extensionDirectory === null
      ? []
      : inDirectories(
          ['native-binary', `native-binaries/${platform}`].map((name) =>
            path.join(extensionDirectory, 'resources', name),
          ),
          'extension',
        )),
  ];
  return found.filter(
    ({ path: each }, index) => found.findIndex((other) => other.path === each) === index,
  );
}

/** `Path` on Windows, where names of variables have no case; a copy of the environment does. */
function pathVariable(env: ProgramPlaces['env']): string {
  return env['PATH'] ?? env['Path'] ?? '';
}

/**
 * The native installer, the local npm install of old, Homebrew, and the global directories of npm,
 * Volta, Bun and pnpm.
 */
function installDirectories(
  home: string,
  env: ProgramPlaces['env'],
  path: typeof posix,
  platform: NodeJS.Platform,
): string[] {
  const below = [
    '.local/bin',
    '.claude/local',
    '.claude/bin',
    '.npm-global/bin',
    '.volta/bin',
    '.bun/bin',
    '.local/share/pnpm',
  ].map((name) => path.join(home, name));
  if (platform !== 'win32') return [...below, '/opt/homebrew/bin', '/usr/local/bin', '/usr/bin'];
  return [
    ...below,
    ...[env['APPDATA'], env['LOCALAPPDATA']].flatMap((directory) =>
      directory === undefined
        ? []
        : [path.join(directory, 'npm'), path.join(directory, 'Programs', 'claude')],
    ),
  ];
}
