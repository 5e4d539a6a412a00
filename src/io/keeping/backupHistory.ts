import type { Backup } from './backupManifest';

/**
 * The prunes whose placeholders stand in a session file, by what was done to it since: each undo
 * ends one of them, and a whole backup that was put back brings the file to where it stood when
 * that backup was made, with the prunes that stood then and no other.
 *
 * @param backups of one session file, newest first.
 * @returns newest first.
 */
export function standingPrunes(backups: readonly Backup[]): readonly Backup[] {
  let standing: readonly Backup[] = [];
  const stoodBefore: { readonly backup: Backup; readonly standing: readonly Backup[] }[] = [];
  for (const backup of backups.toReversed()) {
    const before = standing;
    switch (backup.reason) {
      case 'prune':
        standing = [backup, ...standing];
        break;
      case 'undo': {
        const undone = undoneBy(backup, standing);
        standing = standing.filter((prune) => prune !== undone);
        break;
      }
      case 'restore': {
        const id = putBackBy(backup, stoodBefore);
        // Of a backup that is gone by now, the prunes in front of it are those that stood.
        standing =
          stoodBefore.find((each) => each.backup.id === id)?.standing ??
          standing.filter((prune) => id !== null && prune.id < id);
        break;
      }
      case 'compact':
      case 'archive':
        break; // nothing of ours was done to the file
    }
    stoodBefore.push({ backup, standing: before });
  }
  return standing;
}

/** An earlier build noted the items alone. */
function undoneBy({ putBackId, itemIds }: Backup, standing: readonly Backup[]): Backup | undefined {
  const items = itemIds.join(' ');
  return putBackId === null
    ? standing.find((prune) => prune.itemIds.join(' ') === items)
    : standing.find(({ id }) => id === putBackId);
}

/** An earlier build did not note it, but what it put back had the size of the file since. */
function putBackBy(
  { putBackId, newBytes, afterTokens }: Backup,
  former: readonly { readonly backup: Backup }[],
): string | null {
  if (putBackId !== null) return putBackId;
  const found = former.findLast(
    ({ backup }) => backup.sizeBytes === newBytes && backup.beforeTokens === afterTokens,
  );
  return found?.backup.id ?? null;
}
