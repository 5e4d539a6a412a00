import { asCount } from '../transcript/asCount';
import { fixedPart, type FixedPart, type MemoryForm, type PartSource } from './fixedBlock';
import { asFields } from '../transcript/parseBlocks';
import { asName } from './toldValue';

/** Where a memory file stands tells what it is. Absolute paths. */
export interface MemoryPlaces {
  readonly configDirectory: string;
  /** Where the session runs; `null` when that is not known. */
  readonly projectFolder: string | null;
}

const TYPES: ReadonlyMap<string, PartSource> = new Map([
  ['User', 'user'],
  ['Project', 'project'],
  ['Local', 'local'],
  ['Managed', 'managed'],
  ['AutoMem', 'auto'],
]);
const MEMORY_NAMES: ReadonlySet<string> = new Set([
  'CLAUDE.md',
  'CLAUDE.local.md',
  'AGENTS.md',
  'MEMORY.md',
]);

/** A memory file as Claude Code tells it; `null` for what is none. */
export function toldMemory(value: unknown, places: MemoryPlaces): FixedPart | null {
  const told = asFields(value);
  const [path, tokens] = [asName(told?.['path']), asCount(told?.['tokens'])];
  if (path === null || tokens === null) return null;
  const type = TYPES.get(asName(told?.['type']) ?? '') ?? 'other';
  return fixedPart('memory', path, tokens, {
    path,
    form: formOf(path, places),
    source: type === 'project' ? folderSource(path, places) : type,
  });
}

/** By its name: what is no memory file and no rule was imported by one. */
function formOf(path: string, { configDirectory }: MemoryPlaces): MemoryForm {
  const isRule =
    /[\\/]\.claude[\\/]rules[\\/].+\.md$/.test(path) ||
    (path.startsWith(configDirectory) &&
      /^[\\/]rules[\\/].+\.md$/.test(path.slice(configDirectory.length)));
  if (isRule) return 'rule';
  return MEMORY_NAMES.has(path.split(/[\\/]/).at(-1)!) ? 'memory' : 'import';
}

/** Of a project's file: whether it is of a folder above the one of the session. */
function folderSource(path: string, { projectFolder }: MemoryPlaces): PartSource {
  return projectFolder === null || isBelow(projectFolder, path) ? 'project' : 'parent';
}

function isBelow(folder: string, path: string): boolean {
  const start = /[\\/]$/.test(folder) ? folder.slice(0, -1) : folder;
  return path.startsWith(start) && /^[\\/]/.test(path.slice(start.length));
}
