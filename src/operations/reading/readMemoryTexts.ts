import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { MemoryForm, PartSource } from '../../domain/fixedBlock/fixedBlock';
import { isConditionalRule, memoryImports, sentMemory } from '../../domain/fixedBlock/memoryText';
import { filesBelow } from '../../io/claudeSettings/filesBelow';
import { readSettingsFile } from '../../io/claudeSettings/readSettingsFile';
import { managedDirectoryOf } from '../../io/claudeSettings/settingsFiles';
import { realPlaceIn } from '../../io/keeping/realPlace';
import { projectSlug } from '../../io/sessions/projectDirectory';
import { isRemotePath } from '../../io/sessions/remotePath';

export interface MemoryFolders {
  readonly configDirectory: string;
  /** Where the session runs; `null` when that is not known. */
  readonly projectFolder: string | null;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
  /** For tests; by default where Claude Code looks on this platform. */
  readonly managedDirectory?: string;
}

/** A memory file with what is sent of it. */
export interface MemoryText {
  readonly path: string;
  readonly source: PartSource;
  readonly form: MemoryForm;
  readonly text: string;
}

type Found = Omit<MemoryText, 'text'>;

const MAX_BYTES = 1024 * 1024;
const MAX_FILES = 200;
/** So many paths are opened, whatever comes of them: a project says how many it names. */
const MAX_TRIED = 1_000;
/** As Claude Code follows imports of imports (2.1.329). */
const MAX_IMPORT_DEPTH = 5;
/** Of what Claude Code itself remembers the beginning is sent. */
const MAX_AUTO_LINES = 200;

/**
 * The memory files that Claude Code would send in a folder, in its order (2.1.329): an
 * organization's, the person's, then folder by folder down to the one of the session, each with its
 * rules and imports. A rule for some files alone is left out, and so is a project's import of what
 * is not below its folder, which Claude Code asks about. Never throws.
 */
export async function readMemoryTexts(folders: MemoryFolders): Promise<readonly MemoryText[]> {
  const memory = new MemoryReader(folders);
  for (const found of await candidates(folders)) await memory.read(found);
  const isOfProject = ({ source, form }: MemoryText): boolean =>
    form === 'memory' && ['project', 'parent', 'local'].includes(source);
  if (!memory.texts.some(isOfProject))
    for (const found of agentsFiles(folders)) await memory.read(found);
  return memory.texts;
}

async function candidates(folders: MemoryFolders): Promise<readonly Found[]> {
  const { configDirectory, platform } = folders;
  const managed = folders.managedDirectory ?? managedDirectoryOf(platform);
  const ofFolders = folderAndAbove(folders).map((folder) => ofFolder(folder, folders));
  return [
    memory(join(managed, 'CLAUDE.md'), 'managed'),
    ...(await rulesIn(join(managed, '.claude', 'rules'), 'managed')),
    memory(join(configDirectory, 'CLAUDE.md'), 'user'),
    ...(await rulesIn(join(configDirectory, 'rules'), 'user')),
    ...(await Promise.all(ofFolders)).flat(),
    ...ofClaude(folders),
  ];
}

/** From the top down to the folder of the session. */
function folderAndAbove({ projectFolder, platform }: MemoryFolders): readonly string[] {
  if (projectFolder === null || !isAbsolute(projectFolder)) return [];
  if (isRemotePath(projectFolder, platform)) return [];
  const all = [resolve(projectFolder)];
  while (dirname(all[0]!) !== all[0]) all.unshift(dirname(all[0]!));
  return all;
}

async function ofFolder(folder: string, folders: MemoryFolders): Promise<readonly Found[]> {
  const source = sourceOf(folder, folders);
  const own = join(folder, '.claude');
  // the person's own, of which Claude Code knows already
  const isOfPerson = own === folders.configDirectory;
  return [
    memory(join(folder, 'CLAUDE.md'), source),
    ...(isOfPerson ? [] : [memory(join(own, 'CLAUDE.md'), source)]),
    ...(isOfPerson ? [] : await rulesIn(join(own, 'rules'), source)),
    memory(join(folder, 'CLAUDE.local.md'), 'local'),
  ];
}

/** What other programs go by counts where a project has no memory file for Claude, nor one above. */
function agentsFiles(folders: MemoryFolders): readonly Found[] {
  return folderAndAbove(folders).map((folder) =>
    memory(join(folder, 'AGENTS.md'), sourceOf(folder, folders)),
  );
}

function sourceOf(folder: string, { projectFolder }: MemoryFolders): PartSource {
  return folder === resolve(projectFolder ?? '') ? 'project' : 'parent';
}

function ofClaude({ configDirectory, projectFolder }: MemoryFolders): readonly Found[] {
  if (projectFolder === null) return [];
  const project = join(configDirectory, 'projects', projectSlug(resolve(projectFolder)));
  return [memory(join(project, 'memory', 'MEMORY.md'), 'auto')];
}

function memory(path: string, source: PartSource): Found {
  return { path, source, form: 'memory' };
}

async function rulesIn(directory: string, source: PartSource): Promise<readonly Found[]> {
  const found = await filesBelow(directory, (name) => name.endsWith('.md'), source);
  return found.map(({ file }) => ({ path: file, source, form: 'rule' }));
}

class MemoryReader {
  readonly texts: MemoryText[] = [];
  private readonly folders: MemoryFolders;
  /** None is opened twice, and what sends nothing is not asked for its imports again. */
  private readonly tried = new Set<string>();

  constructor(folders: MemoryFolders) {
    this.folders = folders;
  }

  /** A file and what it imports. */
  async read(found: Found, depth = 0): Promise<void> {
    const { texts, tried } = this;
    if (tried.has(found.path) || tried.size >= MAX_TRIED || texts.length >= MAX_FILES) return;
    tried.add(found.path);
    const content = await readSettingsFile(found.path, MAX_BYTES);
    if (content === null || 'problem' in content || content.bytes.includes(0)) return;
    const whole = content.bytes.toString('utf8');
    if (found.form === 'rule' && isConditionalRule(whole)) return;
    const sent = sentMemory(whole).trim();
    if (sent !== '')
      texts.push({ ...found, text: found.source === 'auto' ? firstLines(sent) : sent });
    if (depth >= MAX_IMPORT_DEPTH) return;
    for (const named of memoryImports(whole)) {
      if (tried.size >= MAX_TRIED) return;
      const path = await importedPath(named, found, this.folders);
      if (path !== null) await this.read({ ...found, path, form: 'import' }, depth + 1);
    }
  }
}

/** `null` for what is not to be opened: a project's own lies below its folder, links followed. */
async function importedPath(
  named: string,
  { path, source }: Found,
  { homeDirectory, projectFolder, platform }: MemoryFolders,
): Promise<string | null> {
  const file = named.startsWith('~/')
    ? join(homeDirectory, named.slice(2))
    : resolve(dirname(path), named);
  if (isRemotePath(file, platform)) return null;
  if (source === 'user' || source === 'managed') return file;
  if (projectFolder === null) return null;
  const place = await realPlaceIn(projectFolder, file).catch(() => null);
  return place === null ? null : file;
}

function firstLines(text: string): string {
  return text.split('\n').slice(0, MAX_AUTO_LINES).join('\n');
}
