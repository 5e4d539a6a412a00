import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { meterAsText } from '../../src/wording/meterReport';
import { inTextsOf } from '../../src/wording/translate';
import { nlsTexts, readManifest } from '../l10n/readManifest';
import { translatedTexts } from '../l10n/translatedTexts';
import { sampleSnapshot } from '../fixtures/sampleSnapshot';

const ROOT = join(__dirname, '..', '..');
const german = JSON.parse(
  readFileSync(join(ROOT, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;
const texts = [
  ...new Set(
    [...translatedTexts(join(ROOT, 'src')), ...translatedTexts(join(ROOT, 'media'))].map(
      ({ text }) => text,
    ),
  ),
];
const places = (text: string): string[] => (text.match(/\{\w+\}|\n|command:[\w.]+/g) ?? []).sort();

describe('German', () => {
  it('has a text for each that goes through l10n.t, and no others', () => {
    assert.ok(texts.length > 600);
    assert.deepEqual(
      texts.filter((text) => !(text in german)),
      [],
    );
    assert.deepEqual(
      Object.keys(german).filter((text) => !texts.includes(text)),
      [],
    );
  });

  it('keeps the places, the line feeds and the endings', () => {
    const changed = texts.filter(
      (text) =>
        german[text] !== undefined &&
        JSON.stringify(places(german[text])) !== JSON.stringify(places(text)),
    );
    assert.deepEqual(changed, []);
    const otherEnds = texts.filter(
      (text) =>
        german[text] !== undefined &&
        ['.', '…'].some((end) => text.endsWith(end) !== german[text]!.endsWith(end)),
    );
    assert.deepEqual(otherEnds, []);
  });

  it('has a text for each of the manifest, and no others', () => {
    const [english, translated] = [nlsTexts(''), nlsTexts('de')];
    assert.deepEqual(Object.keys(translated).sort(), Object.keys(english).sort());
    assert.deepEqual(
      Object.keys(english).filter(
        (key) => JSON.stringify(places(english[key]!)) !== JSON.stringify(places(translated[key]!)),
      ),
      [],
    );
    const named = [
      ...readFileSync(join(ROOT, 'package.json'), 'utf8').matchAll(/"%([^%"]+)%"/g),
    ].map(([, key]) => key!);
    assert.deepEqual([...new Set(named)].sort(), Object.keys(english).sort());
  });

  it('leaves nothing for people in the manifest itself', () => {
    const raw = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as ReturnType<
      typeof readManifest
    >;
    const { commands, configuration, walkthroughs } = raw.contributes;
    const said = [
      ...commands.map(({ title }) => title),
      ...Object.values(configuration.properties).flatMap(
        ({ markdownDescription, enumDescriptions }) => [
          markdownDescription ?? '',
          ...(enumDescriptions ?? []),
        ],
      ),
      ...walkthroughs.flatMap(({ steps }) => steps.map(({ description }) => description)),
    ];
    assert.deepEqual(
      said.filter((text) => !/^%.+%$/.test(text)),
      [],
    );
  });

  it('speaks in the command titles and in a report', () => {
    assert.ok(
      readManifest('de').contributes.commands.some(({ title }) => title === 'Übergabe schreiben…'),
    );
    assert.match(meterAsText(sampleSnapshot(), 0, inTextsOf(german)), /Grenze: /);
  });
});

describe('inTextsOf', () => {
  it('falls back to English, and takes no text that is none', () => {
    const t = inTextsOf({ 'Turn {0}': 'Runde {0}', Bad: 5 });
    assert.deepEqual(
      [t('Turn {0}', 3), t('Other {0}', 3), t('Bad'), t('toString')],
      ['Runde 3', 'Other 3', 'Bad', 'toString'],
    );
  });
});
