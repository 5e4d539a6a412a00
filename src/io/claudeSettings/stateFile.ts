import { posix, win32 } from 'node:path';

export interface StatePlaces {
  readonly configDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `.claude.json`: beside the default directory, inside any other. */
export function stateFile(
  { configDirectory, env }: StatePlaces,
  homeDirectory: string,
  platform: NodeJS.Platform,
): string {
  const path = platform === 'win32' ? win32 : posix;
  const isDefault =
    !env['CLAUDE_CONFIG_DIR'] &&
    path.relative(path.join(homeDirectory, '.claude'), configDirectory) === '';
  return path.join(isDefault ? homeDirectory : configDirectory, '.claude.json');
}
