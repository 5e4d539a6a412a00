import process from 'node:process';
import type { ClaudeSandbox } from './claudeSandbox';
import { writeWorkspaceFile } from './workspaceFiles';

/** An MCP server over stdio, with a tool of few words and one of many; it notes its pid. */
const ANSWERING = `
require('fs').appendFileSync(process.argv[2], process.pid + '\\n');
const send = (id, result) =>
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
const inputSchema = { type: 'object', properties: {} };
const tool = (name, words) => ({ name, description: 'word '.repeat(words), inputSchema });
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const { protocolVersion } = params ?? {};
  const serverInfo = { name: 'ledger', version: '1' };
  if (method === 'initialize')
    send(id, { protocolVersion, capabilities: { tools: {} }, serverInfo });
  else if (method === 'tools/list') send(id, { tools: [tool('few', 20), tool('many', 400)] });
  else if (id !== undefined) send(id, { content: [] });
});
`;
/** It takes everything, says nothing, and does not end when it is asked to. */
const HANGING = `
require('fs').appendFileSync(process.argv[2], process.pid + '\\n');
process.on('SIGTERM', () => 0);
process.on('SIGINT', () => 0);
process.stdin.resume();
setInterval(() => 0, 1e6);
`;

/** MCP servers of the workspace, by name; allowed beforehand. */
export async function writeMcpServers(
  sandbox: ClaudeSandbox,
  servers: Readonly<Record<string, 'answers' | 'hangs' | 'ends'>>,
): Promise<{ readonly pidFile: string }> {
  const pidFile = await writeWorkspaceFile(sandbox, 'pids', '');
  const scripts = {
    answers: await writeWorkspaceFile(sandbox, 'answers.cjs', ANSWERING),
    hangs: await writeWorkspaceFile(sandbox, 'hangs.cjs', HANGING),
    ends: await writeWorkspaceFile(sandbox, 'ends.cjs', 'process.exit(3);\n'),
  };
  const mcpServers = Object.fromEntries(
    Object.entries(servers).map(([name, does]) => [
      name,
      { command: process.execPath, args: [scripts[does], pidFile] },
    ]),
  );
  await writeWorkspaceFile(sandbox, '.mcp.json', JSON.stringify({ mcpServers }));
  return { pidFile };
}
