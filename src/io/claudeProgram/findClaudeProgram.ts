import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { claudeCandidates, type ProgramCandidate, type ProgramPlaces } from './claudeCandidates';
import { runProgram } from './runProgram';

/** The `claude` that will be started, asked for its version once. */
export interface ClaudeProgram {
  readonly path: string;
  readonly source: ProgramCandidate['source'];
  readonly version: string;
}

export type ProgramProblem =
  /**
   * `settingWrong`: the setting names nothing that can be started. `notFound`: it is in none of the
   * usual places.
   */
  | { readonly kind: 'notFound' }
  /** The window is restricted: nothing is started, not even to ask for a version. */
  | { readonly kind: 'restricted' }
  | { readonly kind: 'settingWrong'; readonly path: string }
  /** It starts, and does not answer like Claude Code, or not in time. */
  | { readonly kind: 'notClaude' | 'hangs'; readonly path: string }
  /** Without `-p "/compact"` and a resume that takes a model by name. */
  | { readonly kind: 'tooOld'; readonly path: string; readonly version: string };

/** A cold start from a slow disk takes some seconds. */
const VERSION_TIME_LIMIT_MS = 20_000;
/** The oldest release whose session files are read here. */
const OLDEST_MAJOR = 1;

/** Looks for `claude` and asks it for its version; no session is touched. Never throws. */
export async function findClaudeProgram(
  places: ProgramPlaces,
  env: Readonly<Record<string, string>>,
): Promise<ClaudeProgram | { readonly problem: ProgramProblem }> {
  let problem: ProgramProblem | null = null;
  for (const candidate of claudeCandidates(places)) {
    if (!(await isExecutable(candidate.path))) continue;
    const found = await askVersion(candidate, env, places.homeDirectory);
    if ('version' in found) return found;
    problem ??= found.problem;
  }
  if (problem !== null) return { problem };
  const [first] = claudeCandidates(places);
  return {
    problem:
      first?.source === 'setting'
        ? { kind: 'settingWrong', path: first.path }
        : { kind: 'notFound' },
  };
}

async function askVersion(
  { path, source }: ProgramCandidate,
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<ClaudeProgram | { readonly problem: ProgramProblem }> {
  const run = await runProgram(path, ['--version'], {
    cwd,
    env,
    timeLimitMs: VERSION_TIME_LIMIT_MS,
  });
  if (run.ended === 'timeout') return { problem: { kind: 'hangs', path } };
  const version = /^\s*(\d{1,4}\.\d{1,4}\.\d{1,6})\b[^\n]*Claude Code/i.exec(run.stdout)?.[1];
  if (run.ended !== 'exited' || run.exitCode !== 0 || version === undefined)
    return { problem: { kind: 'notClaude', path } };
  return Number(version.split('.')[0]) < OLDEST_MAJOR
    ? { problem: { kind: 'tooOld', path, version } }
    : { path, source, version };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
