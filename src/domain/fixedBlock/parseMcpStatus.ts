import type { McpServer, ServerStatus } from './fixedBlock';
import { asFields } from '../transcript/parseBlocks';
import { asList, asName } from './toldValue';

const STATUSES: ReadonlyMap<string, ServerStatus> = new Map([
  ['connected', 'connected'],
  ['pending', 'pending'],
  ['failed', 'failed'],
  ['disabled', 'disabled'],
  ['needs-auth', 'needsAuth'],
]);

/**
 * The MCP servers of a session as Claude Code tells them (`mcp_status`, 2.1.329). Never throws.
 *
 * @returns `null` for what is no such answer.
 */
export function parseMcpStatus(answer: unknown): readonly McpServer[] | null {
  const servers = asFields(answer)?.['mcpServers'];
  if (!Array.isArray(servers)) return null;
  return asList(servers).flatMap((value) => {
    const told = asFields(value);
    const name = asName(told?.['name']);
    return name === null
      ? []
      : [{ name, status: STATUSES.get(asName(told?.['status']) ?? '') ?? 'unknown' }];
  });
}
