import assert from 'node:assert/strict';

import type { Row, ToInspectorPage } from '../../src/features/inspector/protocol';
import { ledgerInspection, ledgerItem } from '../fixtures/ledgerInspection';
import { hostileTexts } from '../fixtures/hostileTexts';
import { itemsMessage, ledgerMessages, sessionMessage, textContent } from './ledgerMessages';
import { useInspector } from './useInspector';

const MARKUP = [
  '<img src=x onerror="window.broken=1">',
  '<script>window.broken=1</script>',
  '"><svg onload=window.broken=1>',
  '<a href="javascript:window.broken=1">click</a><a href="command:workbench.action.quit">quit</a>',
  '${alert(1)} {{constructor}} ?lit$1$ <!--?lit$-->',
  '<style>*{display:none}</style><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
  '\u202egnp.exe\u202c \u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  ...hostileTexts,
];

describe('The inspector and a hostile transcript', () => {
  const open = useInspector();

  it('shows markup as text wherever it comes from', async () => {
    const items = MARKUP.map((text, index) =>
      ledgerItem(`h${String(index)}`, 'toolResult', 9_000 + index, {
        toolName: text,
        subject: text,
        path: text,
        id: `"><b id=broken>${String(index)}`,
      }),
    );
    const inspection = {
      ...ledgerInspection({ title: MARKUP.join(' '), model: MARKUP[0]! }),
      items,
      past: [],
    };
    const { page, send } = await open([sessionMessage(inspection), itemsMessage(inspection)]);
    for (const grouping of ['Files', 'Tools', 'Turns', 'Items'])
      await page.getByRole('radio', { name: grouping }).check();
    await page
      .locator('tr.line[data-key^="item "]')
      .first()
      .click({ position: { x: 200, y: 10 } });
    await send(textContent(items.at(-1)!.id, MARKUP.join('\n')));
    assert.equal(
      await page
        .locator('.prev pre')
        .evaluate((pre: { textContent: string | null }) => pre.textContent),
      MARKUP.join('\n'),
    );
    assert.equal(await page.evaluate('window.broken'), undefined);
    assert.equal(
      await page
        .locator(
          '#broken, #page script, #page img, #page a, #page style, #page base, #page meta, #page iframe',
        )
        .count(),
      0,
    );
    assert.equal(
      await page.evaluate(
        `[...document.querySelectorAll('#page *')]
          .flatMap((each) => [...each.attributes])
          .filter(({ name }) => name.startsWith('on')).length`,
      ),
      0,
    );
    assert.equal(page.url(), 'http://inspector.test/');
  });

  it('drops what is no message', async () => {
    const { page, sendRaw } = await open(ledgerMessages());
    const before = await page.locator('#page').innerHTML();
    const row = (itemsMessage(ledgerInspection()) as Extract<ToInspectorPage, { type: 'items' }>)
      .rows[0]!;
    const wrong: unknown[] = [
      null,
      'items',
      { type: 'unknown' },
      {
        type: 'items',
        isReset: true,
        rows: [{ ...row, tokens: 'many' }],
        gone: [],
        isLast: true,
        goneBecause: '',
      },
      {
        type: 'items',
        isReset: true,
        rows: [{ ...row, label: 'x'.repeat(20_000_000) } satisfies Row],
        gone: [],
        isLast: true,
        goneBecause: '',
      },
      {
        type: 'content',
        id: 'a',
        content: { type: 'image', source: 'javascript:window.broken=1', width: 1, height: 1 },
        becomes: '',
      },
      {
        type: 'content',
        id: 'a',
        content: {
          type: 'image',
          source: 'data:image/svg+xml;base64,PHN2Zy8+',
          width: 1,
          height: 1,
        },
        becomes: '',
      },
      {
        type: 'content',
        id: 'a',
        content: { type: 'image', source: 'https://evil.example/a.png', width: 1, height: 1 },
        becomes: '',
      },
    ];
    for (const message of wrong) await sendRaw(message);
    assert.equal(await page.locator('#page').innerHTML(), before);
  });

  it('holds what a page of text may hold without breaking out of its box', async () => {
    const { page, send } = await open(ledgerMessages(), { width: 360, height: 900 });
    await page.locator('tr.line[data-key^="item "] .label').first().click();
    await send(textContent('read-src/import/parser.ts-24:0', 'W'.repeat(150_000)));
    assert.equal(
      await page.evaluate('document.documentElement.scrollWidth - innerWidth <= 0'),
      true,
    );
    const box = await page.locator('.prev pre').boundingBox();
    assert.ok(box !== null && box.height <= 280, JSON.stringify(box));
  });

  it('is refused by its own policy what it must not do', async () => {
    const { page, problems } = await open(ledgerMessages());
    await page.evaluate(
      `{
        const script = document.createElement('script');
        script.textContent = 'window.broken=1';
        document.body.append(script);
        const image = document.createElement('img');
        image.src = 'https://evil.example/a.png';
        document.body.append(image);
        document.body.setAttribute('style', 'color:red');
      }`,
    );
    await page.waitForTimeout(100);
    assert.equal(await page.evaluate('window.broken'), undefined);
    const refusals = (problems as string[]).splice(0);
    assert.equal(
      refusals.filter((problem) => /Content Security Policy/.test(problem)).length >= 3,
      true,
      refusals.join('\n'),
    );
  });
});
