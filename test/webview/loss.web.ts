import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { CompactionLoss } from '../../src/domain/compaction/compactionLoss';
import { lossPage } from '../../src/features/loss/lossView';
import type { ToLossPage } from '../../src/features/loss/protocol';
import { inEnglish, inTextsOf, type Translate } from '../../src/wording/translate';
import { hostileTexts } from '../fixtures/hostileTexts';
import { lostThing, nothingLost, sampleLoss } from '../fixtures/sampleLoss';
import { projectDirectory } from '../setup/cacheDirectory';
import { themes } from './themes';
import { usePages } from './usePages';
import { violations } from './violations';

const german = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;
const SIZES = [
  [1280, 800],
  [900, 700],
  [640, 800],
  [360, 800],
  [900, 300],
] as const;

const losses: Readonly<Record<string, () => CompactionLoss>> = {
  lost: () => sampleLoss(),
  nothing: nothingLost,
  many: () =>
    sampleLoss({
      prompts: {
        of: 460,
        isCut: true,
        more: 30,
        lost: Array.from({ length: 200 }, (_, at) =>
          lostThing({ text: `Prompt ${String(at)} about the audit trigger`, turn: at + 1 }),
        ),
      },
    }),
  unknown: () =>
    sampleLoss({
      before: { ...sampleLoss().before, totalTokens: null },
      compaction: { ...sampleLoss().compaction, beforeTokens: null, kind: 'idle' },
      ...{ cutId: null, summary: '', model: null, title: null, earlier: null, turn: 0 },
    }),
};

function message(loss: CompactionLoss, t: Translate = inEnglish): ToLossPage {
  return { type: 'loss', page: lossPage(loss, true, t) };
}

describe('The page of what a compaction took', () => {
  const open = usePages('loss');

  for (const theme of themes)
    it(`${theme.name}: passes axe, wide, narrow and low`, async () => {
      const { page, sendRaw } = await open(message(sampleLoss()), { theme });
      // What differs by theme is colour alone: one theme in all states, the others in the fullest.
      const states = Object.entries(losses).filter(
        ([name]) => theme === themes[0] || name === 'lost',
      );
      for (const [name, loss] of states) {
        await sendRaw(message(loss()));
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          if (name === 'lost') {
            await page.getByRole('checkbox', { name: /audit trigger/ }).setChecked(true);
            await page.getByRole('checkbox', { name: /audit trigger/ }).press('ArrowDown');
          }
          assert.deepEqual(await violations(page), [], `${name} at ${String(width)}`);
          const picture = `loss-${name}-${theme.kind}-${String(width)}-${String(height)}.png`;
          await page.screenshot({ path: path.join(projectDirectory, 'out', 'pictures', picture) });
        }
      }
    }).timeout(180_000);

  for (const [language, texts] of [
    ['English', {}],
    ['German', german],
  ] as const)
    it(`never scrolls sideways and cuts off no button or heading in ${language}`, async () => {
      for (const loss of Object.values(losses)) {
        const { page } = await open(message(loss(), inTextsOf(texts)), {
          bundle: { language, texts },
        });
        for (const width of [300, 360, 560, 561, 640, 720, 721, 899, 1280]) {
          await page.setViewportSize({ width, height: 700 });
          const at = `${language} at ${String(width)} px`;
          assert.equal(
            await page.evaluate(
              'document.documentElement.scrollWidth - document.documentElement.clientWidth',
            ),
            0,
            at,
          );
          const cut: string[] = await page.evaluate(
            `[...document.querySelectorAll('button, h1, h2, header p, th, footer p, .end, .said')]
              .filter((each) => getComputedStyle(each).clipPath === 'none')
              .filter((each) => {
                const { left, right } = each.getBoundingClientRect();
                return right > innerWidth + 0.5 || left < -0.5 ||
                  each.scrollWidth > each.clientWidth + 1;
              })
              .map((each) => each.innerText)`,
          );
          assert.deepEqual(cut, [], at);
        }
      }
    }).timeout(180_000);

  it('says what it was, what is missing of each kind, and how it knows', async () => {
    const { page } = await open(message(sampleLoss()));
    await page
      .getByRole('heading', { name: 'Compacted automatically: 167K → 31K · the third time' })
      .waitFor();
    await page
      .getByText('Compared by distinctive words; the summary may say it in others.')
      .waitFor();
    assert.deepEqual(await page.locator('.count').allInnerTexts(), [
      '3 of 9 prompts',
      '2 of 7',
      '7 of 12, ~21.5K',
      '1 of 3, ~1.1K',
    ]);
    const row = page.getByRole('row', { name: /Keep Postgres 16/ });
    assert.match(await row.innerText(), /1 of 6 words\s+14\s+18/);
    await page.getByText('named, content gone · edited').waitFor();
    await page.getByText('Also gone, not listed: 41 other results ~61K').waitFor();
  });

  it('draws both bars on one scale', async () => {
    const { page } = await open(message(sampleLoss()), { width: 900 });
    const [before, now]: number[] = await page.evaluate(
      `[...document.querySelectorAll('.track')].map((each) =>
        [...each.children].reduce((sum, part) => sum + part.getBoundingClientRect().width, 0))`,
    );
    assert.ok(
      Math.abs(now! / before! - 31.4 / 167.3) < 0.01,
      `${String(now)} of ${String(before)}`,
    );
  });

  it('has nothing selected at first, and acts on what is chosen alone', async () => {
    const { page, sent } = await open(message(sampleLoss()));
    const draft = page.getByRole('button', { name: 'Put into Draft' });
    const handOver = page.getByRole('button', { name: 'Add to Handoff File…' });
    assert.ok((await draft.isDisabled()) && (await handOver.isDisabled()));
    await page.locator('.sum').getByText('Nothing selected').waitFor();
    await page.getByRole('checkbox', { name: /audit trigger/ }).click();
    await page.locator('.sum').getByText('1 selected · 12 tokens').waitFor();
    await page.locator('tr', { hasText: 'services/ledger/replication.py' }).click();
    await page.locator('.sum').getByText('2 selected · ~6.3K tokens').waitFor();
    await draft.click();
    await handOver.click();
    await page.getByRole('button', { name: 'Branch from Before…' }).click();
    await page.getByRole('button', { name: 'Show Summary' }).click();
    await page.getByRole('button', { name: 'Show Turn 18 in the Inspector' }).click();
    assert.deepEqual((await sent()).slice(1), [
      { type: 'draft', of: 'boundary', ids: ['prompts:0', 'files:0'] },
      { type: 'handOver', of: 'boundary', ids: ['prompts:0', 'files:0'] },
      { type: 'branch', of: 'boundary' },
      { type: 'showSummary', of: 'boundary' },
      { type: 'showStep', of: 'boundary', id: 'prompts:1' },
    ]);
  });

  it('says where the draft is now, until something else is chosen', async () => {
    const { page, sendRaw } = await open(message(sampleLoss()));
    await page.getByText('Nothing is sent by itself').waitFor();
    await sendRaw({ type: 'done', text: 'The draft waits in the input box. Nothing was sent.' });
    await page.locator('footer').getByText('The draft waits in the input box.').waitFor();
    await page.getByRole('checkbox', { name: /audit trigger/ }).click();
    await page.getByText('Nothing is sent by itself').waitFor();
  });

  it('is used by keys alone: arrows, Space, groups, all', async () => {
    const { page, sent } = await open(message(sampleLoss()));
    const first = page.getByRole('checkbox', { name: /audit trigger/ });
    await first.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.locator('.sum').getByText('2 selected').waitFor();
    await page.keyboard.press('End');
    const last = 'document.activeElement.getAttribute("aria-label")';
    assert.equal(await page.evaluate(last), '.claude/rules/migrations.md');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    assert.deepEqual((await sent()).at(-1), {
      ...{ type: 'showStep', of: 'boundary', id: 'prompts:0' },
    });
    await page.keyboard.press('Control+a');
    await page.locator('.sum').getByText('13 selected').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'What you wrote', expanded: false }).waitFor();
    const focused = 'document.activeElement.innerText';
    assert.equal(await page.evaluate(focused), 'What you wrote', 'the focus stays there');
    assert.equal(await page.getByRole('checkbox', { name: /audit trigger/ }).count(), 0);
    await page.locator('.sum').getByText('13 selected').waitFor();
    await page.getByRole('checkbox', { name: 'What you wrote' }).click();
    await page.locator('.sum').getByText('10 selected').waitFor();
    await page.getByRole('button', { name: 'What you wrote' }).press('ArrowRight');
    await first.waitFor();
  });

  it('shows five of a group, and all of them when asked', async () => {
    const { page } = await open(message(losses['many']!()));
    const prompts = page.locator('tbody').first();
    assert.equal(await prompts.locator('.thing').count(), 5);
    await prompts.getByRole('button', { name: 'Show 195 More' }).click();
    assert.equal(await prompts.locator('.thing').count(), 200);
    await prompts.getByText('30 more are not listed.').waitFor();
  });

  it('says so where nothing is missing, where nothing can be compared, and while it reads', async () => {
    const { page, sendRaw } = await open(message(nothingLost()));
    assert.deepEqual(await page.locator('.count').allInnerTexts(), [
      'the summary has words of all 9',
      'all 4 are in the context again',
    ]);
    assert.equal(await page.locator('tbody input').count(), 0);
    await sendRaw(message(losses['unknown']!()));
    await page.getByRole('heading', { name: 'Compacted while idle: ? → 31K' }).waitFor();
    await page.getByText('is not in this file, so nothing can be compared.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Branch from Before…' }).isDisabled());
    await sendRaw({ type: 'reading' });
    await page.getByText('Reading the session, to compare it with its summary…').waitFor();
    await sendRaw({ type: 'problem', text: 'The session file is gone.' });
    await page.getByText('The session file is gone.').waitFor();
  });

  it('shows hostile text as text', async () => {
    for (const text of hostileTexts) {
      const { page } = await open(
        message(
          sampleLoss({
            title: text,
            prompts: { of: 1, isCut: false, more: 0, lost: [lostThing({ text })] },
            files: {
              of: 1,
              isCut: false,
              more: 0,
              lost: [lostThing({ kind: 'file', text, words: null })],
            },
          }),
        ),
      );
      await page.locator('.thing').first().waitFor();
      assert.equal(
        await page.locator('main script, main img, main a, main iframe').count(),
        0,
        text,
      );
      assert.equal(
        await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        ),
        0,
        text,
      );
    }
  }).timeout(60_000);
});
