import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { HeldFiles } from '../../src/io/keeping/heldFiles';
import { localFileSystem } from '../../src/io/sessionFile/sessionFileSystem';
import { silentLog } from '../../src/log';
import { pruneSession } from '../../src/operations/rewriting/pruneSession';
import { rescueLines } from '../../src/operations/rewriting/rescueLines';
import { restoreSession } from '../../src/operations/rewriting/restoreSession';
import { rewriteTools, type RewriteTools } from '../../src/operations/rewriting/rewriteSession';
import { fileSystemWithoutLinks } from '../fixtures/fileSystemWithoutLinks';
import { sessionOfReads } from '../fixtures/sessionOfReads';
import { locksIn, temporaryFilesIn } from './leftovers';
import type { Stage } from './stage';
import type { TortureReport } from './tortureReport';
import type { WriterKind, WriterOrder } from './writer';

/** One that tears its lines is alone: in a file of several, others write into its halves. */
const GROUPS: readonly (readonly WriterKind[])[] = [
  ['perLine', 'overlapping', 'slow', 'held'],
  ['torn'],
];
const GAP_MS = 60;
/** A disk without hard links keeps so many old files in reach, see HeldFiles. */
const MOST_HELD = 12;
const SETTLE_MS = 700;

interface WritersOrder {
  readonly tools: RewriteTools;
  readonly kinds: readonly WriterKind[];
  readonly rewrites: number;
  readonly seed: number;
}

interface RunningWriter {
  readonly kind: WriterKind;
  readonly child: ChildProcess;
}

/**
 * Rewrites a session again and again while processes write into it, each in its way. In the end
 * each line of each of them is there once, and the session itself is as its last rewrite left
 * it.
 *
 * @param script the bundle of writer.ts.
 */
export async function tortureBesideWriters(
  script: string,
  stage: Stage,
  { rewrites, hasLinks, seed }: { rewrites: number; hasLinks: boolean; seed: number },
  report: TortureReport,
): Promise<void> {
  const held = new HeldFiles();
  const tools = rewriteTools({
    configDirectory: stage.configDirectory,
    log: silentLog,
    loadTokenCount: null,
    assumeClosed: true,
    retention: { maxAgeMs: Infinity, maxTotalBytes: Infinity },
    fileSystem: hasLinks ? localFileSystem : fileSystemWithoutLinks('EPERM'),
    ...(hasLinks ? {} : { held }),
  });
  for (const kinds of GROUPS) {
    const share = Math.ceil(rewrites / GROUPS.length);
    const atOnce = hasLinks ? share : MOST_HELD;
    for (let done = 0; done < share; done += atOnce)
      await rewriteBesideWriters(
        script,
        stage,
        { tools, kinds, rewrites: Math.min(atOnce, share - done), seed: seed + done },
        report,
      );
  }
}

async function rewriteBesideWriters(
  script: string,
  stage: Stage,
  { tools, kinds, rewrites, seed }: WritersOrder,
  report: TortureReport,
): Promise<void> {
  const how = `${tools.held === undefined ? 'with' : 'without'} hard links, seed ${String(seed)}`;
  await stage.prepare('prune');
  const original = readFileSync(stage.path, 'utf8');
  const writers = kinds.map((kind, index): RunningWriter => {
    const child = fork(script, []);
    child.send({ path: stage.path, kind, seed: seed + index, gapMs: GAP_MS } satisfies WriterOrder);
    return { kind, child };
  });
  await delay(200);
  const isPruned = await rewriteAgainAndAgain(stage, tools, rewrites, report);
  const written = await Promise.all(writers.map(stopped));
  await delay(SETTLE_MS);
  for (let look = 0; look < 2; look++) {
    const rescued = await rescueLines(stage.path, tools);
    if (rescued.kind === 'refused') report.problem(`the late look is ${rescued.reason}`, how);
    else report.count('lines found late', rescued.lines);
  }
  await tools.held?.release(stage.path);
  const text = readFileSync(stage.path, 'utf8');
  for (const { kind, lines } of written)
    for (const problem of problemsOf(text, kind, lines, report)) report.problem(problem, how);
  if (isPruned === text.startsWith(original))
    report.problem('the session is not as its last rewrite left it', how);
  for (const left of [...temporaryFilesIn(stage.folder), ...locksIn(stage.configDirectory)])
    report.problem(`a rewrite beside writers leaves ${left}`, how);
}

/** Prunes, and takes it back. @returns whether it ended pruned. */
async function rewriteAgainAndAgain(
  { path }: Stage,
  tools: RewriteTools,
  rewrites: number,
  report: TortureReport,
): Promise<boolean> {
  const choice = { kind: 'items', ids: sessionOfReads(8).ids.slice(0, 4) } as const;
  let isPruned = false;
  for (let done = 0, tries = 0; done < rewrites && tries < rewrites * 4; tries++) {
    const outcome = await (isPruned
      ? restoreSession({ path, backupId: null }, tools)
      : pruneSession({ path, choice }, tools));
    if (outcome.kind === 'refused') {
      report.count(`beside writers: refused ${outcome.reason}`);
      continue;
    }
    isPruned = !isPruned;
    done++;
    report.count('rewrites beside writers');
    report.count('lines found before a rewrite', outcome.rescuedLines);
    if (outcome.warning !== null) report.count(`warned ${outcome.warning}`);
  }
  return isPruned;
}

async function stopped({ kind, child }: RunningWriter) {
  const told = once(child, 'message') as Promise<[number]>;
  const exited = once(child, 'exit');
  child.send('stop');
  const [lines] = await Promise.race([
    told,
    exited.then(() => Promise.reject(new Error(`The ${kind} writer died.`))),
  ]);
  await exited;
  return { kind, lines };
}

function problemsOf(
  text: string,
  kind: WriterKind,
  lines: number,
  report: TortureReport,
): readonly string[] {
  const found = new Map<number, number>();
  for (const [, number] of text.matchAll(
    new RegExp(`^\\{"type":"mode","mode":"${kind}","number":(\\d+),"filler":"x*"\\}$`, 'gm'),
  ))
    found.set(Number(number), (found.get(Number(number)) ?? 0) + 1);
  report.count(`lines of the ${kind} writer`, lines);
  const numbers = Array.from({ length: lines }, (_, number) => number);
  const lost = numbers.filter((number) => !found.has(number));
  const doubled = numbers.filter((number) => (found.get(number) ?? 0) > 1);
  const told = (some: readonly number[]): string => {
    const first = some.slice(0, 10).join(' ');
    return `${String(some.length)} of ${String(lines)} lines of the ${kind} writer: ${first}`;
  };
  return [
    ...(lost.length > 0 ? [`lost ${told(lost)}`] : []),
    ...(doubled.length > 0 ? [`doubled ${told(doubled)}`] : []),
  ];
}
