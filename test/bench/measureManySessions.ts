import { lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { projectSlug } from '../../src/io/sessions/projectDirectory';
import type { Report, Request } from '../../src/worker/protocol';
import { writeSession } from '../fixtures/writtenSessions';
import { activationIn } from './measureActivation';
import { followInWorker, keepSummaries, searchSession } from './subject';
import { readInChunks } from './yardsticks';

const MANY = 5_000;
const OWN = 300;
const IN_FOLDER = 1_000;
/** That hold the rest. */
const FOLDERS = 37;
const USUAL = 3;
/** They make some 20 KB of a session. */
const TURNS = 8;

/** The folder that a window shows: some hundred sessions of its own, or the usual few. */
const workspaceIn = (machine: string): string => path.join(machine, 'ledger');
/** One that has a thousand, the newest of all. */
const folderIn = (machine: string): string => path.join(machine, 'thousand');
const configIn = (machine: string): string => path.join(machine, 'claude');

/** A machine with 5,000 sessions in 39 folders, or with the usual few in one. */
export async function writeMachine(machine: string, size: 'many' | 'few'): Promise<void> {
  for (const each of [workspaceIn(machine), folderIn(machine)])
    await mkdir(each, { recursive: true });
  for (let at = 0; at < (size === 'many' ? MANY : USUAL); at++) {
    const cwd =
      at < OWN
        ? workspaceIn(machine)
        : at < OWN + IN_FOLDER
          ? folderIn(machine)
          : path.join(machine, `folder-${String(at % FOLDERS)}`);
    const ageMs = cwd === folderIn(machine) ? 1e6 : 1e7 + at;
    const session = writeSession(configIn(machine), cwd, `session-${String(at)}`, ageMs, TURNS);
    if (at === 0) session.turn(31_000); // the active one
  }
}

/** What they cost as the extension is activated in that window, in milliseconds. */
export async function activationOnMachine(
  machine: string,
  dist: string,
): Promise<{ readonly returnedMs: number; readonly followingMs: number }> {
  process.env['CLAUDE_CONFIG_DIR'] = configIn(machine);
  const { loadMs, activateMs, followingMs } = await activationIn(
    [workspaceIn(machine)],
    dist,
    'following',
  );
  return { returnedMs: loadMs + activateMs, followingMs };
}

/** From the start of its worker to the first number, in milliseconds. */
export async function firstOfMachine(machine: string, dist: string): Promise<number> {
  const { firstMs } = await followInWorker({
    script: path.join(dist, 'worker.js'),
    configDirectory: configIn(machine),
    workspace: workspaceIn(machine),
  });
  return firstMs;
}

/** Leaves the next window what all of them told, those of the folder and those elsewhere. */
export function keepsSummaries(machine: string): Promise<number> {
  return keepSummaries(configIn(machine), folderIn(machine));
}

export interface Listed {
  /** From the question to the answer, in a worker that was asked for none before. */
  readonly coldMs: number;
  /** The best of some more. */
  readonly warmMs: number;
  readonly rows: number;
}

/** How long the worker of a new window takes to list sessions, once it has its first number. */
export async function listsSessions(
  machine: string,
  dist: string,
  scope: 'folder' | 'everywhere',
): Promise<Listed> {
  const worker = new Worker(path.join(dist, 'worker.js'));
  const told = <Type extends Report['type']>(
    type: Type,
  ): Promise<Extract<Report, { readonly type: Type }>> =>
    new Promise((resolve) => {
      const look = (report: Report): void => {
        if (report.type !== type) return;
        worker.off('message', look);
        resolve(report as Extract<Report, { readonly type: Type }>);
      };
      worker.on('message', look);
    });
  const following = told('following');
  worker.postMessage({
    type: 'follow',
    target: {
      configDirectory: configIn(machine),
      folders: [scope === 'folder' ? folderIn(machine) : workspaceIn(machine)],
      ...{ windowPids: [process.pid], focus: [], pinnedPath: null },
    },
    preferences: { limitTokens: 0, usageCreditsWall: 'auto' },
  } satisfies Request);
  await following;
  await pause(150); // what was read first is settled
  const list = async (id: number): Promise<{ readonly ms: number; readonly rows: number }> => {
    const start = performance.now();
    const listed = told('listed');
    worker.postMessage({
      ...{ type: 'list', id },
      scope: scope === 'folder' ? 'workspace' : 'everywhere',
    } satisfies Request);
    const { sessions } = await listed;
    return { ms: performance.now() - start, rows: sessions.length };
  };
  const { ms: coldMs, rows } = await list(1);
  const warm: number[] = [];
  for (let id = 2; id < 6; id++) warm.push((await list(id)).ms);
  await worker.terminate();
  return { coldMs, warmMs: Math.min(...warm), rows };
}

export interface ListedFacts {
  /** Reading what is kept, and parsing it. */
  readonly keptMs: number;
  /** An `lstat` of each file that has to be looked at. */
  readonly lstatMs: number;
}

/** What nobody can do without who has rows from what is kept. */
export async function readsKept(
  machine: string,
  scope: 'folder' | 'everywhere',
): Promise<ListedFacts> {
  const start = performance.now();
  const text = await readFile(path.join(configIn(machine), 'leeway', 'summaries.json'), 'utf8');
  JSON.parse(text);
  const read = performance.now();
  await Promise.all((await filesOf(machine, scope)).map((file) => lstat(file)));
  return { keptMs: read - start, lstatMs: performance.now() - read };
}

export interface Searched {
  /** Of reading the bytes and doing nothing with them. */
  readonly readMs: number;
  /** Of each search, and in how many sessions it found something. */
  readonly searches: readonly { readonly ms: number; readonly found: number }[];
}

/** Looks through all that was said in the sessions of the folder, once for each of the words. */
export const searchesFolder = async (
  machine: string,
  ...words: readonly string[]
): Promise<Searched> => searchesIn(await filesOf(machine, 'folder'), words);

/** The same in one session. */
export const searchesSession = (file: string, ...words: readonly string[]): Promise<Searched> =>
  searchesIn([file], words);

async function searchesIn(files: readonly string[], words: readonly string[]): Promise<Searched> {
  const timed = async (work: (file: string) => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    for (const file of files) await work(file);
    return performance.now() - start;
  };
  await timed(readInChunks); // the kernel has them in its cache from then on
  const readMs = await timed(readInChunks);
  const { signal } = new AbortController();
  const searches: { readonly ms: number; readonly found: number }[] = [];
  for (const each of words) {
    let found = 0;
    const ms = await timed(async (file) => {
      if ((await searchSession(file, each, signal)) !== null) found++;
    });
    searches.push({ ms, found });
  }
  return { readMs, searches };
}

async function filesOf(machine: string, scope: 'folder' | 'everywhere'): Promise<string[]> {
  const projects = path.join(configIn(machine), 'projects');
  const directories =
    scope === 'folder' ? [projectSlug(folderIn(machine))] : await readdir(projects);
  const files = await Promise.all(
    directories.map(async (name) =>
      (await readdir(path.join(projects, name))).map((file) => path.join(projects, name, file)),
    ),
  );
  return files.flat();
}
