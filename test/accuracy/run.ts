// Holds what the meter says against what replies report: `npm run accuracy -- [DIR…]`.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
import { recordedFiles } from '../fixtures/recordedFiles';
import { figures, OUR_OWN, RECORDED } from './figures';
import { ownSessions, sessionAccuracy, type SessionAccuracy } from './sessionAccuracy';

/**
 * Prints all figures over the sessions below some folders; without one, over sessions of our own
 * whose truth another vocabulary told. Ends with 1 past a gate, and with 2 where there is nothing
 * to measure.
 */
async function main(folders: readonly string[]): Promise<number> {
  const count = await loadTokenCount();
  const sessions =
    folders.length === 0
      ? ownSessions().map((session) => sessionAccuracy(session, count))
      : folders.flatMap((folder): SessionAccuracy[] =>
          recordedFiles(folder).map(({ path, repository }) =>
            sessionAccuracy(
              { name: basename(path), repository, content: readFileSync(path) },
              count,
            ),
          ),
        );
  if (sessions.length === 0) {
    console.error(`There is no session in ${folders.join(', ')}.`);
    return 2;
  }
  const { text, lacking } = figures(sessions, folders.length === 0 ? OUR_OWN : RECORDED);
  console.log(`${String(sessions.length)} sessions\n\n${text}`);
  for (const sentence of lacking) console.log(sentence);
  return lacking.length === 0 ? 0 : 1;
}

main(process.argv.slice(2))
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
