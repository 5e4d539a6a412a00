import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { wayFrom } from './wayFrom';

/** Which files of Claude Code's belong to one session file. */
export interface SessionPlace {
  /** The config directory that the file is in; backups go there. */
  readonly configDirectory: string;
  /** Where a process that has the session open may be registered: config directories. */
  readonly registries: readonly string[];
}

/**
 * A session file is `<config directory>/projects/<name>/<session id>.jsonl`, by its own path or by
 * where links lead.
 *
 * @param otherwise the config directory of the environment: the one for a file whose place says
 * nothing, and for one that links in it lead to.
 */
export async function sessionPlace(file: string, otherwise: string): Promise<SessionPlace> {
  const path = resolve(file);
  const [realFile, realProjects] = await Promise.all([
    realpath(path).catch(() => path),
    realpath(join(otherwise, 'projects')).catch(() => join(otherwise, 'projects')),
  ]);
  const found = [
    wayFrom(realProjects, realFile) !== null ? otherwise : null,
    configDirectoryIn(path),
    configDirectoryIn(realFile),
  ].filter((directory) => directory !== null);
  const registries = found.length === 0 ? [otherwise] : [...new Set(found)];
  return { configDirectory: registries[0]!, registries };
}

/** `null` where the file does not stand as Claude Code puts it. */
function configDirectoryIn(path: string): string | null {
  const projects = dirname(dirname(path));
  // what every absolute path becomes, on Windows too; many a folder is called `projects`
  const isProject = /^(?:-|[A-Za-z]--)[A-Za-z0-9-]*$/.test(basename(dirname(path)));
  return isProject && basename(projects) === 'projects' ? dirname(projects) : null;
}
