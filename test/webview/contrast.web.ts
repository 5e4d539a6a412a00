import assert from 'node:assert/strict';

import { themes, type Theme } from './themes';

type Color = readonly [number, number, number];

const TONES = {
  system: ['foreground', 9],
  summary: ['foreground', 16],
  userText: ['green', 26],
  assistantText: ['green', 20],
  thinking: ['green', 13],
  toolCall: ['blue', 14],
  toolResult: ['blue', 24],
  image: ['purple', 28],
  attachment: ['purple', 16],
  machineText: ['purple', 11],
} as const;

/** Text on what it stands on; in high contrast a missing background is the editor's. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['foreground', 'editor-background'],
  ['descriptionForeground', 'editor-background'],
  ['textLink-foreground', 'editor-background'],
  ['foreground', 'editorWidget-background'],
  ['descriptionForeground', 'editorWidget-background'],
  ['editorHoverWidget-foreground', 'editorHoverWidget-background'],
  ['foreground', 'list-hoverBackground'],
  ['textLink-foreground', 'list-hoverBackground'],
  ['foreground', 'list-inactiveSelectionBackground'],
  ['list-activeSelectionForeground', 'list-activeSelectionBackground'],
  ['inputOption-activeForeground', 'inputOption-activeBackground'],
  ['input-foreground', 'input-background'],
  ['input-placeholderForeground', 'input-background'],
  ['dropdown-foreground', 'dropdown-background'],
  ['button-foreground', 'button-background'],
  ['button-secondaryForeground', 'button-secondaryBackground'],
  ['menu-foreground', 'menu-background'],
  ['menu-selectionForeground', 'menu-selectionBackground'],
  ['textPreformat-foreground', 'textPreformat-background'],
  ['foreground', 'textCodeBlock-background'],
];
/** Shapes and edges that carry meaning. */
const SHAPES: readonly (readonly [string, string])[] = [
  ...[
    'charts-green',
    'charts-blue',
    'charts-purple',
    'charts-foreground',
    'foreground',
    'focusBorder',
  ].map((token) => [token, 'editor-background'] as const),
  ...['editorWarning-foreground', 'editorError-foreground', 'editorInfo-foreground'].map(
    (token) => [token, 'editor-background'] as const,
  ),
];

function color(theme: Theme, token: string, fallback = 'editor-background'): Color {
  const value = theme.tokens[token];
  if (value === undefined) return color(theme, fallback);
  const bytes = [1, 3, 5, 7].map((at) => parseInt(value.slice(at, at + 2), 16));
  const alpha = Number.isNaN(bytes[3]!) ? 1 : bytes[3]! / 255;
  const under =
    token === 'editor-background' ? ([0, 0, 0] as const) : color(theme, 'editor-background');
  return mixed([bytes[0]!, bytes[1]!, bytes[2]!], under, alpha);
}

function mixed(over: Color, under: Color, share: number): Color {
  const channel = (at: 0 | 1 | 2): number => over[at] * share + under[at] * (1 - share);
  return [channel(0), channel(1), channel(2)];
}

function luminance(rgb: Color): number {
  const [r, g, b] = rgb.map((value) =>
    value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: Color, b: Color): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (lighter! + 0.05) / (darker! + 0.05);
}

describe('Contrast', () => {
  for (const theme of themes) {
    const isHigh = theme.name.includes('High');

    it(`${theme.name}: every text is legible on what it stands on`, () => {
      const low = TEXTS.map(([text, ground]) => ({
        pair: `${text} on ${ground}`,
        ratio: contrast(color(theme, text, 'foreground'), color(theme, ground)),
      })).filter(({ ratio }) => ratio < 4.5);
      assert.deepEqual(low, []);
    });

    it(`${theme.name}: every shape that says something stands out`, () => {
      const low = SHAPES.map(([shape, ground]) => ({
        pair: `${shape} on ${ground}`,
        ratio: contrast(color(theme, shape), color(theme, ground)),
      })).filter(({ ratio }) => ratio < 3);
      assert.deepEqual(low, []);
    });

    it(`${theme.name}: the text of every cell is legible on its tint`, () => {
      const low = Object.entries(TONES)
        .map(([category, [hue, share]]) => ({
          category,
          ratio: contrast(
            color(theme, 'foreground'),
            isHigh
              ? color(theme, 'editor-background')
              : mixed(
                  color(theme, `charts-${hue}`),
                  color(theme, 'editor-background'),
                  share / 100,
                ),
          ),
        }))
        .filter(({ ratio }) => ratio < 4.5);
      assert.deepEqual(low, []);
    });
  }
});
