import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { storyStage } from '../../demo/storyStage';

const manifest = JSON.parse(
  readFileSync(path.join(__dirname, '../../../package.json'), 'utf8'),
) as {
  contributes: { configuration: { properties: Record<string, { default: number }> } };
};

describe('storyStage', () => {
  for (const [setting, before, after] of [
    ['early', 'far', 'early'],
    ['late', 'early', 'late'],
  ] as const) {
    it(`changes to ${after} where the extension warns by default`, () => {
      const percent =
        manifest.contributes.configuration.properties[`leeway.warnings.${setting}Percent`]!.default;
      assert.deepEqual([percent * 2000 - 1, percent * 2000].map(storyStage), [before, after]);
    });
  }
});
