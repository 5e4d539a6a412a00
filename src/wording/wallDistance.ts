import { isPassed, type Wall } from '../domain/accounting/walls';
import type { Translate } from './translate';

/**
 * How far a context is from a wall, by the wall's name: `2K to auto-compact`, and past it
 * `201K past auto-compact`.
 *
 * @param sizeWords words for so many tokens.
 */
export function wallDistance(
  wall: Wall,
  contextTokens: number,
  sizeWords: (tokens: number) => string,
  t: Translate,
): string {
  const size = sizeWords(Math.abs(wall.tokens - contextTokens));
  const isPast = isPassed(wall, contextTokens);
  switch (wall.kind) {
    case 'autoCompact':
      return isPast ? t('{0} past auto-compact', size) : t('{0} to auto-compact', size);
    case 'blocked':
      return isPast ? t('{0} past blocked', size) : t('{0} to blocked', size);
    case 'usageCredits':
      return isPast ? t('{0} past credits', size) : t('{0} to credits', size);
    case 'limit':
      return isPast ? t('{0} past the limit', size) : t('{0} to the limit', size);
  }
}

/** What comes of a wall that was passed; empty where that is not known. */
export function passedWords(wall: Wall, t: Translate): string {
  switch (wall.kind) {
    case 'autoCompact':
      return wall.trigger === 'threshold'
        ? t('it will compact at the next prompt')
        : t('it will compact when a prompt is refused as too long');
    case 'blocked':
      return wall.certain ? t('Claude Code refuses the next prompt') : '';
    case 'usageCredits':
    case 'limit':
      return '';
  }
}
