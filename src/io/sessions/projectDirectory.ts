const MAX_SLUG_LENGTH = 200;

/**
 * The name of the folder below `<config>/projects` in which Claude Code keeps the sessions of a
 * working directory (measured with Claude Code 2.1.329). The name is lossy: `/a/b-c` and `/a/b/c`
 * share one, so only the `cwd` recorded in a session tells them apart.
 *
 * @param realPath absolute, symlinks resolved, in the spelling that the disk uses.
 */
export function projectSlug(realPath: string): string {
  const dashed = dash(realPath);
  return dashed.length <= MAX_SLUG_LENGTH
    ? dashed
    : `${dashed.slice(0, MAX_SLUG_LENGTH)}-${hash(realPath)}`;
}

export type NameRelation = 'own' | 'maybeBelow' | 'neither';

/**
 * What the name of a project directory says about a folder: it is the folder's own, or it may be
 * that of a folder below it (a sibling called `<folder>-something` looks the same), or neither.
 * Case is ignored where the file system ignores it, also because VS Code and Claude Code write
 * drive letters differently.
 */
export function relationTo(
  folder: string,
  platform: NodeJS.Platform,
): (name: string) => NameRelation {
  const own = foldCase(projectSlug(folder), platform);
  const dashed = dash(/[\\/]$/.test(folder) ? folder : `${folder}/`);
  // A folder below has the same first 200 characters, whatever hash follows them.
  const below = foldCase(
    dashed.length <= MAX_SLUG_LENGTH ? dashed : `${dashed.slice(0, MAX_SLUG_LENGTH)}-`,
    platform,
  );
  return (name) => {
    const found = foldCase(name, platform);
    if (found === own) return 'own';
    return found.startsWith(below) ? 'maybeBelow' : 'neither';
  };
}

/** Equal for two spellings that the file systems of this platform usually take for one. */
export function foldCase(text: string, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return text.normalize('NFC').toLowerCase();
  return platform === 'win32' ? text.toLowerCase() : text;
}

function dash(path: string): string {
  return path.replace(/[^a-zA-Z0-9]/g, '-');
}

/** A 32-bit rolling hash over UTF-16 code units, unsigned, in base 36. */
function hash(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = ((sum << 5) - sum + text.charCodeAt(i)) | 0;
  return Math.abs(sum).toString(36);
}
