import type { FileShare } from './bloatTally';

/** A place that is seldom worth reading, with the rule that keeps Claude's file tools out of it. */
export interface DenyProposal {
  /** As it stands in `permissions.deny`. */
  readonly rule: string;
  /** The place for people, relative to the project: `node_modules/`, `*.log`. */
  readonly place: string;
  /** Tokens that were read from there in past sessions. */
  readonly readTokens: number;
  readonly reads: number;
  readonly isThere: boolean;
}

/** Folders that tools generate or fill. */
export const GENERATED_FOLDERS: readonly string[] = [
  'node_modules',
  '.next',
  'dist',
  'build',
  'coverage',
  '.cache',
  'vendor',
  'uploads',
  'logs',
];
const LOG_RULE = 'Read(./**/*.log)';

/**
 * Proposes rules, what was read most first. Rules are relative to where Claude Code runs: of its
 * forms only that one was measured to hold (2.1.329).
 *
 * @param project the project's folder.
 * @param present folders of {@link GENERATED_FOLDERS} that stand directly in it.
 * @param existing rules that are in force already.
 */
export function denyProposals(
  files: readonly FileShare[],
  project: string,
  present: readonly string[],
  existing: readonly string[],
): readonly DenyProposal[] {
  const places = new Map<string, { readTokens: number; reads: number }>(
    present.map((name) => [`${name}/`, { readTokens: 0, reads: 0 }]),
  );
  for (const { name, tokens, reads } of files) {
    const place = placeOf(name, project);
    if (place === null || reads === 0) continue;
    const sum = places.get(place) ?? { readTokens: 0, reads: 0 };
    places.set(place, { readTokens: sum.readTokens + tokens, reads: sum.reads + reads });
  }
  return [...places]
    .map(([place, sum]) => ({
      place,
      rule: place === '*.log' ? LOG_RULE : `Read(./${place}**)`,
      ...sum,
      isThere: present.includes(place.slice(0, -1)),
    }))
    .filter(({ rule }) => !existing.includes(rule))
    .sort((a, b) => b.readTokens - a.readTokens || a.place.localeCompare(b.place));
}

/**
 * The outermost generated folder of a path, relative to the project; `null` outside of it, and for
 * what nothing speaks against.
 */
function placeOf(path: string, project: string): string | null {
  const parts = relativeParts(path, project);
  if (parts === null) return null;
  const at = parts.findIndex(
    (part, index) => index < parts.length - 1 && GENERATED_FOLDERS.includes(part),
  );
  // A rule's own marks cannot be quoted in it.
  const folder = parts.slice(0, at + 1).join('/');
  if (at !== -1) return /[*?[\](){}!,\\]/.test(folder) ? null : `${folder}/`;
  return parts.at(-1)?.endsWith('.log') === true ? '*.log' : null;
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}

function relativeParts(path: string, project: string): readonly string[] | null {
  const normal = (text: string): string => withoutSlashes(text.replaceAll('\\', '/'));
  const [file, folder] = [normal(path), normal(project)];
  if (!file.startsWith('/') && !/^[a-z]:\//i.test(file))
    return file.split('/').includes('..') ? null : file.split('/');
  if (!file.startsWith(`${folder}/`)) return null;
  const parts = file.slice(folder.length + 1).split('/');
  return parts.includes('..') ? null : parts;
}
