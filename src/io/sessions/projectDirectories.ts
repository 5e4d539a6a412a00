import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isInScope, type FolderScope } from './folderScope';
import { mapConcurrently } from './mapConcurrently';
import { foldCase, projectSlug, relationTo } from './projectDirectory';
import type { RecordedCwd } from './recordedCwd';
import {
  SAME_TIME_MS,
  sessionFileAt,
  type SessionDirectories,
  type SessionFile,
} from './sessionFiles';

export interface ProjectDirectory {
  readonly path: string;
  /**
   * Its name is the one that Claude Code gives to a place of the workspace. Otherwise only the
   * recorded working directories can tell.
   */
  readonly isNamedAfterWorkspace: boolean;
}

/** A directory in which nothing told where it belongs, as it was looked at. */
interface Miss {
  /** When its list of files changed last; `null` where that would not tell the next change. */
  readonly mtimeMs: number | null;
  readonly sample: readonly SessionFile[];
}

const SAMPLE_FILES = 3;
/** Of directories known to tell nothing, so many are asked whether they changed, in turn. */
const ASKED_AT_ONCE = 300;
/** Nobody else of the thread waits for longer than it takes to look into so many. */
const LOOKED_INTO_AT_ONCE = 200;
const CONCURRENT = 4;

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Finds the directories below `<config>/projects` that may hold sessions of a workspace. Remembers
 * a sample of each it had to look into; those that told nothing are looked into again once they
 * changed, which is asked of some hundreds at a time.
 */
export class ProjectDirectories {
  private readonly projects: string;
  private readonly directories: SessionDirectories;
  private readonly recordedCwd: RecordedCwd;
  private readonly sampleCwds = new Map<string, string>();
  /** By name; the one that was asked longest ago comes first. */
  private readonly misses = new Map<string, Miss>();

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
    const due = [...this.unknown(names), ...(await this.changedMisses(names))];
    for (let at = 0; at < due.length; at += LOOKED_INTO_AT_ONCE) {
      if (at > 0) await turnOfTheLoop();
      const batch = due.slice(at, at + LOOKED_INTO_AT_ONCE);
      await mapConcurrently(batch, CONCURRENT, (name) => this.lookInto(name));
    }
    return names.flatMap((name) => {
      const cwd = this.sampleCwds.get(name);
      return cwd !== undefined && isInScope(scope, cwd)
        ? [{ path: join(this.projects, name), isNamedAfterWorkspace: false }]
        : [];
    });
  }

  private unknown(names: readonly string[]): string[] {
    return names.filter((name) => !this.sampleCwds.has(name) && !this.misses.has(name));
  }

  /** Of those whose turn it is to be asked. Forgets the ones that are gone. */
  private async changedMisses(names: readonly string[]): Promise<string[]> {
    const existing = new Set(names);
    for (const name of this.misses.keys()) if (!existing.has(name)) this.misses.delete(name);
    const asked: [string, Miss][] = [];
    for (const miss of this.misses) {
      if (asked.length === ASKED_AT_ONCE) break;
      asked.push(miss);
    }
    for (const [name, miss] of asked) {
      this.misses.delete(name);
      this.misses.set(name, miss);
    }
    const changed = await mapConcurrently(asked, CONCURRENT, async ([name, miss]) =>
      (await this.isAsItWas(name, miss)) ? null : name,
    );
    return changed.filter((name) => name !== null);
  }

  private async isAsItWas(name: string, { mtimeMs, sample }: Miss): Promise<boolean> {
    if (mtimeMs === null || mtimeMs !== (await mtimeOf(join(this.projects, name)))) return false;
    for (const { path, sizeBytes, inode } of sample) {
      const now = await sessionFileAt(path);
      if (now?.sizeBytes !== sizeBytes || now.inode !== inode) return false;
    }
    return true;
  }

  private async lookInto(name: string): Promise<void> {
    const directory = join(this.projects, name);
    // Asked for first: what changes while it is looked into makes another time.
    const mtimeMs = await mtimeOf(directory);
    const sample = (await this.directories.sessionFilesIn(directory)).slice(0, SAMPLE_FILES);
    for (const file of sample) {
      const cwd = await this.recordedCwd.of(file);
      if (cwd === null) continue;
      this.misses.delete(name);
      this.sampleCwds.set(name, cwd);
      return;
    }
    this.misses.set(name, { mtimeMs, sample });
  }
}

async function mtimeOf(directory: string): Promise<number | null> {
  const { mtimeMs } = (await stat(directory).catch(() => null)) ?? { mtimeMs: Date.now() };
  return Date.now() - mtimeMs < SAME_TIME_MS ? null : mtimeMs;
}

function everyFolderHasOne({ folders, platform }: FolderScope, names: readonly string[]): boolean {
  const existing = new Set(names.map((name) => foldCase(name, platform)));
  return folders.every((spellings) =>
    spellings.some((path) => existing.has(foldCase(projectSlug(path), platform))),
  );
}
