import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { recordedSteps, type RecordedStep } from './recordedSteps';

/** A recorded session of a repository. */
export interface RecordedSession {
  readonly repository: string;
  readonly steps: readonly RecordedStep[];
}

/**
 * Below the directory of the real sessions: what the forecast was fitted to, and what it is judged
 * by. No repository is in both.
 */
export const CORPORA = { fitted: 'real-2026', judged: 'real' } as const;

/** A test file of a parser counts a few dozen tokens: it is no session. */
const SMALLEST_TOKENS = 10_000;

/**
 * The sessions of a directory with a manifest that tells whose they are; none where it is absent.
 * One that is the beginning of another is left out.
 */
export function recordedSessions(directory: string): readonly RecordedSession[] {
  const manifest = join(directory, 'manifest.json');
  if (!existsSync(manifest)) return [];
  const repositories = new Map(
    (JSON.parse(readFileSync(manifest, 'utf8')) as { file: string; repo: string }[]).map(
      ({ file, repo }) => [file, repo],
    ),
  );
  const found = readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => ({
      repository: repositories.get(name) ?? name,
      steps: recordedSteps(readFileSync(join(directory, name))),
    }))
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
