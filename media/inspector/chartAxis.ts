import { formatTokens } from '../../src/wording/formatTokens';
import { doTouch, type LabelBox, type Measure } from './chartLabels';
import type { Chart } from './chartLayout';

/** A mark on the axis of tokens, with what stands beside it. */
export interface AxisTick {
  readonly tokens: number;
  readonly words: string;
}

/** Below the axis of turns. */
export interface TurnTick {
  readonly text: string;
  readonly box: LabelBox;
  readonly isNow: boolean;
}

/** Steps between two ticks, the best to read first; times a power of ten. */
const MANTISSAS = [1, 5, 2, 2.5, 4, 3, 1.5, 6, 7.5, 1.25, 8] as const;
const MOST_TICKS = 5;
const FEWEST_TICKS = 4;
const TURN_STEPS = [1, 2, 5] as const;
/** Between the beginnings of two turns that are numbered for the scale alone. */
const TURNS_APART_PX = 48;
const APART_PX = 8;
const TICK_PX = { below: 3, height: 14 };

/**
 * Four or five ticks from 0 on, none above the top: by preference such that one is at the top, each
 * as short as tokens can be said without rounding.
 * @param topTokens at least 1,000.
 */
export function axisTicks(topTokens: number): readonly AxisTick[] {
  const power = Math.floor(Math.log10(topTokens));
  let best: { readonly ticks: readonly AxisTick[]; readonly cost: number } | null = null;
  for (const exponent of [power, power - 1])
    for (const [rank, mantissa] of MANTISSAS.entries()) {
      const step = mantissa * 10 ** exponent;
      const count = Math.floor(topTokens / step) + 1;
      if (count < FEWEST_TICKS || count > MOST_TICKS) continue;
      const tokens = Array.from({ length: count }, (_, index) => index * step);
      if (!tokens.every(isSaidExactly)) continue;
      const ticks = tokens.map((each) => ({ tokens: each, words: formatTokens(each, 1) }));
      const isAtTop = topTokens % step === 0;
      const hasFraction = ticks.some(({ words }) => words.includes('.'));
      const cost = rank + (isAtTop ? 0 : 6) + (hasFraction ? 3 : 0);
      if (best === null || cost < best.cost) best = { ticks, cost };
    }
  return best?.ticks ?? [{ tokens: 0, words: formatTokens(0, 1) }];
}

/** One decimal says it: `1.5K`, but not `1.25K`. */
function isSaidExactly(tokens: number): boolean {
  const unit = tokens >= 1_000_000 ? 100_000 : tokens >= 1_000 ? 100 : 1;
  return Number.isInteger(tokens / unit);
}

/**
 * Now and the first turn, the end of the forecast, the turns of what cut the context back, then as
 * many in between as there is room for. None is nearer to another than a gap, and all are within
 * the picture.
 */
export function turnTicks(
  chart: Chart,
  widthPx: number,
  words: { readonly first: string; readonly now: string },
  measure: Measure,
): readonly TurnTick[] {
  const { plot, now, lastTurn, forecast, events, xOfTurn } = chart;
  const ticks: TurnTick[] = [];
  const add = (x: number, text: string, side: 'start' | 'middle' | 'end', isNow = false): void => {
    const width = measure(text);
    const from = side === 'start' ? x : side === 'end' ? x - width : x - width / 2;
    const left = Math.max(0, Math.min(from, widthPx - width));
    const top = plot.bottom + TICK_PX.below;
    const box = { left, right: left + width, top, bottom: top + TICK_PX.height };
    const around = { ...box, left: box.left - APART_PX, right: box.right + APART_PX };
    if (ticks.every((tick) => tick.text !== text && !doTouch(tick.box, around)))
      ticks.push({ text, box, isNow });
  };
  add(now.x, words.now, 'middle', true);
  if (lastTurn > 1) add(xOfTurn(0), words.first, 'start');
  if (forecast !== null && forecast.turn > lastTurn) add(plot.right, String(forecast.turn), 'end');
  const isBetween = (turn: number): boolean => turn > 1 && turn < lastTurn;
  for (const { x, step } of events.slice().reverse())
    if (isBetween(step.turn)) add(x, String(step.turn), 'middle');
  const step = turnsBetween(xOfTurn(1) - xOfTurn(0));
  for (let turn = step; turn < lastTurn; turn += step)
    if (isBetween(turn)) add(xOfTurn(turn - 0.5), String(turn), 'middle');
  return ticks;
}

/** 1, 2, 5, 10, 20 and so on. */
function turnsBetween(turnPx: number): number {
  for (let power = 1; ; power *= 10)
    for (const each of TURN_STEPS)
      if (each * power * turnPx >= TURNS_APART_PX || power > 1e9) return each * power;
}
