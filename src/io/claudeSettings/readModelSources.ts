import { join } from 'node:path';
import { filesBelow, MAX_FILES_BELOW } from './filesBelow';
import { readSettingsFile, type SettingsProblem } from './readSettingsFile';
import { settingsFiles } from './settingsFiles';
import { stateFile } from './stateFile';

/** A file in which Claude Code looks for a model, with what stands in it. */
export interface ModelSource {
  readonly place:
    'managed' | 'local' | 'project' | 'user' | 'state' | 'agent' | 'skill' | 'command';
  readonly file: string;
  readonly text: string;
}

export interface ModelSourcePlaces {
  readonly configDirectory: string;
  /** Where the session runs; `null` when that is not known. */
  readonly projectFolder: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
  readonly managedDirectory?: string;
}

const MAX_SETTINGS_BYTES = 1024 * 1024;
/** Front matter stands at the start; a whole skill can be long. */
const MAX_MARKDOWN_BYTES = 256 * 1024;
/** `.claude.json` grows to some megabytes; parsing more would hold the thread for too long. */
const MAX_STATE_BYTES = 4 * 1024 * 1024;

/**
 * Reads every file that can choose a model, strongest first. What cannot be read is told as a
 * problem. Never throws.
 */
export async function readModelSources(places: ModelSourcePlaces): Promise<{
  readonly sources: readonly ModelSource[];
  readonly problems: readonly SettingsProblem[];
}> {
  const settings = (await settingsFiles(places)).map(({ path, isManaged }) => ({
    file: path,
    place: isManaged ? ('managed' as const) : placeOf(path, places),
    maxBytes: MAX_SETTINGS_BYTES,
  }));
  const state = {
    file: stateFile(places, places.homeDirectory, places.platform),
    place: 'state' as const,
    maxBytes: MAX_STATE_BYTES,
  };
  const markdown = (await definitionFiles(places)).map((found) => ({
    ...found,
    maxBytes: MAX_MARKDOWN_BYTES,
  }));
  const read = await Promise.all(
    [...settings, state, ...markdown].map(async ({ file, place, maxBytes }) => {
      const content = await readSettingsFile(file, maxBytes);
      if (content === null) return {};
      return 'problem' in content
        ? { problem: content.problem }
        : { source: { place, file, text: content.bytes.toString('utf8') } };
    }),
  );
  return {
    sources: read.flatMap(({ source }) => source ?? []),
    problems: read.flatMap(({ problem }) => problem ?? []),
  };
}

function placeOf(
  path: string,
  { configDirectory }: ModelSourcePlaces,
): 'local' | 'project' | 'user' {
  if (path.endsWith('settings.local.json')) return 'local';
  return path === join(configDirectory, 'settings.json') ? 'user' : 'project';
}

/**
 * The files of subagents, skills and commands. The folder of the project comes first: its subagents
 * outrank those of the person.
 */
export async function definitionFiles({
  configDirectory,
  projectFolder,
}: Pick<ModelSourcePlaces, 'configDirectory' | 'projectFolder'>): Promise<
  { file: string; place: 'agent' | 'skill' | 'command' }[]
> {
  const roots = [
    ...(projectFolder === null ? [] : [join(projectFolder, '.claude')]),
    configDirectory,
  ];
  const found = await Promise.all(
    roots.flatMap((root) => [
      filesBelow(join(root, 'agents'), (name) => name.endsWith('.md'), 'agent' as const),
      filesBelow(join(root, 'skills'), (name) => name === 'SKILL.md', 'skill' as const),
      filesBelow(join(root, 'commands'), (name) => name.endsWith('.md'), 'command' as const),
    ]),
  );
  return found.flat().slice(0, MAX_FILES_BELOW);
}
