import { readFileSync } from 'node:fs';
import { recordedFiles } from '../../fixtures/recordedFiles';
import { recordedSteps, type RecordedStep } from './recordedSteps';

/** A recorded session of a repository. */
export interface RecordedSession {
  readonly repository: string;
  readonly steps: readonly RecordedStep[];
}

/**
 * Folders of recorded sessions: what the forecast was fitted to, and what it is judged by. No
 * repository is in both.
 */
export const CORPORA = { fitted: 'real-2026', judged: 'real' } as const;

/** A test file of a parser counts a few dozen tokens: it is no session. */
const SMALLEST_TOKENS = 10_000;

/** The sessions of a folder. One that is the beginning of another is left out. */
export function recordedSessions(folder: string): readonly RecordedSession[] {
  const found = recordedFiles(folder)
    .map(({ path, repository }) => ({ repository, steps: recordedSteps(readFileSync(path)) }))
    .filter(({ steps }) => steps.some(({ contextTokens }) => contextTokens >= SMALLEST_TOKENS));
  return found.filter((session) => !found.some((other) => isBeginningOf(session, other)));
}

function isBeginningOf({ steps }: RecordedSession, other: RecordedSession): boolean {
  return (
    steps.length < other.steps.length &&
    steps.every(({ contextTokens }, index) => contextTokens === other.steps[index]?.contextTokens)
  );
}

/** What each turn of a session added, the last one that was recorded included. */
export function turnsOfSession({ steps }: RecordedSession): readonly number[] {
  return steps
    .filter(({ laterTokens }) => laterTokens.length === 1) // up to a compaction, or to the end
    .flatMap(({ contextTokens, turnTokens, laterTokens: [last = 0] }) => [
      ...turnTokens,
      Math.max(0, last - contextTokens),
    ]);
}
