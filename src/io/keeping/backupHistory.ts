import type { Backup } from './backupManifest';

/** A prune whose placeholders stand in a session file, and what has become of it. */
export interface StandingPrune {
  /** As it was made. */
  readonly backup: Backup;
  /** What still stands of it. */
  readonly itemIds: readonly string[];
  /** The rewrites that put some of it back, oldest first. */
  readonly putBacks: readonly Backup[];
  /** By how many bytes the part of the file has grown since that it had pruned. */
  readonly grownBytes: number;
  /**
   * The first of the prunes that stood one upon the other: its backup has the counters as the
   * replies reported them.
   */
  readonly first: Backup;
}

/**
 * The prunes whose placeholders stand in a session file, by what was done to it since: each undo
 * ends one of them, what was put back leaves the rest of one, and a whole backup that was put back
 * brings the file to where it stood when that backup was made, with the prunes that stood then and
 * no other.
 *
 * @param backups of one session file, newest first.
 * @returns newest first.
 */
export function standingPrunes(backups: readonly Backup[]): readonly StandingPrune[] {
  let standing: readonly StandingPrune[] = [];
  const stoodBefore: {
    readonly backup: Backup;
    readonly standing: readonly StandingPrune[];
  }[] = [];
  for (const backup of backups.toReversed()) {
    const before = standing;
    switch (backup.reason) {
      case 'prune':
        standing = [begun(backup, standing), ...standing];
        break;
      case 'undo': {
        const undone = undoneBy(backup, standing);
        standing = standing.filter((prune) => prune !== undone);
        break;
      }
      case 'putBack':
        standing = withoutItems(standing, backup);
        break;
      case 'restore': {
        const id = putBackBy(backup, stoodBefore);
        // Of a backup that is gone by now, the prunes in front of it are those that stood.
        standing =
          stoodBefore.find((each) => each.backup.id === id)?.standing ??
          standing.filter((prune) => id !== null && prune.backup.id < id);
        break;
      }
      case 'repair':
        standing = [];
        break;
      case 'compact':
      case 'archive':
        break; // nothing of ours was done to the file
    }
    stoodBefore.push({ backup, standing: before });
  }
  return standing;
}

/**
 * By how many tokens some items of a prune made the context smaller. 0 of a prune by an earlier
 * build, which did not note it: what comes back last brings all of it then.
 */
export function tokensFreedBy(
  { itemIds, freedTokens }: Pick<Backup, 'itemIds' | 'freedTokens'>,
  ids: readonly string[],
): number {
  const wanted = new Set(ids);
  return itemIds.reduce(
    (sum, id, index) => sum + (wanted.has(id) ? (freedTokens[index] ?? 0) : 0),
    0,
  );
}

function begun(backup: Backup, standing: readonly StandingPrune[]): StandingPrune {
  const { itemIds } = backup;
  return { backup, itemIds, putBacks: [], grownBytes: 0, first: standing.at(-1)?.first ?? backup };
}

/** @param putBack what comes back of an older prune also grows what newer ones had pruned. */
function withoutItems(
  standing: readonly StandingPrune[],
  putBack: Backup,
): readonly StandingPrune[] {
  const at = standing.findIndex(({ backup }) => backup.id === putBack.putBackId);
  const back = new Set(putBack.itemIds);
  return standing
    .map((prune, index): StandingPrune => {
      if (index > at) return prune;
      const grownBytes = prune.grownBytes + putBack.grownBytes;
      if (index < at) return { ...prune, grownBytes };
      const itemIds = prune.itemIds.filter((id) => !back.has(id));
      return { ...prune, grownBytes, itemIds, putBacks: [...prune.putBacks, putBack] };
    })
    .filter(({ itemIds }, index) => index !== at || itemIds.length > 0);
}

/** An earlier build noted the items alone. */
function undoneBy(
  { putBackId, itemIds }: Backup,
  standing: readonly StandingPrune[],
): StandingPrune | undefined {
  const items = itemIds.join(' ');
  return putBackId === null
    ? standing.find((prune) => prune.itemIds.join(' ') === items)
    : standing.find(({ backup }) => backup.id === putBackId);
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
