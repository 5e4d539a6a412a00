import { placeOf } from '../../domain/accounting/itemId';
import { readItemContent, type ItemContent } from './itemContent';
import { readPrunedItem } from './readPrunedItem';
import { readSession } from './readSession';

/**
 * What an item of a session holds, whether it is in the context or was before a compaction; of one
 * that was pruned, what stood there, from the backup.
 *
 * @param path of the session file.
 */
export async function readItem(
  path: string,
  id: string,
  configDirectory: string,
): Promise<ItemContent | { readonly problem: 'missing' | 'unreadable' }> {
  const read = await readSession(path);
  if ('problem' in read) return { problem: read.problem === 'missing' ? 'missing' : 'unreadable' };
  const pruned = await readPrunedItem(configDirectory, path, id, 'whole');
  if (pruned !== null) return pruned;
  const place = placeOf(id);
  const { conversation } = read.transcript;
  const entry =
    place === null
      ? undefined
      : conversation.findLast(({ uuid, offset }) =>
          place.uuid === null ? uuid === null && offset === place.offset : uuid === place.uuid,
        );
  return place === null || entry === undefined
    ? { kind: 'gone' }
    : readItemContent(path, entry, place, 'whole');
}
