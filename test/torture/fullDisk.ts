import { readFileSync, statSync } from 'node:fs';
import { faultyFileSystem } from '../fixtures/faultyFileSystem';
import type { SeededRandom } from '../fixtures/seededRandom';
import { locksIn, temporaryFilesIn } from './leftovers';
import { runActor } from './runActor';
import { type Operation, OPERATIONS, Stage } from './stage';
import type { TortureReport } from './tortureReport';

const REWRITES: readonly [Operation, ...Operation[]] = ['prune', 'undo', 'restore'];
const NEEDS_SPACE = ['makeDirectory', 'create', 'write', 'sync', 'link', 'rename'];

/**
 * Fills the disk at any moment: half of the times by a limit of the system's on the size of each
 * file, half by an error of any one call. What does not come about leaves the old file and nothing
 * else.
 *
 * @param script the bundle of actor.ts.
 */
export async function tortureByFullDisk(
  script: string,
  stage: Stage,
  times: number,
  random: SeededRandom,
  report: TortureReport,
): Promise<void> {
  const calls = new Map<Operation, readonly string[]>();
  for (let time = 0; time < times; time++) {
    const isLimited = time % 2 === 0;
    const operation = isLimited
      ? OPERATIONS[(time / 2) % OPERATIONS.length]!
      : random.pick(REWRITES);
    await stage.prepare(operation);
    const before = readFileSync(stage.targetOf(operation));
    const { outcome, how } = isLimited
      ? await underLimit(script, stage, operation, random)
      : await withFault(stage, operation, random, calls);
    report.count(`full disk: ${operation} ${outcome}`);
    for (const problem of await problemsAfter(stage, operation, before, outcome))
      report.problem(problem, `${operation}, ${how}: ${outcome}`);
  }
}

interface Filled {
  readonly outcome: string;
  readonly how: string;
}

async function underLimit(
  script: string,
  { folder, path }: Stage,
  operation: Operation,
  random: SeededRandom,
): Promise<Filled> {
  // a larger one would let the compaction begin, and Claude Code's own writes fail
  const isSmall = operation === 'handoff' || operation === 'settings';
  const largest = isSmall ? 1 : Math.floor(statSync(path).size / 1024) - 1;
  const mostFileKb = random.integer(0, largest);
  const acted = await runActor(script, { folder, operation, killAt: null }, { mostFileKb });
  return { outcome: acted.outcome ?? 'died', how: `no file above ${String(mostFileKb)} KB` };
}

/** @param calls of an operation that nothing disturbs, once it is known. */
async function withFault(
  stage: Stage,
  operation: Operation,
  random: SeededRandom,
  calls: Map<Operation, readonly string[]>,
): Promise<Filled> {
  let known = calls.get(operation);
  if (known === undefined) {
    const undisturbed = faultyFileSystem(-1, 'ENOSPC');
    await new Stage(stage.folder, undisturbed).run(operation);
    known = undisturbed.calls;
    calls.set(operation, known);
    await stage.prepare(operation);
  }
  const places = [...known.keys()].filter((at) => NEEDS_SPACE.includes(known[at]!));
  const at = places[random.integer(0, places.length - 1)]!;
  const outcome = await new Stage(stage.folder, faultyFileSystem(at, 'ENOSPC')).run(operation);
  return { outcome, how: `ENOSPC at call ${String(at)}, ${known[at]!}` };
}

async function problemsAfter(
  stage: Stage,
  operation: Operation,
  before: Buffer,
  outcome: string,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const isSame = readFileSync(stage.targetOf(operation)).equals(before);
  if (outcome === 'died') problems.push(`${operation} dies on a full disk`);
  if (isSame === (outcome === 'done')) problems.push(`${operation} tells otherwise than it did`);
  if (!isSame && !(await stage.hasKept(operation, before)))
    problems.push(`${operation} replaces a file that cannot be had back`);
  for (const left of temporaryFilesIn(stage.folder)) problems.push(`${operation} leaves ${left}`);
  for (const lock of locksIn(stage.configDirectory)) problems.push(`${operation} leaves ${lock}`);
  const next = await stage.runNext(operation);
  if (next !== 'done') problems.push(`after a ${operation} on a full disk, the next is ${next}`);
  return problems;
}
