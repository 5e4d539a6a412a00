import type { BackupPlace } from '../operations/rewriting/rewriteSession';
import { currentConfigDirectory } from './claudeProcess';
import { currentSettings } from './followWindow';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Where this window keeps backups, and for how long. */
export function currentBackupPlace(): BackupPlace {
  const { backupDays, backupMegabytes } = currentSettings();
  return {
    configDirectory: currentConfigDirectory(),
    retention: { maxAgeMs: backupDays * DAY_MS, maxTotalBytes: backupMegabytes * 1024 ** 2 },
  };
}
