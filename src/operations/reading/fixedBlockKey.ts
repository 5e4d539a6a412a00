import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { definitionFiles } from '../../io/claudeSettings/readModelSources';
import { projectServerFiles } from '../../io/claudeSettings/projectServers';
import {
  asSettings,
  parseObject,
  readSettingsFile,
} from '../../io/claudeSettings/readSettingsFile';
import { settingsFiles } from '../../io/claudeSettings/settingsFiles';
import { stateFile } from '../../io/claudeSettings/stateFile';
import { signatureOf } from '../../io/watching/fileSignature';
import type { ClaudeProgram } from '../../io/claudeProgram/findClaudeProgram';
import type { MemoryFolders, MemoryText } from './readMemoryTexts';

export interface FixedBlockFiles extends MemoryFolders {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The memory files that were found. */
  readonly memory: readonly MemoryText[];
}

/** Parsing more would hold the thread for too long. */
const MAX_STATE_BYTES = 4 * 1024 * 1024;
/** What `.claude.json` says of MCP servers, at its top and for a project. */
const STATE_KEYS = [
  'mcpServers',
  'enabledMcpjsonServers',
  'disabledMcpjsonServers',
  'disabledMcpServers',
  'enableAllProjectMcpServers',
];

/**
 * What the answer of Claude Code depends on, as one word: as long as it is the same, the answer is.
 * Goes by identity, size and time of the files. Never throws.
 */
export async function fixedBlockKey(
  program: ClaudeProgram,
  model: string | null,
  files: FixedBlockFiles,
): Promise<string> {
  const paths = [program.path, ...(await filesOf(files))];
  const signatures = await Promise.all(paths.map(signatureOf));
  const told = [
    ...[program.version, model, files.configDirectory, files.projectFolder],
    ...paths.map((path, at) => [path, signatures[at]]),
    await stateOfServers(files),
  ];
  return createHash('sha1').update(JSON.stringify(told)).digest('base64');
}

async function filesOf(files: FixedBlockFiles): Promise<readonly string[]> {
  const { configDirectory, projectFolder, memory } = files;
  const [settings, definitions] = await Promise.all([settingsFiles(files), definitionFiles(files)]);
  return [
    ...settings.map(({ path }) => path),
    ...definitions.map(({ file }) => file),
    ...memory.map(({ path }) => path),
    ...(projectFolder === null ? [] : projectServerFiles(projectFolder)),
    join(configDirectory, 'plugins', 'installed_plugins.json'),
  ];
}

/** Claude Code writes its state all the time, so not by when it did, unless it is large. */
async function stateOfServers(files: FixedBlockFiles): Promise<unknown> {
  const file = stateFile(files, files.homeDirectory, files.platform);
  const content = await readSettingsFile(file, MAX_STATE_BYTES);
  if (content === null || 'problem' in content) return signatureOf(file);
  const parsed = parseObject(content.bytes, file);
  if ('problem' in parsed) return null;
  const project = asSettings(parsed.fields['projects'])?.[files.projectFolder ?? ''];
  return [parsed.fields, asSettings(project) ?? {}].map((fields) =>
    STATE_KEYS.map((key) => fields[key] ?? null),
  );
}
