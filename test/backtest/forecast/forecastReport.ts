import { basename } from 'node:path';
import { CORPORA, recordedSessions, turnsOfSession, type RecordedSession } from './corpus';
import { forecastCases, type ForecastCase } from './forecastCases';
import { judge, shortcomings } from './judgement';
import { judgementTable } from './judgementTable';
import { typicalTurns } from './typicalTurns';

/** As in the product; only the typical turns are fitted anew. */
const RULE = { earlier: 0.09, later: 0.1, laterThanNext: 0.18, widest: 4 };

/**
 * Asks after each turn of recorded sessions what the forecast would have said.
 *
 * @param folders by their names those that the forecast was fitted to and those that judge it.
 * @returns in what it was less true than it has to be, on repositories that it was not fitted to.
 */
export function forecastReport(folders: readonly string[]): {
  readonly text: string;
  readonly lacking: readonly string[];
} {
  const sessionsOf = (corpus: string): readonly RecordedSession[] =>
    folders.filter((folder) => basename(folder) === corpus).flatMap(recordedSessions);
  const fitted = sessionsOf(CORPORA.fitted);
  const judged = sessionsOf(CORPORA.judged);
  if (fitted.length === 0 || judged.length === 0)
    return {
      text: `NOT RUN: it needs sessions in ${CORPORA.fitted} and in ${CORPORA.judged}.`,
      lacking: [],
    };
  const all = [...fitted, ...judged];
  const asShipped = byRepository(judged, (session) => casesOf(session));
  const text = [
    `Typical turns of ${CORPORA.fitted}: ${typical(fitted).join(', ')}`,
    titled(`As shipped: fitted to ${CORPORA.fitted}, judged by ${CORPORA.judged}`, asShipped),
    titled(
      `The other way round: fitted to ${CORPORA.judged}, judged by ${CORPORA.fitted}`,
      byRepository(fitted, (session) => casesOf(session, typical(judged))),
    ),
    titled(
      'Each repository judged by what was fitted to all others',
      byRepository(all, (session) =>
        casesOf(
          session,
          typical(all.filter(({ repository }) => repository !== session.repository)),
        ),
      ),
    ),
  ].join('\n\n');
  return { text, lacking: shortcomings(judge([...asShipped.values()].flat())) };
}

function typical(sessions: readonly RecordedSession[]): readonly number[] {
  return typicalTurns(sessions.flatMap(turnsOfSession));
}

/** @param turns typical ones; those of the product by default. */
function casesOf({ steps }: RecordedSession, turns?: readonly number[]): readonly ForecastCase[] {
  const rule = turns === undefined ? undefined : { ...RULE, typicalTurns: turns };
  return steps.flatMap((step) => forecastCases(step, rule));
}

function byRepository(
  sessions: readonly RecordedSession[],
  cases: (session: RecordedSession) => readonly ForecastCase[],
): ReadonlyMap<string, readonly ForecastCase[]> {
  const found = new Map<string, readonly ForecastCase[]>();
  for (const session of sessions)
    found.set(session.repository, [...(found.get(session.repository) ?? []), ...cases(session)]);
  return found;
}

function titled(title: string, cases: ReadonlyMap<string, readonly ForecastCase[]>): string {
  return `${title}\n\n${judgementTable(cases)}`;
}
