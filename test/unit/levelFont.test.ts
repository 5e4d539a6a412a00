import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// @ts-expect-error -- has no types
import { parse } from 'opentype.js';
import {
  FIRST_CODE_POINT,
  LEVELS,
  MADE_AT_SECONDS,
  UNITS_PER_EM,
  levelFont,
  // @ts-expect-error -- plain JavaScript, which the build runs as it is
} from '../../media/icons/levelFont.mjs';
import { PRODUCT } from '../../src/product';

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Command extends Point {
  readonly type: string;
}
interface Glyph {
  readonly index: number;
  readonly advanceWidth: number;
  readonly path: { readonly commands: readonly Command[] };
}
interface Font {
  readonly outlinesFormat: string;
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  readonly tables: { readonly head: Readonly<Record<'created' | 'modified', number>> };
  readonly charToGlyph: (character: string) => Glyph;
}
interface Icon {
  readonly description: string;
  readonly default: { readonly fontPath: string; readonly fontCharacter: string };
}

const ROOT = join(__dirname, '..', '..');
const makeFont = levelFont as () => Buffer;
const [first, count, em] = [FIRST_CODE_POINT, LEVELS, UNITS_PER_EM] as [number, number, number];
const pixel = em / 16;

const bytes = makeFont();
const font = (parse as (buffer: ArrayBuffer) => Font)(Uint8Array.from(bytes).buffer);
const glyphs = Array.from({ length: count }, (_, level) =>
  font.charToGlyph(String.fromCodePoint(first + level)),
);

function contoursOf({ path }: Glyph): readonly (readonly Point[])[] {
  const contours: Point[][] = [];
  for (const { type, x, y } of path.commands) {
    if (type === 'M') contours.push([]);
    if (type !== 'Z') contours.at(-1)!.push({ x, y });
  }
  return contours;
}

/** In pixels; more than nothing where the contour is clockwise, and so is filled. */
function areaOf(contour: readonly Point[]): number {
  const doubled = contour.reduce((sum, { x, y }, at) => {
    const next = contour[(at + 1) % contour.length]!;
    return sum + next.x * y - x * next.y;
  }, 0);
  return doubled / 2 / pixel ** 2;
}

describe('the font of levels', () => {
  it('has a glyph of its own for each of the ten', () => {
    assert.equal(count, 10);
    assert.equal(new Set(glyphs.map(({ index }) => index)).size, count);
    assert.ok(glyphs.every(({ index }) => index > 0));
  });

  it('fills more from level to level, nothing of the first and all of the last', () => {
    const [outline = [], ...others] = glyphs.map((glyph) => contoursOf(glyph).map(areaOf));
    const [outer = 0, hole = 0] = outline;
    assert.ok(outer > 0 && hole < 0 && outline.length === 2);
    const filled = others.map(([itsOuter, itsHole, fill = 0, ...rest]) => {
      assert.deepEqual([itsOuter, itsHole, rest], [outer, hole, []]);
      return fill;
    });
    for (const [at, area] of filled.entries()) assert.ok(area > (filled[at - 1] ?? 0), String(at));
    for (const [at, area] of filled.entries())
      assert.ok(Math.abs(area / filled.at(-1)! - (at + 1) / filled.length) < 0.05, String(at));
  });

  it('draws whole pixels, in the middle of an em that stands on the line as a codicon does', () => {
    assert.equal(font.outlinesFormat, 'truetype');
    assert.deepEqual([font.unitsPerEm, font.ascender, font.descender], [em, em, 0]);
    for (const glyph of glyphs) {
      assert.equal(glyph.advanceWidth, em);
      const numbers = contoursOf(glyph).flatMap((contour) => contour.flatMap(({ x, y }) => [x, y]));
      assert.deepEqual(
        numbers.filter((each) => each % pixel !== 0 || each < 0 || each > em),
        [],
      );
      const [outer = []] = contoursOf(glyph);
      for (const side of ['x', 'y'] as const) {
        const ends = outer.map((point) => point[side]);
        assert.equal(Math.min(...ends) + Math.max(...ends), em, side);
      }
    }
  });

  it('has the same bytes each time, and so does not say when it was built', () => {
    assert.ok(bytes.equals(makeFont()));
    const { created, modified } = font.tables.head;
    assert.deepEqual([created, modified], [MADE_AT_SECONDS, MADE_AT_SECONDS]);
  });

  it('is what the manifest names, in just these characters, and is shipped', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly contributes: { readonly icons: Readonly<Record<string, Icon>> };
    };
    const icons = glyphs.map((_, level): [string, Icon] => [
      `${PRODUCT}-level-${level}`,
      {
        description: '%icon.level%',
        default: {
          fontPath: './dist/levels.ttf',
          fontCharacter: `\\${(first + level).toString(16).toUpperCase()}`,
        },
      },
    ]);
    assert.deepEqual(manifest.contributes.icons, Object.fromEntries(icons));
    const shipped = readFileSync(join(ROOT, '.vscodeignore'), 'utf8').split('\n');
    for (const file of ['dist/levels.ttf', 'media/icons/sessions.svg'])
      assert.ok(shipped.includes(`!${file}`), file);
    assert.ok(existsSync(join(ROOT, 'media/icons/sessions.svg')));
    assert.match(readFileSync(join(ROOT, 'esbuild.mjs'), 'utf8'), /'dist\/levels\.ttf', levelFont/);
  });
});
