import { processContext } from '../../domain/accounting/heldContent';
import { itemTokens } from '../../domain/accounting/itemTokens';
import type { HoldingProcess } from '../../domain/accounting/rewriteHistory';
import { readRewriteHistory } from '../reading/readRewriteHistory';
import type { ReadSession } from './lastReadSession';
import type { Refused, RewriteTools } from './rewriteSession';

/**
 * When what was taken back takes effect. A process that never loaded what is taken back now has had
 * it all along.
 *
 * @param process that has the session open; `null` for none.
 * @param now the session as it is read after that; `null` where it could not be.
 */
export async function effectOn(
  process: HoldingProcess | null,
  { path, now }: { readonly path: string; readonly now: ReadSession | Refused | null },
  { configDirectory }: RewriteTools,
): Promise<'atNextStart' | 'afterResume'> {
  if (process === null) return 'atNextStart';
  if (now === null || 'kind' in now) return 'afterResume';
  const { held } = processContext({
    ...now.source,
    tokensOf: (entry, generation) => itemTokens(entry, generation, null),
    history: await readRewriteHistory(configDirectory, path),
    holders: [process],
  });
  return held === null ? 'atNextStart' : 'afterResume';
}
