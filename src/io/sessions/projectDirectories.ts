import { join } from 'node:path';
import { isInScope, type FolderScope } from './folderScope';
import { mapConcurrently } from './mapConcurrently';
import { foldCase, projectSlug, relationTo } from './projectDirectory';
import type { RecordedCwd } from './recordedCwd';
import type { SessionDirectories } from './sessionFiles';

export interface ProjectDirectory {
  readonly path: string;
  /**
   * Its name is the one that Claude Code gives to a place of the workspace. Otherwise only the
   * recorded working directories can tell.
   */
  readonly isNamedAfterWorkspace: boolean;
}

/**
 * Finds the directories below `<config>/projects` that may hold sessions of a workspace. Remembers
 * a sample of each it had to look into.
 */
export class ProjectDirectories {
  private readonly projects: string;
  private readonly directories: SessionDirectories;
  private readonly recordedCwd: RecordedCwd;
  private readonly sampleCwds = new Map<string, string>();

  constructor(projects: string, directories: SessionDirectories, recordedCwd: RecordedCwd) {
    this.projects = projects;
    this.directories = directories;
    this.recordedCwd = recordedCwd;
  }

  /** @param names of everything in `<config>/projects`. */
  async of(scope: FolderScope, names: readonly string[]): Promise<readonly ProjectDirectory[]> {
    const relations = [...scope.folders.flat(), ...scope.worktrees].map((path) =>
      relationTo(path, scope.platform),
    );
    const found: ProjectDirectory[] = [];
    const others: string[] = [];
    for (const name of names) {
      const ofName = relations.map((relation) => relation(name));
      const isNamedAfterWorkspace = ofName.includes('own');
      if (isNamedAfterWorkspace || ofName.includes('maybeBelow'))
        found.push({ path: join(this.projects, name), isNamedAfterWorkspace });
      else others.push(name);
    }
    return everyFolderHasOne(scope, names)
      ? found
      : [...found, ...(await this.byContent(others, scope))];
  }

  /**
   * For a folder without a directory of its name: other versions of Claude Code may form the name
   * differently.
   */
  private async byContent(
    names: readonly string[],
    scope: FolderScope,
  ): Promise<readonly ProjectDirectory[]> {
    const found = await mapConcurrently(names, 4, async (name) => {
      const path = join(this.projects, name);
      const cwd = await this.sampleCwd(path);
      return cwd !== null && isInScope(scope, cwd) ? { path, isNamedAfterWorkspace: false } : null;
    });
    return found.filter((directory) => directory !== null);
  }

  private async sampleCwd(directory: string): Promise<string | null> {
    const known = this.sampleCwds.get(directory);
    if (known !== undefined) return known;
    for (const file of (await this.directories.sessionFilesIn(directory)).slice(0, 3)) {
      const cwd = await this.recordedCwd.of(file);
      if (cwd === null) continue;
      this.sampleCwds.set(directory, cwd);
      return cwd;
    }
    return null;
  }
}

function everyFolderHasOne({ folders, platform }: FolderScope, names: readonly string[]): boolean {
  const existing = new Set(names.map((name) => foldCase(name, platform)));
  return folders.every((spellings) =>
    spellings.some((path) => existing.has(foldCase(projectSlug(path), platform))),
  );
}
