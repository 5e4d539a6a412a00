import { posix, win32 } from 'node:path';

export interface ConfigDirectorySources {
  /**
   * The person's setting; empty or blank means unset. A leading `~` stands for the home directory.
   */
  readonly setting: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Where Claude Code keeps its files on this machine, as an absolute path: the setting, else
 * `CLAUDE_CONFIG_DIR`, else `~/.claude`. Nothing says that the directory exists. A relative path is
 * taken from the home directory, for want of a better place.
 */
export function configDirectory({
  setting,
  env,
  homeDirectory,
  platform,
}: ConfigDirectorySources): string {
  const path = platform === 'win32' ? win32 : posix;
  const chosen = setting?.trim();
  if (chosen) return path.resolve(homeDirectory, expandHome(chosen, platform));
  // Claude Code takes the variable as it is: a quoted `~` stays a folder of that name.
  const fromEnv = env['CLAUDE_CONFIG_DIR'];
  return path.resolve(homeDirectory, fromEnv ? fromEnv : '.claude');
}

/**
 * `~` and `~/x` become paths relative to the home directory; `~other` and `a~b` are ordinary names.
 */
function expandHome(setting: string, platform: NodeJS.Platform): string {
  const home = platform === 'win32' ? /^~(?:[\\/]+|$)/ : /^~(?:\/+|$)/;
  return home.test(setting) ? `./${setting.replace(home, '')}` : setting;
}
