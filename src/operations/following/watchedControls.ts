import { homedir } from 'node:os';
import type { ClaudeControls } from '../../io/claudeSettings/claudeControls';
import { readClaudeControls } from '../../io/claudeSettings/readClaudeControls';
import { managedFragments, settingsFiles } from '../../io/claudeSettings/settingsFiles';
import { stateFile } from '../../io/claudeSettings/stateFile';
import { SettingsWatcher } from '../../io/watching/settingsWatcher';

/**
 * What Claude Code's settings say in some folders, and when they have to be read again. Nothing
 * here throws.
 */
export class WatchedControls {
  private readonly configDirectory: string;
  private readonly watcher: SettingsWatcher;

  /** @param onDidChange a file that they are read from may have changed, come or gone. */
  constructor(configDirectory: string, onDidChange: (path: string) => void) {
    this.configDirectory = configDirectory;
    this.watcher = new SettingsWatcher(onDidChange);
  }

  /** Begins to watch. */
  start(): Promise<void> {
    return this.watcher.start();
  }

  /** As the files are now. @param folder in which a session runs; `null` where it is not known. */
  read(folder: string | null): Promise<ClaudeControls> {
    const { configDirectory } = this;
    return readClaudeControls({ configDirectory, projectFolder: folder, env: process.env });
  }

  /**
   * Watches what sessions in these folders go by, and nothing else.
   * @param live where running ones tell of themselves.
   */
  async watchOnly(folders: readonly (string | null)[], live: readonly string[]): Promise<void> {
    const { configDirectory } = this;
    const { env, platform } = process;
    const files = await Promise.all(
      [...new Set(folders)].map((projectFolder) =>
        settingsFiles({ configDirectory, projectFolder, platform }),
      ),
    );
    this.watcher.watchOnly({
      files: [
        ...files.flat().map(({ path }) => path),
        stateFile({ configDirectory, env }, homedir(), platform),
      ],
      directories: [managedFragments({ platform }), ...live],
    });
  }

  dispose(): Promise<void> {
    return this.watcher.dispose();
  }
}
