import { dirname, join } from 'node:path';
import { asSettings, parseObject, readSettingsFile } from './readSettingsFile';

const MAX_BYTES = 1024 * 1024;

/** Where Claude Code looks for the MCP servers of a project: in its folder and those above. */
export function projectServerFiles(folder: string): readonly string[] {
  const above = dirname(folder);
  return [join(folder, '.mcp.json'), ...(above === folder ? [] : projectServerFiles(above))];
}

/** The MCP servers that these files name. Never throws; what cannot be read names none. */
export async function projectServers(folder: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const file of projectServerFiles(folder)) {
    const content = await readSettingsFile(file, MAX_BYTES);
    if (content === null || 'problem' in content) continue;
    const parsed = parseObject(content.bytes, file);
    if ('problem' in parsed) continue;
    for (const name of Object.keys(asSettings(parsed.fields['mcpServers']) ?? {})) found.add(name);
  }
  return [...found];
}
