import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { REAL_SESSIONS } from '../fixtures/realSessions';
import { CORPORA, recordedSessions, turnsOfSession, type RecordedSession } from './corpus';
import { forecastCases, type ForecastCase } from './forecastCases';
import { judge, shortcomings } from './judgement';
import { judgementTable } from './judgementTable';
import { typicalTurns } from './typicalTurns';

const USAGE = 'Usage: npm run backtest [-- --sessions DIR]';
/** As in the product; only the typical turns are fitted anew. */
const RULE = { earlier: 0.09, later: 0.1, laterThanNext: 0.18, widest: 4 };

/**
 * `npm run backtest`: replays recorded sessions and asks after each turn what the forecast would
 * have said. Ends with 1 where it was less true than it has to be, on repositories that it was not
 * fitted to.
 */
function main(): number {
  const { values } = parseArgs({ options: { sessions: { type: 'string' } } });
  const directory = values.sessions ?? dirname(REAL_SESSIONS);
  const fitted = recordedSessions(join(directory, CORPORA.fitted));
  const judged = recordedSessions(join(directory, CORPORA.judged));
  if (fitted.length === 0 || judged.length === 0) {
    console.log(`NOT RUN: no real sessions in ${directory}. ${USAGE}`);
    return 0;
  }
  const all = [...fitted, ...judged];
  console.log(`Typical turns of ${CORPORA.fitted}: ${typical(fitted).join(', ')}\n`);
  const asShipped = byRepository(judged, (session) => casesOf(session));
  print(`As shipped: fitted to ${CORPORA.fitted}, judged by ${CORPORA.judged}`, asShipped);
  print(
    `The other way round: fitted to ${CORPORA.judged}, judged by ${CORPORA.fitted}`,
    byRepository(fitted, (session) => casesOf(session, typical(judged))),
  );
  print(
    'Each repository judged by what was fitted to all others',
    byRepository(all, (session) =>
      casesOf(session, typical(all.filter(({ repository }) => repository !== session.repository))),
    ),
  );
  const lacking = shortcomings(judge([...asShipped.values()].flat()));
  for (const sentence of lacking) console.log(sentence);
  return lacking.length === 0 ? 0 : 1;
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

function print(title: string, cases: ReadonlyMap<string, readonly ForecastCase[]>): void {
  console.log(`${title}\n\n${judgementTable(cases)}\n`);
}

process.exitCode = main();
