import type { Row } from '../../src/features/inspector/protocol';
import { placesOfRows } from '../../src/wording/placesOfRows';
import { pruneCostWords, type PruneCost } from '../../src/wording/pruneCostWords';
import type { InspectorPage } from './inspectorPage';
import { memo } from './memo';
import { contextWithout } from './selection';
import { t } from './words';

type Places = ReturnType<typeof placesOfRows>;

/** Once for all that is selected while the rows stay the same. */
const placesIn = memo(
  (_version: number, rows: ReadonlyMap<string, Row>, totalTokens: number | null): Places =>
    placesOfRows(rows.values(), totalTokens),
);

/** The selected row that stands furthest in front decides. */
const behind = memo(
  (selected: ReadonlySet<string>, places: Places, rows: ReadonlyMap<string, Row>) => {
    const found = { itemsBehind: 0, tokensBehind: 0 };
    for (const id of selected) {
      const place = places.get(rows.get(id)?.line ?? 0);
      found.itemsBehind = Math.max(found.itemsBehind, place?.itemsBehind ?? 0);
      found.tokensBehind = Math.max(found.tokensBehind, place?.tokensBehind ?? 0);
    }
    return found;
  },
);

/** What pruning the selection costs and brings; `null` where nothing is selected, or nothing tells. */
export function selectionCost({
  session,
  selected,
  rows,
  version,
  freed,
}: InspectorPage): PruneCost | null {
  if (session?.price == null || session.totalTokens === null || freed.items === 0) return null;
  const places = placesIn(version, rows, session.totalTokens);
  const after = contextWithout(session, freed) ?? session.totalTokens;
  return pruneCostWords(
    session.price,
    { ...behind(selected, places, rows), savedTokens: session.totalTokens - after },
    Date.now(),
    t,
  );
}
