import { serverKey } from './usesOf';

/** A list in Claude Code's settings, by its keys, and what has to stand in it. */
export interface ListedSetting {
  readonly path: readonly string[];
  readonly entry: string;
}

/**
 * What keeps an MCP server out of the prompts of a project (measured with 2.1.329): one that the
 * project itself configures is not started, and of any other one no tool is sent.
 */
export function withoutServer(server: string, isOfProject: boolean): ListedSetting {
  return isOfProject
    ? { path: ['disabledMcpjsonServers'], entry: server }
    : { path: ['permissions', 'deny'], entry: `mcp__${serverKey(server)}` };
}

/** What has only the names of MCP tools sent, until the model searches for one (2.1.329). */
export const NAMES_OF_TOOLS = { path: ['env', 'ENABLE_TOOL_SEARCH'], value: 'true' } as const;
