/**
 * How Claude Code reads the values of its settings and environment variables. All measured with
 * 2.1.329.
 */

const MIN_WINDOW_TOKENS = 100_000;
const MAX_WINDOW_TOKENS = 1_000_000;
const FIVE_MINUTES_MS = 5 * 60_000;
const ONE_HOUR_MS = 60 * 60_000;

/** `1`, `true`, `yes`, `on` in any case; everything else is no. */
export function isOn(value: string): boolean {
  return /^(?:1|true|yes|on)$/i.test(value.trim());
}

/**
 * A positive whole number. What follows the digits is ignored: `6_000`, `6,000`, `6e3`, `6000.5`
 * and `6000abc` are all 6000, `8k` is 8.
 */
export function asTokens(value: string): number | null {
  const number = leadingNumber(value);
  return number === null || number.value < 1 ? null : Math.floor(number.value);
}

/**
 * A positive whole number and nothing behind it: `100000`, `100_000`, `1e5`. Anything else has no
 * effect (read off 2.1.332).
 */
export function asWholeTokens(value: string): number | null {
  const number = leadingNumber(value);
  return number !== null &&
    number.rest === '' &&
    Number.isInteger(number.value) &&
    number.value >= 1
    ? number.value
    : null;
}

/** Above 0 and up to 100; `50%` is 50. Anything else has no effect. */
export function asPercent(value: string): number | null {
  const number = leadingNumber(value);
  return number !== null && number.value > 0 && number.value <= 100 ? number.value : null;
}

/**
 * A window in an environment variable: `130000`, `130k` and `0.13m` alike, brought within 100K and
 * 1M. To 2.1.270 `130k` was 130.
 */
export function asWindowVariable(value: string): number | null {
  const number = leadingNumber(value);
  if (number === null || number.value <= 0) return null;
  const unit = /^\s*([km])\s*$/i.exec(number.rest)?.[1]?.toLowerCase();
  const tokens = Math.floor(number.value * (unit === 'k' ? 1000 : unit === 'm' ? 1_000_000 : 1));
  return Math.min(Math.max(tokens, MIN_WINDOW_TOKENS), MAX_WINDOW_TOKENS);
}

/**
 * A window in a settings file: a whole number between 100K and 1M, or `auto`. Anything else,
 * strings too, is ignored.
 */
export function asWindowSetting(value: unknown): number | 'auto' | null {
  if (value === 'auto') return value;
  return typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= MIN_WINDOW_TOKENS &&
    value <= MAX_WINDOW_TOKENS
    ? value
    : null;
}

/** `5m` or `1h`, in ms; anything else is ignored. */
export function asLifetimeMs(value: unknown): number | null {
  return value === '5m' ? FIVE_MINUTES_MS : value === '1h' ? ONE_HOUR_MS : null;
}

function leadingNumber(value: string): { value: number; rest: string } | null {
  const text = value
    .trim()
    .slice(0, 64)
    .replace(/(?<=\d)[_,](?=\d)/g, '');
  const found = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?/i.exec(text)?.[0];
  if (found === undefined || !Number.isFinite(Number(found))) return null;
  return { value: Number(found), rest: text.slice(found.length) };
}
