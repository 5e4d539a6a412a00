import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What an editor or a surrounding Claude Code sets for itself, and what would lead a new one
 * astray.
 */
const NOT_PASSED_ON =
  /^(?:CLAUDECODE|CLAUDE_CODE_(?:ENTRYPOINT|SSE_PORT|SESSION_ID|CHILD_SESSION)|ELECTRON_RUN_AS_NODE|NODE_OPTIONS|VSCODE_[A-Z_]*)$/;

/**
 * The environment for Claude Code. Its config directory is named only where it is not the one that
 * Claude Code would take by itself: with the variable set, even to the default, it looks for
 * `.claude.json` in another place.
 */
export function claudeEnvironment(
  env: Environment,
  {
    configDirectory,
    homeDirectory,
  }: { readonly configDirectory: string; readonly homeDirectory: string },
): Record<string, string> {
  const passed = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !NOT_PASSED_ON.test(entry[0]),
  );
  const result = Object.fromEntries(passed);
  const own = result['CLAUDE_CONFIG_DIR'] ?? join(homeDirectory, '.claude');
  return own === configDirectory ? result : { ...result, CLAUDE_CONFIG_DIR: configDirectory };
}
