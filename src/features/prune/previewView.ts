import type { Item } from '../../domain/accounting/item';
import { priceFacts } from '../../domain/accounting/priceFacts';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Wall } from '../../domain/accounting/walls';
import type { PruneChoice, PrunePlan } from '../../domain/pruning/prunePlan';
import type { PrunePreviews } from '../../operations/rewriting/previewPrunes';
import { barPartOf, barSegments } from '../../wording/barSegments';
import { printable } from '../../wording/escapeMarkdown';
import { labelOf } from '../../wording/labelOf';
import { planNotes } from '../../wording/planNotes';
import { shorten } from '../../wording/shorten';
import { quotedTitle } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { wallDistance } from '../../wording/wallDistance';
import { wallName } from '../../wording/wallWords';
import type { PlannedPage, PlannedRow } from './protocol';
import { shortfallWords } from './pruneText';
import { reasonFor } from './reasonText';

const BECOMES_LENGTH = 200;
const PLACE_LENGTH = 300;

/** What a page is made from: one plan, and the session that it was made on. */
export interface PlannedPrune {
  readonly snapshot: Pick<Snapshot, 'title' | 'usage' | 'limit' | 'walls' | 'cache' | 'held'>;
  readonly previews: Pick<PrunePreviews, 'items' | 'places' | 'turn' | 'breakdown'>;
  readonly plan: PrunePlan;
  /** What the plan was made for. */
  readonly choice: PruneChoice;
  readonly backupPlace: string;
}

/** Everything that the page shows of a plan. */
export function plannedPage(
  { snapshot, previews, plan, choice, backupPlace }: PlannedPrune,
  t: Translate,
): PlannedPage {
  const { usage, limit, walls, title } = snapshot;
  const { beforeTokens, afterTokens } = plan;
  return {
    title: capitalized(t('Prune {0}', quotedTitle(title, t))),
    beforeTokens,
    isExact: usage.exact && usage.tokens !== null && Math.round(usage.tokens) === beforeTokens,
    afterTokens,
    limitTokens: limit.tokens,
    walls: [...walls]
      .sort((a, b) => a.tokens - b.tokens)
      .map((wall) => ({
        name: wallName(wall, t),
        tokens: wall.tokens,
        isLimit: wall.kind === 'limit',
        ...distancesTo(wall, t),
      })),
    segments: barSegments(previews.breakdown),
    shortfall: shortfallWords(plan, t),
    note: planNotes(plan, t).join(' '),
    price: priceFacts(snapshot),
    backupPlace: shorten(printable(backupPlace), PLACE_LENGTH),
    rows: plannedRows(previews, plan, choice, t),
  };
}

/** The page puts the sizes in: they change with what is ticked. */
function distancesTo(wall: Wall, t: Translate): { readonly ahead: string; readonly past: string } {
  const hole = (): string => '{0}';
  return {
    ahead: wallDistance(wall, wall.tokens - 1, hole, t),
    past: wallDistance(wall, wall.tokens + 1, hole, t),
  };
}

/** The largest first. */
function plannedRows(
  { items, places, turn }: PlannedPrune['previews'],
  plan: PrunePlan,
  choice: PruneChoice,
  t: Translate,
): PlannedRow[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return [...plan.items]
    .sort((a, b) => b.freedTokens - a.freedTokens)
    .map(({ id, freedTokens, placeholder, becomes: left, evidence }) => {
      const item = byId.get(id);
      const becomes = shorten(printable(left ?? placeholder), BECOMES_LENGTH);
      return {
        id,
        part: item === undefined ? 'attachment' : barPartOf(item.kind),
        ...(item === undefined ? { label: becomes, pathAt: 0 } : nameOf(item, t)),
        ...reasonFor(item ?? null, evidence, choice, turn, t),
        becomes,
        freedTokens,
        ...(places.get(id) ?? { itemsBehind: 0, tokensBehind: 0 }),
      };
    });
}

/** A path gives way at its left, as in the inspector's table. */
function nameOf(item: Item, t: Translate): Pick<PlannedRow, 'label' | 'pathAt'> {
  const { text, dim, cut } = labelOf(item, t);
  return { label: text, pathAt: cut === 'start' ? dim : 0 };
}

function capitalized(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
