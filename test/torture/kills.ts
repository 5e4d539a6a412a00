import { readFileSync } from 'node:fs';
import type { SeededRandom } from '../fixtures/seededRandom';
import type { CallMoment } from './countedCalls';
import { locksIn, temporaryFilesIn, temporaryFilesLeft } from './leftovers';
import { runActor } from './runActor';
import { type Operation, OPERATIONS, type Stage } from './stage';
import type { TortureReport } from './tortureReport';

/** How an operation goes when nobody disturbs it. */
interface Undisturbed {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly calls: number;
  readonly durationMs: number;
}

/**
 * Ends processes by SIGKILL in the middle of what they do, half of them anywhere in its time, half
 * before or after a call that changes something. Then the file has to be the old one or the new
 * one, whole; the old one can be had back from the new one; and one more operation comes about and
 * leaves nothing.
 */
export async function tortureByKills(
  script: string,
  stage: Stage,
  kills: number,
  random: SeededRandom,
  report: TortureReport,
): Promise<void> {
  for (const [index, operation] of OPERATIONS.entries()) {
    const share = Math.floor((kills + index) / OPERATIONS.length);
    if (share === 0) continue;
    const undisturbed = await undisturbedRun(script, stage, operation);
    for (let kill = 0; kill < share; kill++) {
      const isTimed = random.integer(0, 1) === 0;
      const killAfterMs = isTimed ? random.next() * undisturbed.durationMs : undefined;
      const killAt: CallMoment | null = isTimed
        ? null
        : { call: random.integer(1, undisturbed.calls), when: random.pick(['before', 'after']) };
      await stage.prepare(operation);
      const acted = await runActor(
        script,
        { folder: stage.folder, operation, killAt },
        killAfterMs === undefined ? {} : { killAfterMs },
      );
      await stage.settle();
      const how = `${operation}, killed ${
        killAt === null
          ? `after ${killAfterMs!.toFixed(1)} of ${undisturbed.durationMs.toFixed(0)} ms`
          : `${killAt.when} call ${String(killAt.call)} of ${String(undisturbed.calls)}`
      }`;
      report.count(acted.outcome === null ? `${operation}: killed` : `${operation}: had ended`);
      for (const problem of await problemsAfter(stage, operation, undisturbed, report))
        report.problem(problem, how);
    }
  }
}

async function undisturbedRun(
  script: string,
  stage: Stage,
  operation: Operation,
): Promise<Undisturbed> {
  const target = stage.targetOf(operation);
  let fastest: Undisturbed | null = null;
  for (let run = 0; run < 2; run++) {
    await stage.prepare(operation);
    const before = readFileSync(target);
    const acted = await runActor(script, { folder: stage.folder, operation, killAt: null });
    if (acted.outcome !== 'done') throw new Error(`${operation} alone: ${String(acted.outcome)}`);
    const after = readFileSync(target);
    if (after.equals(before)) throw new Error(`${operation} changes nothing`);
    if (fastest !== null && !isSame(fastest.after, after))
      throw new Error(`${operation} is another one each time`);
    if (fastest === null || acted.durationMs < fastest.durationMs)
      fastest = { ...acted, before, after };
  }
  return fastest!;
}

/** A handoff tells the minute in which it was made. */
function isSame(one: Buffer, other: Buffer): boolean {
  const [text, wanted] = [one, other].map((bytes) =>
    bytes.toString('latin1').replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'now'),
  );
  return text === wanted;
}

async function problemsAfter(
  stage: Stage,
  operation: Operation,
  { before, after }: Undisturbed,
  report: TortureReport,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const now = readFileSync(stage.targetOf(operation));
  const isNew = isSame(now, after);
  report.count(`${operation}: the file is ${isNew ? 'the new' : 'the old'} one`);
  if (!isNew && !now.equals(before))
    problems.push(`${operation} leaves a file that is neither old nor new`);
  if (isNew && !(await stage.hasKept(operation, before)))
    problems.push(`${operation} replaces a file that cannot be had back`);
  const next = await stage.runNext(operation);
  if (next !== 'done') problems.push(`after a ${operation} that ended, the next one is ${next}`);
  const locks = locksIn(stage.configDirectory);
  if (locks.length > 0) problems.push(`a ${operation} leaves locks: ${locks.join(', ')}`);
  const left = temporaryFilesIn(stage.folder);
  if (left.length > 0) report.count(`${operation}: temporary files are left`);
  const stays = temporaryFilesLeft(stage.folder);
  if (stays.length > 0) problems.push(`a ${operation} leaves ${stays.join(', ')}`);
  return problems;
}
