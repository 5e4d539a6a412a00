import { execFileSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
import { silentLog } from '../../src/log';
import { previewPrune, pruneSession } from '../../src/operations/rewriting/pruneSession';
import { rewriteTools, type RewriteTools } from '../../src/operations/rewriting/rewriteSession';
import { extraMemoryBytes } from './peakMemory';

export interface PruneTime {
  readonly pruneMs: number;
  /** `cp` of the same file, its process included. */
  readonly copyMs: number;
  readonly freedTokens: number;
}

const ITEMS = 50;

/** A session that is to be pruned, and the 50 items that a target would take first. */
export interface PruneSubject {
  readonly configDirectory: string;
  readonly copy: string;
  readonly ids: string;
}

/** Copies the session file; the copy is removed with the folder of the benchmark. */
export async function prunable(file: string): Promise<PruneSubject> {
  const configDirectory = `${file}.pruned`;
  const copy = path.join(
    configDirectory,
    'projects',
    'p',
    '5ba08d29-65a1-489d-b90e-69b2be914b7c.jsonl',
  );
  await mkdir(path.dirname(copy), { recursive: true });
  await copyFile(file, copy);
  const tools = rewriteTools({ configDirectory, log: silentLog, loadTokenCount: null });
  const preview = await previewPrune(
    { path: copy, choice: { kind: 'target', tokens: 0 }, untouchedRounds: 0 },
    tools,
  );
  if (preview.kind === 'refused') throw new Error(`The preview was refused: ${preview.reason}`);
  const ids = preview.plan.items.slice(0, ITEMS).map(({ id }) => id);
  if (ids.length < ITEMS) throw new Error(`Only ${ids.length} items can be pruned.`);
  return { configDirectory, copy, ids: ids.join(' ') };
}

/** In a process that has planned on the session before, as the worker has for the preview. */
export async function pruneTime(
  configDirectory: string,
  copy: string,
  ids: string,
): Promise<PruneTime> {
  const tools = await countingTools(configDirectory);
  await previewPrune({ path: copy, choice: { kind: 'items', ids: ids.split(' ') } }, tools);
  const start = performance.now();
  const freedTokens = await prune(copy, ids.split(' '), tools);
  const pruneMs = performance.now() - start;
  const copyStart = performance.now();
  execFileSync('cp', [copy, `${copy}.copied`]);
  return { pruneMs, copyMs: performance.now() - copyStart, freedTokens };
}

/**
 * How far memory rises meanwhile, in a process that has done nothing before. The vocabulary, which
 * is the meter's as well, is left out.
 */
export async function pruneMemory(
  configDirectory: string,
  copy: string,
  ids: string,
): Promise<number> {
  const tools = rewriteTools({ configDirectory, log: silentLog, loadTokenCount: null });
  return (await extraMemoryBytes(() => prune(copy, ids.split(' '), tools))).extraBytes;
}

async function countingTools(configDirectory: string): Promise<RewriteTools> {
  const count = await loadTokenCount();
  return rewriteTools({
    configDirectory,
    log: silentLog,
    loadTokenCount: () => Promise.resolve(count),
  });
}

async function prune(copy: string, ids: readonly string[], tools: RewriteTools): Promise<number> {
  const outcome = await pruneSession({ path: copy, choice: { kind: 'items', ids } }, tools);
  if (outcome.kind === 'refused')
    throw new Error(`The prune was refused: ${outcome.reason} ${outcome.detail ?? ''}`);
  if (outcome.plan.items.length !== ids.length)
    throw new Error(`${outcome.plan.items.length} items were pruned, not ${ids.length}.`);
  return outcome.plan.freedTokens;
}
