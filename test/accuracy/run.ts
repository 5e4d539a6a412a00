// Holds what the meter says against what replies report: `npm run accuracy -- [DIR…]`.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
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
          sessionsIn(folder).map(({ path, repository }) =>
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

/** Those right in a folder, or below it; a manifest tells whose they are, else the folder does. */
function sessionsIn(folder: string): { readonly path: string; readonly repository: string }[] {
  const manifest = join(folder, 'manifest.json');
  const repositories = new Map(
    existsSync(manifest)
      ? (JSON.parse(readFileSync(manifest, 'utf8')) as { file: string; repo: string }[]).map(
          ({ file, repo }) => [file, repo],
        )
      : [],
  );
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl') && !/(?:^|[/\\])subagents[/\\]/.test(name))
    .sort()
    .map((name) => ({
      path: join(folder, name),
      repository: repositories.get(name) ?? basename(folder),
    }));
}

main(process.argv.slice(2))
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
