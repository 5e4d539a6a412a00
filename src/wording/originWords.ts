import type { Origin } from '../domain/accounting/contextWindow';
import type { Translate } from './translate';

/** Where a setting of Claude Code stands, in words. */
export function originWords({ file, key }: Origin, t: Translate): string {
  return file === null ? t('{0} in the environment', key) : t('{0} in {1}', key, file);
}
