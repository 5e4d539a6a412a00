import assert from 'node:assert/strict';
import type { ToInspectorPage } from '../../../../src/features/inspector/protocol';
import { rowOf } from '../../../../src/features/inspector/rowView';
import { SentItems } from '../../../../src/features/inspector/sentItems';
import { inEnglish } from '../../../../src/wording/translate';
import { ledgerInspection, ledgerItem } from '../../../fixtures/ledgerInspection';

type Items = Extract<ToInspectorPage, { type: 'items' }>;

describe('SentItems', () => {
  const many = {
    ...ledgerInspection(),
    past: [],
    items: Array.from({ length: 1_200 }, (_, index) =>
      ledgerItem(`m${String(index)}`, 'toolResult', index + 1),
    ),
  };
  const send = async (sent: SentItems, inspection: typeof many): Promise<Items[]> => {
    const posted: Items[] = [];
    await sent.send(
      inspection,
      '',
      (item) => rowOf(item, null, inEnglish),
      (message) => posted.push(message as Items),
    );
    return posted;
  };

  it('sends the largest first, in batches, the last one marked', async () => {
    const posted = await send(new SentItems(), many);
    assert.deepEqual(
      posted.map(({ rows, isReset, isLast }) => [rows.length, isReset, isLast]),
      [
        [500, true, false],
        [500, false, false],
        [200, false, true],
      ],
    );
    assert.equal(posted[0]?.rows[0]?.tokens, 1_200);
  });

  it('then sends only what changed, and nothing where nothing did', async () => {
    const sent = new SentItems();
    await send(sent, many);
    assert.deepEqual(await send(sent, many), []);
    const grown = { ...many, items: [...many.items.slice(1), ledgerItem('new', 'toolResult', 7)] };
    const [update, ...more] = await send(sent, grown);
    assert.deepEqual(
      [update?.rows.map(({ id }) => id), update?.gone, update?.isReset, more.length],
      [['new:0'], ['m0:0'], false, 0],
    );
  });

  it('gives way to a newer inspection without losing an item', async () => {
    const sent = new SentItems();
    const seen = new Set<string>();
    const post = (message: ToInspectorPage): void => {
      for (const { id } of (message as Items).rows) seen.add(id);
    };
    const row = (item: Parameters<typeof rowOf>[0]): ReturnType<typeof rowOf> =>
      rowOf(item, null, inEnglish);
    await Promise.all([
      sent.send(many, '', row, post),
      sent.send({ ...many, items: [...many.items] }, '', row, post),
    ]);
    assert.equal(seen.size, 1_200);
  });

  it('begins anew when the page does', async () => {
    const sent = new SentItems();
    await send(sent, many);
    sent.forget();
    assert.equal((await send(sent, many))[0]?.isReset, true);
  });
});
