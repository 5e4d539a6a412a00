// The pictures of the walkthrough. They are drawn in the colours of the theme, by attributes alone:
// VS Code allows no style in them. Their words are numbers, names and commands, which are the same
// in every language.

const WIDTH = 520;
const HEIGHT = 320;
const FONT = 'var(--vscode-font-family, sans-serif)';

const color = (name: string, otherwise: string): string => `var(--vscode-${name}, ${otherwise})`;
const INK = color('editor-foreground', '#cccccc');
const PAPER = color('editor-background', '#1f1f1f');
const FAINT = color('descriptionForeground', '#9d9d9d');
const EDGE = color('widget-border', color('contrastBorder', '#454545'));
const GREEN = color('charts-green', '#89d185');
const BLUE = color('charts-blue', '#3794ff');
const PURPLE = color('charts-purple', '#b180d7');
const ORANGE = color('charts-orange', '#d18616');
const YELLOW = color('charts-yellow', '#cca700');
const RED = color('charts-red', '#f14c4c');

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, inside = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${String(value)}"`);
  return `<${name}${written.join('')}${inside === '' ? '/>' : `>${inside}</${name}>`}`;
}

function rect({ x, y, w, h }: Box, attributes: Attributes): string {
  return element('rect', { x, y, width: w, height: h, ...attributes });
}

function path(d: string, attributes: Attributes): string {
  return element('path', { d, fill: 'none', ...attributes });
}

function words(x: number, y: number, text: string, attributes: Attributes = {}): string {
  const drawn = { x, y, fill: INK, 'font-family': FONT, 'font-size': 14, ...attributes };
  return element('text', drawn, text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
}

function card(box: Box): string {
  return rect(box, { rx: 6, fill: PAPER, stroke: EDGE });
}

/** Lines of a text that nobody has to read. */
function lines(x: number, y: number, widths: readonly number[], fill: string = FAINT): string[] {
  return widths.map((w, row) =>
    rect({ x, y: y + row * 16, w, h: 6 }, { rx: 3, fill, opacity: 0.6 }),
  );
}

function arrow(x: number, y: number, length: number): string {
  const d = `M${String(x)} ${String(y)}h${String(length)}m-8 -7l8 7l-8 7`;
  return path(d, { stroke: INK, 'stroke-width': 2, 'stroke-linecap': 'round' });
}

/** The context as a bar: parts in tokens of 200K, and the places of limits. */
function contextBar(
  { x, y, w, h }: Box,
  parts: readonly (readonly [thousands: number, fill: string])[],
  limits: readonly number[] = [],
): string[] {
  const at = (thousands: number): number => Math.round((thousands * w) / 200);
  let used = 0;
  const filled = parts.map(([thousands, fill]) => {
    const part = rect({ x: x + at(used), y, w: at(thousands), h }, { fill });
    used += thousands;
    return part;
  });
  const ticks = limits.map((limit) =>
    path(`M${String(x + at(limit))} ${String(y - 6)}v${String(h + 12)}`, {
      stroke: RED,
      'stroke-width': 2,
    }),
  );
  return [rect({ x, y, w, h }, { fill: PAPER, stroke: EDGE }), ...filled, ...ticks];
}

/** A strip of the status bar with the item in it. */
function statusBar(y: number, text: string, background: string, foreground: string): string[] {
  return [
    rect({ x: 20, y, w: 480, h: 34 }, { rx: 4, fill: PAPER, stroke: EDGE }),
    rect({ x: 290, y: y + 1, w: 196, h: 32 }, { fill: background }),
    words(388, y + 22, text, { fill: foreground, 'text-anchor': 'middle' }),
  ];
}

function meter(): string[] {
  const bar = { x: 20, y: 30, w: 480, h: 30 };
  const warning = color('statusBarItem-warningBackground', '#7a6400');
  const error = color('statusBarItem-errorBackground', '#c72e0f');
  return [
    ...contextBar(bar, [[152, GREEN]], [167, 200]),
    words(384, 90, '152K', { 'text-anchor': 'end' }),
    words(421, 90, '167K', { fill: RED, 'text-anchor': 'middle' }),
    words(500, 90, '200K', { fill: RED, 'text-anchor': 'end' }),
    ...statusBar(130, '104K / 200K', 'none', INK),
    ...statusBar(185, '152K / 200K', warning, color('statusBarItem-warningForeground', '#ffffff')),
    ...statusBar(240, '165K / 200K', error, color('statusBarItem-errorForeground', '#ffffff')),
  ];
}

const CELLS: readonly (readonly [Box, string, string, string])[] = [
  [{ x: 20, y: 82, w: 190, h: 110 }, BLUE, 'ledger.csv', '31K'],
  [{ x: 214, y: 82, w: 130, h: 110 }, BLUE, 'import.ts', '18K'],
  [{ x: 348, y: 82, w: 152, h: 53 }, PURPLE, '1440×900', '9K'],
  [{ x: 348, y: 139, w: 76, h: 53 }, ORANGE, 'npm', '6K'],
  [{ x: 428, y: 139, w: 72, h: 53 }, GREEN, '…', '5K'],
];

function inspector(): string[] {
  const cells = CELLS.flatMap(([box, fill, name, tokens]) => [
    rect(box, { fill, opacity: 0.35 }),
    rect(box, { fill: 'none', stroke: fill }),
    words(box.x + 8, box.y + 20, name, { 'font-size': 12 }),
    words(box.x + 8, box.y + 37, tokens, { 'font-size': 12, fill: FAINT }),
  ]);
  const rows = CELLS.slice(0, 4).flatMap(([box, fill, name, tokens], row) => {
    const y = 226 + row * 24;
    return [
      words(20, y, name, { 'font-size': 13 }),
      rect({ x: 214, y: y - 10, w: Math.round(box.w * box.h * 0.01), h: 10 }, { fill }),
      words(500, y, tokens, { 'font-size': 13, 'text-anchor': 'end' }),
    ];
  });
  const parts = [
    [18, FAINT],
    [22, GREEN],
    [49, BLUE],
    [9, PURPLE],
    [6, ORANGE],
  ] as const;
  return [...contextBar({ x: 20, y: 28, w: 480, h: 28 }, parts, [167]), ...cells, ...rows];
}

function prune(): string[] {
  const rows = [
    ['ledger.csv', '31K', true],
    ['src/import.ts', '18K', false],
    ['npm test', '6K', true],
    ['src/store.ts', '4K', false],
  ] as const;
  const list = rows.flatMap(([name, tokens, goes], row) => {
    const y = 24 + row * 42;
    const box = { x: 20, y, w: 480, h: 34 };
    return goes
      ? [
          rect(box, { rx: 4, fill: 'none', stroke: FAINT, 'stroke-dasharray': '5 4' }),
          words(36, y + 22, name, { fill: FAINT, 'text-decoration': 'line-through' }),
          words(484, y + 22, `−${tokens}`, { fill: GREEN, 'text-anchor': 'end' }),
        ]
      : [card(box), words(36, y + 22, name), words(484, y + 22, tokens, { 'text-anchor': 'end' })];
  });
  const bar = { x: 20, y: 226, w: 480, h: 30 };
  return [
    ...list,
    ...contextBar(bar, [[115, BLUE]], [167]),
    rect(
      { x: 296, y: 226, w: 89, h: 30 },
      {
        fill: 'none',
        stroke: FAINT,
        'stroke-dasharray': '5 4',
      },
    ),
    words(20, 286, '152K → ~115K'),
    path('M470 276h16a9 9 0 0 1 0 18h-22m6 -25l-7 7l7 7', {
      stroke: INK,
      'stroke-width': 2,
      'stroke-linecap': 'round',
    }),
  ];
}

function compact(): string[] {
  const long = Array.from({ length: 15 }, (_, row) => 190 - ((row * 37) % 90));
  return [
    card({ x: 20, y: 20, w: 214, h: 264 }),
    ...lines(32, 34, long),
    words(127, 306, '152K', { 'text-anchor': 'middle' }),
    words(265, 130, '/compact', { 'text-anchor': 'middle', 'font-size': 12 }),
    arrow(246, 146, 38),
    card({ x: 296, y: 96, w: 204, h: 104 }),
    ...lines(308, 114, [180, 150, 172, 120, 96], GREEN),
    words(398, 224, '~24K', { 'text-anchor': 'middle' }),
  ];
}

function handoff(): string[] {
  const archive = { x: 20, y: 250, w: 130, h: 40 };
  return [
    card({ x: 20, y: 40, w: 130, h: 160 }),
    ...lines(32, 56, [106, 84, 98, 60, 104, 78, 92, 50, 88]),
    arrow(160, 120, 34),
    card({ x: 204, y: 60, w: 124, h: 120 }),
    words(266, 84, 'HANDOFF.md', { 'text-anchor': 'middle', 'font-size': 13 }),
    ...lines(218, 98, [92, 70, 84, 52, 76], YELLOW),
    arrow(338, 120, 34),
    card({ x: 382, y: 40, w: 118, h: 160 }),
    words(394, 66, '❯ claude', { 'font-size': 13, fill: GREEN }),
    ...lines(394, 82, [84, 60], GREEN),
    words(441, 226, '4K', { 'text-anchor': 'middle' }),
    path('M85 208v34m-6 -8l6 8l6 -8', { stroke: FAINT, 'stroke-width': 2 }),
    rect(archive, { rx: 4, fill: PAPER, stroke: EDGE }),
    path('M20 262h130M76 274h18', { stroke: FAINT, 'stroke-width': 2 }),
  ];
}

function companion(): string[] {
  const plugin = { x: 40, y: 176, w: 140, h: 60 };
  return [
    card({ x: 20, y: 40, w: 200, h: 220 }),
    words(36, 70, '❯ claude', { 'font-size': 13, fill: GREEN }),
    ...lines(36, 88, [150, 120, 138, 96], GREEN),
    rect(plugin, { rx: 6, fill: BLUE, opacity: 0.35 }),
    rect(plugin, { rx: 6, fill: 'none', stroke: BLUE }),
    words(110, 211, 'leeway', { 'text-anchor': 'middle' }),
    arrow(234, 194, 60),
    path('M294 222h-60m8 -7l-8 7l8 7', {
      stroke: INK,
      'stroke-width': 2,
      'stroke-linecap': 'round',
    }),
    words(264, 180, '115K', { 'text-anchor': 'middle', 'font-size': 12 }),
    words(264, 246, '/resume', { 'text-anchor': 'middle', 'font-size': 12 }),
    card({ x: 308, y: 40, w: 192, h: 220 }),
    ...contextBar({ x: 324, y: 66, w: 160, h: 24 }, [[115, GREEN]], [167]),
    words(404, 126, '115K / 200K', { 'text-anchor': 'middle' }),
    ...lines(324, 150, [150, 110, 132, 84, 120]),
  ];
}

const STEPS = { meter, inspector, prune, compact, handoff, companion };

/** The picture of each step as SVG, by the id of the step. */
export function walkthroughPictures(): Readonly<Record<keyof typeof STEPS, string>> {
  const picture = (shapes: readonly string[]): string => {
    const size = { viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`, role: 'img' };
    const inside = shapes.map((shape) => `\n  ${shape}`).join('');
    return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size }, `${inside}\n`)}\n`;
  };
  return {
    meter: picture(STEPS.meter()),
    inspector: picture(STEPS.inspector()),
    prune: picture(STEPS.prune()),
    compact: picture(STEPS.compact()),
    handoff: picture(STEPS.handoff()),
    companion: picture(STEPS.companion()),
  };
}
