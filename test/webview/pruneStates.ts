import { breakdownOf } from '../../src/domain/accounting/breakdown';
import type { Item } from '../../src/domain/accounting/item';
import { placesOfItems } from '../../src/domain/pruning/placesOfItems';
import { placeholderOf } from '../../src/domain/pruning/placeholder';
import type { PruneChoice, PrunePlan } from '../../src/domain/pruning/prunePlan';
import { plannedPage, type PlannedPrune } from '../../src/features/prune/previewView';
import type { ToPrunePage } from '../../src/features/prune/protocol';
import type { Snapshot } from '../../src/domain/accounting/snapshot';
import { inEnglish, type Translate } from '../../src/wording/translate';
import { ledgerInspection, ledgerItem, NEWEST_TURN } from '../fixtures/ledgerInspection';
import { sampleCache } from '../fixtures/sampleCache';
import { sampleEvidence } from '../fixtures/sampleEvidence';
import { limitWall, sampleSnapshot, tokens, usageCredits } from '../fixtures/sampleSnapshot';

interface Planned {
  readonly items?: readonly Item[];
  /** Of these items the plan has as many, those first that can go. */
  readonly most?: number;
  readonly snapshot?: Partial<Snapshot>;
  readonly choice?: PruneChoice;
  readonly plan?: Partial<PrunePlan>;
  /** Of system prompt and tools; what then is missing stands in no item. */
  readonly overheadTokens?: number | null;
  readonly t?: Translate;
}

/** A plan as the extension sends it: of the ledger session, where nothing else is said. */
export function planMessage({
  items = ledgerInspection().items,
  most = 14,
  snapshot = {},
  choice = { kind: 'target', tokens: 100_000 },
  plan = {},
  overheadTokens = null,
  t = inEnglish,
}: Planned = {}): ToPrunePage {
  const shown = sampleSnapshot({
    title: 'Add CSV import to the ledger',
    cwd: '/home/dev/code/ledgerline',
    ...snapshot,
  });
  const going = items.filter(({ keptBecause }) => keptBecause === null).slice(0, most);
  const freedTokens = going.reduce((sum, item) => sum + item.tokens - 60, 0);
  const before = shown.usage.tokens;
  const planned: PlannedPrune = {
    snapshot: shown,
    previews: {
      items,
      places: placesOfItems(items, before, new Set(items.map(({ id }) => id))),
      turn: NEWEST_TURN,
      breakdown: breakdownOf(items, { overheadTokens }, before),
    },
    plan: {
      items: going.map((item) => ({
        id: item.id,
        freedTokens: item.tokens - 60,
        placeholder: placeholderOf(item),
        isNamed: false,
        evidence: sampleEvidence({
          source: item.kind === 'thinking' ? 'thinking' : 'read',
          superseded: item.marks.includes('superseded') ? 'replaced' : null,
        }),
      })),
      freedTokens,
      beforeTokens: before,
      afterTokens: before === null ? null : Math.max(0, before - freedTokens),
      targetTokens: choice.kind === 'target' ? choice.tokens : null,
      reached: true,
      lowestTokens: 80_000,
      skipped: [],
      place: null,
      ...plan,
    },
    choice,
    backupPlace: '~/.claude/leeway/backups',
  };
  return { type: 'plan', plan: plannedPage(planned, t) };
}

/** So many results of reading, all of which go. */
export function manyItems(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, index) =>
    ledgerItem(`many${String(index)}`, 'toolResult', 90 + ((index * 7919) % 900), {
      toolName: 'Read',
      subject: `src/deeply/nested/folder-${String(index)}/of/modules/reader${String(index)}.ts`,
      path: `src/deeply/nested/folder-${String(index)}/of/modules/reader${String(index)}.ts`,
      turn: 1 + (index % NEWEST_TURN),
      marks: index % 3 === 0 ? ['superseded'] : [],
    }),
  );
}

/** In a window of 1M, with usage credits asked for beyond 200K. */
const inMillion: Partial<Snapshot> = {
  ...tokens(183_200),
  limit: { tokens: 1_000_000, reason: { kind: 'asked1m', model: 'claude-opus-5-5', proof: true } },
  walls: [usageCredits('off'), limitWall(1_000_000)],
};

/** What the page can look like, by name. */
export const pruneStates: Readonly<Record<string, (t?: Translate) => ToPrunePage>> = {
  target: (t) => planMessage({ t }),
  million: (t) => planMessage({ snapshot: inMillion, t }),
  chosen: (t) => planMessage({ most: 1, choice: { kind: 'items', ids: [] }, t }),
  short: (t) => planMessage({ plan: { reached: false, lowestTokens: 81_000 }, t }),
  thinking: (t) =>
    planMessage({
      items: [12_400, 3_100, 900].map((tokens, index) =>
        ledgerItem(`thought${String(index)}`, 'thinking', tokens, {
          ...{ turn: 1 + index, keptBecause: null },
        }),
      ),
      choice: { kind: 'recipe', recipe: 'thinking' },
      t,
    }),
  sizeless: (t) =>
    planMessage({
      snapshot: { ...tokens(null), title: null },
      choice: { kind: 'recipe', recipe: 'images', keepNewest: 3 },
      t,
    }),
  warm: (t) => planMessage({ snapshot: { cache: sampleCache({ usedMs: Date.now() }) }, t }),
  cold: (t) => planMessage({ snapshot: { cache: sampleCache() }, t }),
  many: (t) => planMessage({ items: manyItems(2_000), most: 2_000, t }),
};
