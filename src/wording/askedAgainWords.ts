import type { AskedAgain } from '../domain/accounting/askedAgain';
import type { Translate } from './translate';

/** `Claude asked again for 3 of 41 pruned items.`; empty where it did not for any. */
export function askedAgainWords({ pruned, again }: AskedAgain, t: Translate): string {
  return again === 0 ? '' : t('Claude asked again for {0} of {1} pruned items.', again, pruned);
}
