import assert from 'node:assert/strict';
import path from 'node:path';

import type { Pin } from '../../src/domain/recovery/pin';
import type { ToRecoverPage } from '../../src/features/recover/protocol';
import { recoverPage } from '../../src/features/recover/recoverView';
import type { RecoverState } from '../../src/features/recover/recoverState';
import { inEnglish } from '../../src/wording/translate';
import { projectDirectory } from '../setup/cacheDirectory';
import { sampleFacts } from '../fixtures/sampleFacts';
import { hostileTexts } from '../fixtures/hostileTexts';
import { sampleSnapshot, tokens } from '../fixtures/sampleSnapshot';
import { usePages } from './usePages';
import { themes } from './themes';
import { violations } from './violations';

const PINS: readonly Pin[] = [
  {
    place: 'user',
    file: '/home/dev/.claude/settings.json',
    line: 14,
    path: ['model'],
    value: 'claude-sonnet-4-6[1m]',
    standard: 'claude-sonnet-4-6',
  },
  {
    place: 'agent',
    file: '/home/dev/ledger/.claude/agents/reviewer.md',
    line: 4,
    path: ['model'],
    value: 'sonnet[1m]',
    standard: 'sonnet',
  },
  {
    place: 'environment',
    file: null,
    line: null,
    path: ['ANTHROPIC_DEFAULT_OPUS_MODEL'],
    value: 'claude-opus-4-6[1m]',
    standard: null,
  },
];

function messageOf(changes: Partial<RecoverState>): ToRecoverPage {
  const state: RecoverState = {
    facts: sampleFacts({
      openness: 'open',
      usageCredits: { state: 'off', reason: 'out_of_credits' },
    }),
    snapshot: sampleSnapshot({
      ...tokens(214_640),
      title: 'Add CSV import to the ledger',
      model: 'claude-opus-5-5',
    }),
    blockedSinceMs: 1,
    unblocked: null,
    homeDirectory: '/home/dev',
    isRestricted: false,
    compactModel: 'claude-haiku-4-5-20251001',
    holder: { version: '2.1.329', status: 'idle', entrypoint: 'cli', isInTerminal: true },
    results: new Map([['promptAgain', { kind: 'vain', atMs: 1, seconds: 90 }]]),
    ...changes,
  };
  return { type: 'page', page: recoverPage(state, inEnglish, () => '14:02') };
}

const small = {
  facts: sampleFacts({
    problem: 'entitlement' as const,
    tokens: 31_200,
    model: 'claude-sonnet-4-6',
    requestedModel: 'claude-sonnet-4-6[1m]',
    pins: PINS,
  }),
  snapshot: sampleSnapshot({ ...tokens(31_200), title: 'Fix the flaky login test' }),
  holder: null,
  results: new Map(),
};
const pages: Readonly<Record<string, ToRecoverPage>> = {
  grown: messageOf({}),
  pinned: messageOf(small),
  account: messageOf({ ...small, facts: { ...small.facts, pins: [] } }),
  smaller: messageOf({
    unblocked: { how: 'smaller', atMs: 1, tokens: 63_800 },
    results: new Map([['compact', { kind: 'done', atMs: 1 }]]),
  }),
  unblocked: messageOf({ unblocked: { how: 'replied', atMs: 1, tokens: 63_800 } }),
};

describe('The recover page', () => {
  const open = usePages('recover');

  for (const theme of themes) {
    it(`${theme.name}: passes axe, wide and narrow`, async () => {
      for (const [name, message] of Object.entries(pages)) {
        for (const width of [1100, 360]) {
          const { page } = await open(message, { theme, width, height: 900 });
          assert.deepEqual(await violations(page), [], `${name} at ${String(width)}`);
          if (name === 'grown' || name === 'pinned')
            await page.screenshot({
              path: path.join(
                projectDirectory,
                'out',
                'pictures',
                `recover-${name}-${theme.kind}-${String(width)}.png`,
              ),
              fullPage: true,
            });
        }
      }
    });
  }

  for (const [width, zoom] of [
    [1100, 1],
    [560, 1],
    [360, 1],
    [300, 1],
    [600, 2],
  ] as const) {
    it(`never scrolls sideways at ${String(width)} px, zoom ${String(zoom * 100)} %`, async () => {
      for (const [name, message] of Object.entries(pages)) {
        const { page } = await open(message, { width, zoom });
        assert.equal(
          await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          ),
          0,
          name,
        );
      }
    });
  }

  it('has one primary button, and tells which one was pressed', async () => {
    const { page, sent } = await open(pages['grown']);
    assert.deepEqual(await page.locator('button:not(.sec, .lnk)').allInnerTexts(), ['Compact…']);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.innerText'), 'Try Again');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Compact…', exact: true }).click();
    assert.deepEqual(await sent(), [
      { type: 'ready' },
      { type: 'act', action: 'promptAgain' },
      { type: 'act', action: 'compact' },
    ]);
  });

  it('keeps the focus where it was when something changes', async () => {
    const { page, sendRaw } = await open(pages['pinned']);
    await page.locator('[data-action=fixPin1]').focus();
    await sendRaw(messageOf({ ...small, facts: { ...small.facts, pins: PINS.slice(0, 2) } }));
    assert.equal(await page.evaluate('document.activeElement.dataset.action'), 'fixPin1');
  });

  it('takes nothing that comes from a file for markup, and no message that is none', async () => {
    for (const text of [...hostileTexts, '<img src=x onerror=alert(1)>']) {
      const { page } = await open(
        messageOf({
          ...small,
          facts: { ...small.facts, requestedModel: text, pins: [{ ...PINS[0]!, file: text }] },
          snapshot: sampleSnapshot({ title: text, model: text }),
        }),
      );
      assert.equal(await page.locator('main img, main script, main iframe, main a').count(), 0);
    }
    const { page, sendRaw } = await open(pages['grown']);
    for (const wrong of [null, 5, {}, { type: 'page' }, { type: 'page', page: { title: 'x' } }])
      await sendRaw(wrong);
    assert.equal(await page.locator('h1').innerText(), 'Recover “Add CSV import to the ledger”');
  }).timeout(180_000);
});
