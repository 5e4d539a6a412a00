import { NO_CONTROLS } from '../../../src/io/claudeSettings/claudeControls';
import { sessionsWithBackups, listBackups } from '../../../src/io/keeping/backups';
import { localFileSystem } from '../../../src/io/sessionFile/sessionFileSystem';
import { readItems } from '../../../src/operations/reading/readSnapshot';
import { silentLog } from '../../../src/log';

/** What was pruned in the sessions of one config directory, and how much was asked for again. */
export interface LivedRegret {
  /** Session files in which something is pruned. */
  readonly sessions: number;
  readonly pruned: number;
  readonly again: number;
}

const reading = {
  log: silentLog,
  // What was asked for again needs no sizes.
  loadTokenCount: () => Promise.resolve(() => 0),
  settingsFor: () =>
    Promise.resolve({ limitTokens: 0, usageCreditsWall: 'auto' as const, controls: NO_CONTROLS }),
};

/**
 * The truest regret: not what a prune would have taken, but what Claude asked for again after one.
 * The backups say what was pruned and when, the sessions what was asked for; nothing else is kept.
 */
export async function livedRegret(configDirectory: string): Promise<LivedRegret> {
  const store = { configDirectory, fileSystem: localFileSystem };
  const files = new Set<string>();
  for (const id of await sessionsWithBackups(store))
    for (const { originalPath } of await listBackups(store, id)) files.add(originalPath);
  const total = { sessions: 0, pruned: 0, again: 0 };
  for (const file of files) {
    const inspection = await readItems(file, { ...reading, configDirectory });
    if ('problem' in inspection || inspection.askedAgain.pruned === 0) continue;
    total.sessions++;
    total.pruned += inspection.askedAgain.pruned;
    total.again += inspection.askedAgain.again;
  }
  return total;
}
