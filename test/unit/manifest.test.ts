import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readManifest } from '../l10n/readManifest';
import { EARLIER_PRODUCT, PRODUCT, PRODUCT_NAME, PRODUCT_VERSION } from '../../src/product';
import { SETTINGS, SETTINGS_SECTION, readSettings } from '../../src/host/settings';

const ROOT = join(__dirname, '..', '..');

const manifest = readManifest();
const textOf = (name: string): string => readFileSync(join(ROOT, 'src', name), 'utf8');
const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts'),
);
const source = sources.map(textOf).join('\n');

describe('manifest', () => {
  it('goes by the name that the code has, and by no earlier one', () => {
    assert.deepEqual(
      [manifest.name, manifest.contributes.configuration.title, SETTINGS_SECTION],
      [PRODUCT, PRODUCT_NAME, PRODUCT],
    );
    assert.equal(manifest.version, PRODUCT_VERSION);
    assert.equal(manifest.displayName, `${PRODUCT_NAME}: Context Meter for Claude Code`);
    assert.deepEqual(Object.keys(manifest.bin), [PRODUCT]);
    const { id, settingsSection } = EARLIER_PRODUCT;
    assert.deepEqual(
      sources.filter((name) => [id, settingsSection].some((each) => textOf(name).includes(each))),
      ['product.ts'],
    );
  });

  const { properties } = manifest.contributes.configuration;

  it('declares the settings that the code reads, and no others', () => {
    assert.deepEqual(
      Object.keys(properties).sort(),
      Object.values(SETTINGS)
        .map(({ key }) => `${SETTINGS_SECTION}.${key}`)
        .sort(),
    );
  });

  for (const { key, schema, fallback } of Object.values(SETTINGS)) {
    it(`agrees with the code on leeway.${key}`, () => {
      const property = properties[`${SETTINGS_SECTION}.${key}`];
      assert.ok(property);
      assert.deepEqual(property.default, fallback);
      assert.ok(v.is<v.GenericSchema>(schema, property.default));
      assert.ok((property.markdownDescription ?? '').endsWith('.'), 'a sentence says what it does');
      for (const value of property.enum ?? [])
        assert.ok(v.is<v.GenericSchema>(schema, value), value);
      if (property.enumDescriptions !== undefined)
        assert.equal(property.enumDescriptions.length, property.enum?.length);
      if (property.minimum !== undefined)
        assert.ok(
          v.is<v.GenericSchema>(schema, property.minimum) &&
            !v.is<v.GenericSchema>(schema, property.minimum - 1),
        );
      if (property.maximum !== undefined)
        assert.ok(
          v.is<v.GenericSchema>(schema, property.maximum) &&
            !v.is<v.GenericSchema>(schema, property.maximum + 1),
        );
    });
  }

  it('takes a default for every value that is wrong', () => {
    const defaults = readSettings(() => undefined);
    for (const wrong of [null, 'nonsense', -1, Number.NaN, {}, []]) {
      const read = readSettings((key) =>
        ['configDir', 'claudePath'].includes(key) ? undefined : wrong,
      );
      assert.deepEqual(read, defaults);
    }
  });

  it('runs where the workspace is, and so where its paths are', () => {
    assert.deepEqual(manifest.extensionKind, ['workspace']);
  });

  it('declares the commands that the code registers, and no others', () => {
    const registered = [...source.matchAll(/registerCommand\(\s*'(leeway\.\w+)'/g)].map(
      ([, id]) => id,
    );
    assert.deepEqual(
      manifest.contributes.commands.map(({ command }) => command).sort(),
      registered.sort(),
    );
    assert.deepEqual(
      [...new Set(manifest.contributes.commands.map(({ category }) => category))],
      [PRODUCT_NAME],
    );
  });

  it('ships every file that is read only when it is needed', () => {
    const apart = [...source.matchAll(/\bimport\('[^']*\/(\w+)'\)/g)].map(([, name]) => name!);
    assert.ok(apart.length > 2);
    const shipped = readFileSync(join(ROOT, '.vscodeignore'), 'utf8').split('\n');
    assert.deepEqual(
      apart.filter((name) => !shipped.includes(`!dist/${name}.js`)),
      [],
    );
  });

  it('types the API of the oldest VS Code it runs on', () => {
    assert.equal(`^${manifest.devDependencies['@types/vscode'] ?? ''}`, manifest.engines.vscode);
  });
});
