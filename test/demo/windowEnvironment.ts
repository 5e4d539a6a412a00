type Environment = Readonly<Record<string, string | undefined>>;

/** What Claude Code goes by, and with it the extension. */
const READ_BY_CLAUDE = /^(?:CLAUDE|ANTHROPIC_)|^DISABLE_(?:AUTO_)?COMPACT$/;
/**
 * Set by npm for its scripts, and by a VS Code for its terminals: it would reach into the VS Code
 * that is started here.
 */
const OF_THE_STARTER = /^(?:npm_|VSCODE_|ELECTRON_)|^(?:INIT_CWD|NODE|NODE_OPTIONS)$/;

export function claudeVariables(env: Environment): Record<string, string> {
  return pick(env, (name) => READ_BY_CLAUDE.test(name));
}

/** What a program on the person's desktop needs, without anything that Claude Code goes by. */
export function desktopVariables(env: Environment): Record<string, string> {
  return pick(env, (name) => !READ_BY_CLAUDE.test(name) && !OF_THE_STARTER.test(name));
}

function pick(env: Environment, isWanted: (name: string) => boolean): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isWanted(entry[0]),
  );
  return Object.fromEntries(entries);
}
