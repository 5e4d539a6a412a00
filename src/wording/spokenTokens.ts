import type { Translate } from './translate';

/** Tokens for a screen reader, floored: `61 thousand tokens`. */
export function spokenTokens(tokens: number, t: Translate): string {
  if (tokens >= 1_000_000) {
    const tenths = Math.floor(tokens / 100_000);
    const whole = Math.floor(tenths / 10);
    if (tenths % 10 !== 0) return t('{0}.{1} million tokens', whole, tenths % 10);
    return whole === 1 ? t('1 million tokens') : t('{0} million tokens', whole);
  }
  return tokens >= 1000
    ? t('{0} thousand tokens', String(Math.floor(tokens / 1000)))
    : t('{0} tokens', String(tokens));
}
