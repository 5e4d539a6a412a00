import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REWRITE_OPTIONS } from '../../src/cli/rewriteCommands';
import { nlsTexts } from '../l10n/readManifest';
import { translatedTexts } from '../l10n/translatedTexts';

const ROOT = join(__dirname, '..', '..');

/** Words that people met once, and what they read instead. Code and JSON may keep them. */
const RETIRED: readonly (readonly [retired: RegExp, instead: string])[] = [
  [/\bwalls?\b/i, 'limit, next limit'],
  [/\bhard stop/i, 'blocked'],
  [/\brounds?\b/i, 'step'],
  [/\bfor want of\b/i, 'because … are required'],
  [/\bsuperseded\b/i, 'outdated'],
  [/\bpremium\b/i, 'cost extra'],
  [/\buncached\b/i, 'at full price'],
  [/\bcheckpoints?\b/i, 'backup'],
];

/** In German: one word for each thing, and no one who is addressed as a friend. */
const RETIRED_GERMAN: readonly (readonly [retired: RegExp, instead: string])[] = [
  [/\bTokens\b/, 'Token'],
  [/\bEingaben?\b/, 'Prompt'],
  [/\bharte[rn]? Halt/, 'gesperrt, Sperre'],
  [/zurück(?:zu)?nehmen|zurückgenommen/, 'rückgängig machen'],
  [/\b(?:nimm|lass|wähle|tippe|öffne)\b/i, 'Sie'],
];

const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

/** Without what is code, where names of files, keys and settings stand. */
const prose = (markdown: string): string =>
  markdown.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');

function textsForPeople(): readonly string[] {
  const [, usage = ''] = /^const USAGE = `([^]*?)`;$/m.exec(read('src', 'cli.ts')) ?? [];
  const [, unreleased = ''] =
    /^## \[Unreleased\]\n([^]*?)(?=^## \[|$(?![^]))/m.exec(read('CHANGELOG.md')) ?? [];
  return [
    ...[...translatedTexts(join(ROOT, 'src')), ...translatedTexts(join(ROOT, 'media'))].map(
      ({ text }) => text,
    ),
    ...Object.values(nlsTexts('')),
    ...usage.split('\n'),
    ...REWRITE_OPTIONS.split('\n'),
    ...[read('README.md'), read('SECURITY.md'), read('media', 'whatHelps.md'), unreleased].flatMap(
      (markdown) => prose(markdown).split('\n'),
    ),
  ];
}

describe('What people read', () => {
  const texts = textsForPeople();

  for (const [retired, instead] of RETIRED)
    it(`says "${instead}", and not ${String(retired)}`, () => {
      assert.deepEqual(
        texts.filter((text) => retired.test(text)),
        [],
      );
    });

  const german = [
    ...Object.values(
      JSON.parse(read('l10n', 'bundle.l10n.de.json')) as Readonly<Record<string, string>>,
    ),
    ...Object.values(nlsTexts('de')),
  ];
  for (const [retired, instead] of RETIRED_GERMAN)
    it(`says "${instead}" in German, and not ${String(retired)}`, () => {
      assert.deepEqual(
        german.filter((text) => retired.test(text)),
        [],
      );
    });

  it('is read from all places', () => {
    assert.ok(texts.length > 1000);
    assert.ok(texts.some((text) => text.startsWith('# Leeway')));
    assert.ok(texts.some((text) => text.startsWith('- The meter: ')));
    assert.ok(texts.some((text) => text.startsWith('Usage: leeway meter')));
  });
});
