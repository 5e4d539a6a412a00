import { basename, join } from 'node:path';
import type { Log } from '../../log';
import { folderScope, isInScope, type FolderScope } from './folderScope';
import { mapConcurrently } from './mapConcurrently';
import { ProjectDirectories, type ProjectDirectory } from './projectDirectories';
import { foldCase, projectSlug } from './projectDirectory';
import { RecordedCwd } from './recordedCwd';
import {
  CONCURRENT_READS,
  SessionDirectories,
  sessionFileAt,
  type SessionFile,
} from './sessionFiles';
import { asSessionFile, subagentFileAt } from './subagentFiles';

export interface FoundSession extends SessionFile {
  /**
   * Where Claude Code was started, or where it worked last if only that is in the workspace; `null`
   * while no record names it.
   */
  readonly cwd: string | null;
}

export interface WorkspaceListing {
  /** The sessions of the workspace, last written first. */
  readonly sessions: readonly FoundSession[];
  /** The existing project directories where more of them may appear: those to watch. */
  readonly directories: readonly string[];
  readonly scope: FolderScope;
  /**
   * False before Claude Code's first session on this machine, and when its `projects` directory
   * cannot be read.
   */
  readonly projectsFound: boolean;
}

/**
 * Finds session files. Remembers what it read of each, so that listing again costs some directory
 * reads and a `stat` per file. What cannot be read is logged and left out; nothing here throws.
 */
export class WorkspaceSessions {
  private readonly projects: string;
  private readonly platform: NodeJS.Platform;
  private readonly directories: SessionDirectories;
  private readonly recordedCwd = new RecordedCwd();
  private readonly projectDirectories: ProjectDirectories;
  private readonly searchedFor = new Set<string>();

  /**
   * @param configDirectory absolute, from `configDirectory()`
   * @param platform whose rules recorded paths follow
   */
  constructor(configDirectory: string, log: Log, platform: NodeJS.Platform = process.platform) {
    this.projects = join(configDirectory, 'projects');
    this.platform = platform;
    this.directories = new SessionDirectories(log);
    this.projectDirectories = new ProjectDirectories(
      this.projects,
      this.directories,
      this.recordedCwd,
    );
  }

  /**
   * The sessions that were started in, or moved to, a folder of the workspace, its real path, a
   * folder below it or a git worktree of it.
   */
  async list(folders: readonly string[]): Promise<WorkspaceListing> {
    const scope = await folderScope(folders, this.platform);
    const names = await this.directories.namesIn(this.projects);
    const candidates = await this.projectDirectories.of(scope, names ?? []);
    const listed = await mapConcurrently(candidates, 4, (directory) =>
      this.sessionsOf(directory, scope),
    );
    return {
      sessions: listed.flatMap(({ sessions }) => sessions).sort(lastWrittenFirst),
      directories: listed.filter(({ isOfWorkspace }) => isOfWorkspace).map(({ path }) => path),
      scope,
      projectsFound: names !== null,
    };
  }

  /**
   * The sessions of this machine, last written first.
   *
   * @param most of them.
   * @param startOf where one was started, if that is known; its file is read otherwise.
   */
  async listEverywhere(
    most: number,
    startOf: (file: SessionFile) => Promise<string | null>,
  ): Promise<readonly FoundSession[]> {
    const names = (await this.directories.namesIn(this.projects)) ?? [];
    const files = await mapConcurrently(names, 4, (name) =>
      this.directories.sessionFilesIn(join(this.projects, name)),
    );
    const newest = files.flat().sort(lastWrittenFirst).slice(0, most);
    return mapConcurrently(newest, CONCURRENT_READS, async (file) => {
      const cwd = await startOf(file);
      return cwd === null ? this.withCwd(file) : { ...file, cwd };
    });
  }

  /** The session at a path, wherever that is; `null` if no session file is there. */
  async at(path: string): Promise<FoundSession | null> {
    const file = await sessionFileAt(path);
    return file && this.withCwd(file);
  }

  /** The same of a subagent of a session. */
  async subagentAt(path: string): Promise<FoundSession | null> {
    const file = await subagentFileAt(path);
    return file && this.withCwd(asSessionFile(file));
  }

  /**
   * The session with this id in whichever project directory it lies: `claude --resume <id>` goes on
   * writing the original file from any folder. An id found nowhere is not searched for everywhere
   * again, only where `cwd` leads: there its file will appear.
   */
  async find(sessionId: string, cwd: string | null): Promise<FoundSession | null> {
    const fileName = `${sessionId}.jsonl`;
    if (fileName !== basename(fileName)) return null;
    const expected =
      cwd === null ? null : await this.at(join(this.projects, projectSlug(cwd), fileName));
    if (expected !== null || this.searchedFor.has(sessionId)) return expected;
    const names = (await this.directories.namesIn(this.projects)) ?? [];
    const found = await mapConcurrently(names, CONCURRENT_READS, (name) =>
      this.at(join(this.projects, name, fileName)),
    );
    const [newest] = found.filter((session) => session !== null).sort(lastWrittenFirst);
    if (newest === undefined) this.searchedFor.add(sessionId);
    return newest ?? null;
  }

  private async sessionsOf(directory: ProjectDirectory, scope: FolderScope) {
    const files = await this.directories.sessionFilesIn(directory.path);
    const found = await mapConcurrently(files, CONCURRENT_READS, (file) =>
      this.ifOfWorkspace(file, directory, scope),
    );
    const sessions = found.filter((session) => session !== null);
    return {
      path: directory.path,
      sessions,
      isOfWorkspace: directory.isNamedAfterWorkspace || sessions.length > 0 || files.length === 0,
    };
  }

  private async ifOfWorkspace(
    file: SessionFile,
    directory: ProjectDirectory,
    scope: FolderScope,
  ): Promise<FoundSession | null> {
    const first = await this.recordedCwd.first(file);
    if (first !== null && isInScope(scope, first)) return { ...file, cwd: first };
    const latest = await this.recordedCwd.latest(file);
    if (latest !== null && isInScope(scope, latest)) return { ...file, cwd: latest };
    const cwd = first ?? latest;
    return directory.isNamedAfterWorkspace && !this.explainsName(cwd, directory)
      ? { ...file, cwd }
      : null;
  }

  /**
   * Claude Code offers whatever lies in a folder's own directory, moved and copied sessions too.
   * Only those go to another folder whose working directory leads to the same lossy name.
   */
  private explainsName(cwd: string | null, { path }: ProjectDirectory): boolean {
    return (
      cwd !== null &&
      foldCase(projectSlug(cwd), this.platform) === foldCase(basename(path), this.platform)
    );
  }

  private async withCwd(file: SessionFile): Promise<FoundSession> {
    return { ...file, cwd: await this.recordedCwd.of(file) };
  }
}

function lastWrittenFirst(a: SessionFile, b: SessionFile): number {
  return b.mtimeMs - a.mtimeMs;
}
