import { adoptEarlierFolder, type Adopted } from '../../io/keeping/adoptEarlierFolder';
import { adoptEarlierStores } from '../../io/keeping/adoptEarlierStores';
import type { BackupStore } from '../../io/keeping/backups';
import type { Log } from '../../log';

/**
 * Whatever earlier builds kept lies among the backups of this one afterwards. May be called again,
 * and by several windows at once. Never throws.
 */
export async function takeOverEarlier(store: BackupStore, log: Log): Promise<Adopted> {
  const adopted = await adoptEarlierFolder(store);
  const { kind, movedFiles, leftFiles, code } = adopted;
  if (kind !== 'none')
    log.info(
      `Folder of an earlier build: ${kind}${code === '' ? '' : ` (${code})`}, ` +
        `${movedFiles} files moved, ${leftFiles} left.`,
    );
  const backups = kind === 'postponed' ? 0 : await adoptEarlierStores(store);
  if (backups > 0) log.info(`${backups} files of earlier stores are backups now.`);
  return adopted;
}
