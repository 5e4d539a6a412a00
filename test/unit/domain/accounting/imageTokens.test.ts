import assert from 'node:assert/strict';
import { imageTokens } from '../../../../src/domain/accounting/imageTokens';

describe('imageTokens', () => {
  // Patches that the usage of real responses showed, and what is added to each image.
  const measured: [width: number, height: number, generation: 'old' | 'new', patches: number][] = [
    [320, 200, 'new', 96],
    [1280, 800, 'new', 1334],
    [390, 270, 'new', 140],
    [640, 400, 'new', 345],
    [1280, 713, 'new', 1196],
    [1440, 900, 'new', 1716],
    [1421, 1999, 'old', 1551],
    [1559, 853, 'old', 1566],
    [1997, 642, 'old', 1008],
  ];
  for (const [width, height, generation, patches] of measured) {
    it(`counts ${width}×${height} of the ${generation} generation by its pixels`, () => {
      const tokens = imageTokens({ width, height }, generation);
      assert.ok(
        Math.abs(tokens - 4 - patches) <= patches * 0.02,
        `${tokens} for ${patches} patches`,
      );
    });
  }

  it('stays within the documented bounds for any size', () => {
    for (const [width, height] of [
      [1, 1],
      [100_000, 1],
      [30_000, 30_000],
      [2576, 2576],
    ] as const) {
      const tokens = imageTokens({ width, height }, 'new');
      assert.ok(tokens >= 1 && tokens <= 4788, `${width}×${height}: ${tokens}`);
    }
  });
});
