import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { plainText, terminalJson, terminalText } from '../../../src/wording/plainText';
import { inEnglish, inTextsOf } from '../../../src/wording/translate';
import { hostileText, hostileTexts } from '../../fixtures/hostileTexts';

const ROOT = join(__dirname, '..', '..', '..');
const german = JSON.parse(
  readFileSync(join(ROOT, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;
const templates = Object.keys(german);

/** What VS Code makes a link of in a message (its `parseLinkedText`), and runs on a click. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
/** What it draws as an icon in rows, buttons and the status bar. */
const ICON = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/i;
/** Controls, line ends, and what reorders what stands beside it. */
const CONTROL = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Alone, or together with the template's own words and each other, something else than text. */
const HOSTILE: readonly string[] = [
  ...hostileTexts,
  '[Update](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22x%22%7D)',
  '9.0.0 [Update](command:workbench.action.quit) ',
  '[half',
  '](command:workbench.action.quit)',
  '[whole]',
  '(command:workbench.action.quit)',
  'command:workbench.action.quit',
  '$',
  '$(',
  '(zap)',
  'one\nTwo: [info] three\r\n',
  '\u001b]8;;https://example.com\u0007text\u001b]8;;\u0007',
  '\u009b2J\u007f\u0085',
];

function assertPlain(shown: string): void {
  assert.doesNotMatch(shown, LINK);
  assert.doesNotMatch(shown, ICON);
  assert.doesNotMatch(shown, CONTROL);
}

describe('plainText', () => {
  const languages = { English: inEnglish, German: inTextsOf(german) };
  for (const [language, t] of Object.entries(languages))
    it(`leaves no link, no icon and no control in any message, in ${language}`, () => {
      assert.ok(templates.length > 600);
      for (const template of templates) {
        const places = new Set(template.match(/\{\d+\}/g)).size;
        for (const text of HOSTILE)
          assertPlain(plainText(t(template, ...Array<string>(places).fill(text))));
        // what is harmless alone and becomes a link with its neighbour
        for (const pair of [
          ['[half', '](command:workbench.action.quit)'],
          ['[whole]', '(command:workbench.action.quit)'],
          ['$', '(zap)'],
        ])
          assertPlain(plainText(t(template, ...pair, ...pair)));
      }
    });

  it('is what those messages need: without it there are links, icons and controls', () => {
    const raw = templates.flatMap((template) =>
      HOSTILE.map((text) => inEnglish(template, text, text, text)),
    );
    for (const found of [LINK, ICON, CONTROL]) assert.ok(raw.some((text) => found.test(text)));
  });

  it('leaves our own words as they are', () => {
    const inOneLine = [...templates, ...Object.values(german)].filter((text) => !/\n/.test(text));
    for (const text of inOneLine) assert.equal(plainText(text), text.trim());
  });

  it('reads as it was', () => {
    const seen = (text: string): string => text.replaceAll('\u200b', '');
    for (const text of ['[a](b)', '$(gear) x', 'grüße 漢字 👩‍👩‍👧', 'a [b] (c) $ (d)'])
      assert.equal(seen(plainText(text)), text);
  });

  it('has whatever comes plain, in one line and no longer than asked', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        assertPlain(plainText(text));
        assert.equal(plainText(plainText(text)), plainText(text));
        assert.ok(Array.from(plainText(text, 20)).length <= 20);
      }),
      { numRuns: 500 },
    );
    assert.ok(plainText('x'.repeat(5_000_000)).length <= 1000);
  });
});

describe('terminalText', () => {
  it('keeps lines, indents and tabs, and nothing else that moves the cursor', () => {
    assert.equal(
      terminalText('  a\tb\n\u001b[1A\u001b[2Kc\rd\u009b2Je\u007f\u0085f\u202eg\u001b]0;x\u0007\n'),
      '  a\tb\nc d 2Je fg ]0;x \n',
    );
    for (const text of HOSTILE)
      assert.doesNotMatch(terminalText(text).replace(/[\n\t]/g, ''), CONTROL);
  });
});

describe('terminalJson', () => {
  it('is JSON of the same value, with every control escaped', () => {
    for (const text of HOSTILE) {
      const json = terminalJson(JSON.stringify({ [text]: [text] }));
      assert.doesNotMatch(json, CONTROL);
      assert.deepEqual(JSON.parse(json), { [text]: [text] });
    }
  });
});
