import assert from 'node:assert/strict';
import fc from 'fast-check';
import { breakdownOf } from '../../../../src/domain/accounting/breakdown';
import type { Item } from '../../../../src/domain/accounting/item';
import type { PrunePlan } from '../../../../src/domain/pruning/prunePlan';
import { plannedPage, type PlannedPrune } from '../../../../src/features/prune/previewView';
import { parseToPrunePage } from '../../../../src/features/prune/protocol';
import { inEnglish, inTextsOf } from '../../../../src/wording/translate';
import { hostileText } from '../../../fixtures/hostileTexts';
import { sampleEvidence } from '../../../fixtures/sampleEvidence';
import { sampleItem } from '../../../fixtures/sampleItem';
import { autoCompact, limitWall, sampleSnapshot } from '../../../fixtures/sampleSnapshot';

const FOLDER = '/home/dev/ledger';
const ITEMS = [
  sampleItem({ id: 'u1:0', turn: 9, tokens: 8_234 }),
  sampleItem({
    id: 'u2:0',
    toolName: 'Bash',
    subject: 'npm test',
    path: null,
    turn: 3,
    marks: ['superseded', 'duplicate'],
  }),
];

const PLACES = new Map([
  ['u1:0', { itemsBehind: 7, tokensBehind: 20_000 }],
  ['u2:0', { itemsBehind: 90, tokensBehind: 120_000 }],
]);

function planned(changes: Partial<PlannedPrune> = {}, plan: Partial<PrunePlan> = {}): PlannedPrune {
  const items = changes.previews?.items ?? ITEMS;
  return {
    snapshot: sampleSnapshot({ cwd: FOLDER }),
    previews: {
      items,
      places: PLACES,
      turn: 10,
      breakdown: breakdownOf(items, { overheadTokens: null }, 152_300),
    },
    plan: {
      items: [
        {
          id: 'u1:0',
          freedTokens: 8_200,
          placeholder: '[pruned: Read app.ts]',
          isNamed: false,
          evidence: sampleEvidence(),
        },
        {
          id: 'u2:0',
          freedTokens: 30_000,
          placeholder: '[pruned: Bash npm test]',
          isNamed: false,
          evidence: sampleEvidence(),
        },
      ],
      freedTokens: 38_200,
      beforeTokens: 152_300,
      afterTokens: 114_100,
      targetTokens: null,
      reached: true,
      lowestTokens: 90_000,
      skipped: [],
      place: null,
      ...plan,
    },
    choice: { kind: 'items', ids: [] },
    backupPlace: '~/.claude/leeway/backups',
    ...changes,
  };
}

const pageOf = (...given: Parameters<typeof planned>): ReturnType<typeof plannedPage> =>
  plannedPage(planned(...given), inEnglish);
const previewsOf = (...items: readonly Item[]): PlannedPrune['previews'] => ({
  items,
  places: PLACES,
  turn: 10,
  breakdown: breakdownOf(items, { overheadTokens: null }, 152_300),
});

describe('plannedPage', () => {
  it('lists the largest first, each with why it goes and what it becomes', () => {
    assert.deepEqual(
      pageOf().rows.map(({ id, label, tags, why, becomes, freedTokens }) => [
        ...[id, label, tags.join(), why, becomes, freedTokens],
      ]),
      [
        [
          ...['u2:0', 'Bash npm test', 'outdated,duplicate'],
          'Read or written again later · 7 turns ago',
          ...['[pruned: Bash npm test]', 30_000],
        ],
        [
          ...['u1:0', 'Read app.ts', '', 'Chosen by you · 1 turn ago'],
          ...['[pruned: Read app.ts]', 8_200],
        ],
      ],
    );
    assert.equal(
      pageOf().rows[0]!.meaning,
      'The file was read again or changed later. The same content is in the context again, later.',
    );
  });

  it('falls back on the placeholder of an item that is not known', () => {
    const [row] = pageOf({ previews: previewsOf() }).rows;
    assert.deepEqual([row!.label, row!.why], ['[pruned: Bash npm test]', 'Chosen by you']);
  });

  it('names files as they are named in the folder of the session, and says where the path begins', () => {
    const rowOf = (subject: string): { label: string; pathAt: number } => {
      const item = sampleItem({ id: 'u1:0', subject, path: subject });
      return pageOf({ previews: previewsOf(item) }).rows[1]!;
    };
    const near = rowOf('src/import/parser.ts');
    assert.equal(near.label, 'Read src/import/parser.ts');
    assert.equal(near.label.slice(near.pathAt), 'src/import/parser.ts');
    const long = rowOf(`/srv/${'folder/'.repeat(60)}parser.ts`);
    assert.match(long.label.slice(long.pathAt), /^….*folder\/parser\.ts$/);
    const command = sampleItem({ id: 'u1:0', toolName: 'Bash', subject: 'ls src', path: null });
    assert.equal(pageOf({ previews: previewsOf(command) }).rows[1]!.pathAt, 0);
  });

  it('begins a line with a capital letter, and a tool as it is called', () => {
    const label = (changes: Partial<Item>): string =>
      pageOf({ previews: previewsOf(sampleItem({ id: 'u1:0', path: null, ...changes })) }).rows[1]!
        .label;
    assert.match(label({ kind: 'image', toolName: null, subject: null }), /^Pasted image/);
    assert.match(label({ toolName: 'my_tool', subject: 'x' }), /^my_tool x/);
  });

  it('has sizes and walls, with the distances to be filled in', () => {
    const page = pageOf({
      snapshot: sampleSnapshot({ walls: [limitWall(200_000), autoCompact(167_000)] }),
    });
    assert.deepEqual(
      page.walls.map(({ name, isLimit, ahead, past }) => [name, isLimit, ahead, past]),
      [
        ['auto-compact', false, '{0} to auto-compact', '{0} past auto-compact'],
        ['limit', true, '{0} to the limit', '{0} past the limit'],
      ],
    );
    assert.equal(page.isExact, true);
    assert.equal(
      pageOf({}, { beforeTokens: 151_000 }).isExact,
      false,
      'the file was read later than the meter',
    );
    assert.equal(
      page.segments.reduce((sum, { tokens }) => sum + tokens, 0),
      152_300,
    );
  });

  it('has parts that are the whole, with what is in no item, more or less than nothing', () => {
    for (const overheadTokens of [100_000, 150_000]) {
      const breakdown = breakdownOf(ITEMS, { overheadTokens }, 152_300);
      const page = pageOf({ previews: { ...previewsOf(...ITEMS), breakdown } });
      const { segments } = page;
      assert.equal(
        segments.reduce((sum, { tokens }) => sum + tokens, 0),
        152_300,
      );
      const own = segments.find(({ part }) => part === 'unexplained');
      assert.equal(own?.tokens, 152_300 - overheadTokens - 2 * 8_234);
      const message = { type: 'plan', plan: page };
      assert.deepEqual(parseToPrunePage(message), message);
    }
  });

  it('says that a plan does not get there', () => {
    assert.equal(pageOf().shortfall, '');
    assert.match(
      pageOf({}, { targetTokens: 80_000, reached: false }).shortfall,
      /^Pruning gets no further than ~90K/,
    );
  });

  it('has a title with and without one of the session, in any language', () => {
    assert.equal(pageOf().title, 'Prune “Add CSV import”');
    const nameless = planned({ snapshot: sampleSnapshot({ title: null }) });
    const german = inTextsOf({ 'Prune {0}': '{0} kürzen', 'this session': 'diese Sitzung' });
    assert.equal(plannedPage(nameless, german).title, 'Diese Sitzung kürzen');
  });

  it('passes the page’s own check, whatever a transcript holds', () => {
    fc.assert(
      fc.property(hostileText(), hostileText(), (subject, path) => {
        const item = sampleItem({ id: 'u1:0', subject, path, toolName: subject, turn: 40 });
        const message = {
          type: 'plan',
          plan: pageOf(
            { snapshot: sampleSnapshot({ title: subject, cwd: path }), previews: previewsOf(item) },
            {
              items: [
                {
                  id: 'u1:0',
                  freedTokens: 1,
                  placeholder: `[pruned: ${path}]`,
                  isNamed: false,
                  evidence: sampleEvidence(),
                },
              ],
            },
          ),
        };
        assert.deepEqual(parseToPrunePage(message), message);
        assert.doesNotMatch(JSON.stringify(message), /[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
    const huge = 'x'.repeat(100_000);
    const item = sampleItem({ id: 'u1:0', subject: huge, path: huge });
    const page = pageOf({ previews: previewsOf(item), backupPlace: huge });
    assert.notEqual(parseToPrunePage({ type: 'plan', plan: page }), null);
  });
});
