import type { Breakdown } from '../../domain/accounting/breakdown';
import type { Item } from '../../domain/accounting/item';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Wall } from '../../domain/accounting/walls';
import type { PruneChoice, PrunePlan } from '../../domain/pruning/prunePlan';
import type { PrunePreviews } from '../../operations/rewriting/previewPrunes';
import { printable } from '../../wording/escapeMarkdown';
import { itemLabel } from '../../wording/itemWords';
import { shorten } from '../../wording/shorten';
import { quotedTitle } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { wallDistance } from '../../wording/wallDistance';
import { wallName } from '../../wording/wallWords';
import { withoutFolder } from '../../wording/withoutFolder';
import { BAR_PARTS, type BarPart, type PlannedPage, type PlannedRow } from './protocol';
import { shortfallWords } from './pruneText';
import { reasonFor } from './reasonText';

const BECOMES_LENGTH = 200;
const LABEL_LENGTH = 200;
const PLACE_LENGTH = 300;

/** What a page is made from: one plan, and the session that it was made on. */
export interface PlannedPrune {
  readonly snapshot: Pick<Snapshot, 'title' | 'cwd' | 'usage' | 'limit' | 'walls'>;
  readonly previews: Pick<PrunePreviews, 'items' | 'turn' | 'breakdown'>;
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
    segments: segmentsOf(previews.breakdown),
    shortfall: shortfallWords(plan, t),
    backupPlace: shorten(printable(backupPlace), PLACE_LENGTH),
    rows: plannedRows(previews, plan, choice, snapshot.cwd, t),
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
  { items, turn }: PlannedPrune['previews'],
  plan: PrunePlan,
  choice: PruneChoice,
  folder: string | null,
  t: Translate,
): PlannedRow[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return [...plan.items]
    .sort((a, b) => b.freedTokens - a.freedTokens)
    .map(({ id, freedTokens, placeholder }) => {
      const item = byId.get(id);
      const becomes = shorten(printable(placeholder), BECOMES_LENGTH);
      return {
        id,
        part: item === undefined ? 'attachment' : partOf(item.kind),
        ...(item === undefined ? { label: becomes, pathAt: 0 } : nameOf(item, folder, t)),
        ...reasonFor(item ?? null, choice, turn, t),
        becomes,
        freedTokens,
      };
    });
}

/** @param folder of the session: paths below it are shown without it. */
function nameOf(
  item: Item,
  folder: string | null,
  t: Translate,
): Pick<PlannedRow, 'label' | 'pathAt'> {
  const subject = item.subject === null ? null : withoutFolder(item.subject, folder);
  const words = itemLabel({ ...item, subject }, t);
  // the first letter of a line stands on its own; a tool's name and a quotation stay as they are
  const isPlain = /^\p{Ll}+(?:[ ,]|$)/u.test(words);
  const label = shorten(isPlain ? capitalized(words) : words, LABEL_LENGTH);
  const path = item.path === null ? '' : printable(withoutFolder(item.path, folder));
  const cutAt = label.indexOf('…');
  const start = cutAt >= 0 ? cutAt : label.length - path.length;
  const isPath = path !== '' && start > 0 && path.endsWith(label.slice(start).replace('…', ''));
  return { label, pathAt: isPath ? start : 0 };
}

function capitalized(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function segmentsOf({ byKind, overheadTokens, totalTokens }: Breakdown): PlannedPage['segments'] {
  const sizes = new Map<BarPart, number>();
  for (const [kind, tokens] of Object.entries(byKind) as [Item['kind'], number][])
    sizes.set(partOf(kind), (sizes.get(partOf(kind)) ?? 0) + tokens);
  sizes.set('system', totalTokens === null ? 0 : overheadTokens);
  return BAR_PARTS.map((part) => ({ part, tokens: Math.max(0, sizes.get(part) ?? 0) })).filter(
    ({ tokens }) => tokens > 0,
  );
}

/** The part of the bar that an item counts to, as in the inspector. */
function partOf(kind: Item['kind']): BarPart {
  switch (kind) {
    case 'document':
      return 'image';
    case 'other':
      return 'attachment';
    default:
      return kind;
  }
}
