import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';

/** What a typed size is measured by, in tokens; `null` where it is not known. */
export interface TargetFacts {
  readonly usedTokens: number | null;
  readonly limitTokens: number | null;
}

export type TypedTarget = { readonly tokens: number } | { readonly problem: string };

const LEAST_TOKENS = 1000;
const TYPED = /^~?(\d{1,9}(?:[.,]\d{1,6})?)\s*([km%]?)$/i;
const WITH_THOUSANDS = /^\d{1,3}(?:[.,'\u2009\u00a0 ]\d{3})+$/;

/**
 * A size to prune to, as a person types it: `150K`, `0.2M`, `150,000`, or a share such as `60%`, of
 * the limit, or of what the context holds where no limit is known.
 *
 * @returns the size, smaller than the context is now; or why it is none, in a sentence.
 */
export function typedTarget(
  typed: string,
  { usedTokens, limitTokens }: TargetFacts,
  t: Translate,
): TypedTarget {
  const words = typed.replace(/tokens?$/i, '').trim();
  const plain = WITH_THOUSANDS.test(words) ? words.replace(/\D/g, '') : words;
  const [, digits = '', unit = ''] = TYPED.exec(plain) ?? [];
  if (digits === '')
    return { problem: t('Type a size such as 150K or 150,000, or a share such as 60%.') };
  const number = Number(digits.replace(',', '.'));
  const tokens = Math.round(number * perUnit(unit, limitTokens ?? usedTokens ?? 0));
  if (tokens < LEAST_TOKENS)
    return {
      problem:
        unit === '' && number >= 1
          ? t('That would be {0} tokens. For {0} thousand, type {0}K.', number)
          : t('Type at least 1K: what Claude Code itself needs stays in any case.'),
    };
  return usedTokens !== null && tokens >= usedTokens
    ? {
        problem: t(
          'The context holds ~{0}, and {1} is not less. Type a smaller size.',
          formatTokens(usedTokens, 0),
          formatTokens(tokens, 0),
        ),
      }
    : { tokens };
}

function perUnit(unit: string, wholeTokens: number): number {
  switch (unit.toLowerCase()) {
    case 'k':
      return 1000;
    case 'm':
      return 1_000_000;
    case '%':
      return wholeTokens / 100;
    default:
      return 1;
  }
}

/** What may be typed, for the empty field. */
export function targetExamples({ limitTokens }: TargetFacts, t: Translate): string {
  return limitTokens === null
    ? t('A size such as 150K, or a share of the context such as 60%')
    : t('A size such as 150K, or a share of {0} such as 60%', formatTokens(limitTokens, 0));
}
