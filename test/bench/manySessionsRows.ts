import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { InChild } from './inChild';
import { writeMachine, type Searched } from './measureManySessions';
import { medianRow, ratioRow, type Row } from './row';

const ROUNDS = 3;
/** Of the calls in the large session: in a tenth of its lines. */
const CALLED_WORDS = 'run some tests';

/**
 * Five thousand sessions on the disk, 300 in the folder of the window and 1,000 in another one. A
 * gate is some 1.4 times what was measured: these are files in the kernel's cache, where a busy
 * machine shows most.
 *
 * @param session a large one, to be searched as well.
 */
export async function manySessionsRows(
  inChild: InChild,
  folder: string,
  session: string,
  dist: string,
): Promise<Row[]> {
  const root = await mkdtemp(path.join(folder, 'many-'));
  const [many, few] = [path.join(root, 'many'), path.join(root, 'few')];
  try {
    await writeMachine(many, 'many');
    await writeMachine(few, 'few');
    return [
      ...(await startRows(inChild, many, few, dist)),
      ...(await listRows(inChild, many, dist)),
      ...(await searchRows(inChild, many, session)),
    ];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function startRows(
  inChild: InChild,
  many: string,
  few: string,
  dist: string,
): Promise<Row[]> {
  const ms = {
    activation: [] as number[],
    activationOfFew: [] as number[],
    following: [] as number[],
    followingOfFew: [] as number[],
    first: [] as number[],
    firstOfFew: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    const ofFew = await inChild('activationOnMachine', few, dist);
    const ofMany = await inChild('activationOnMachine', many, dist);
    ms.activationOfFew.push(ofFew.returnedMs);
    ms.activation.push(ofMany.returnedMs);
    ms.followingOfFew.push(ofFew.followingMs);
    ms.following.push(ofMany.followingMs);
    ms.firstOfFew.push(await inChild('firstOfMachine', few, dist));
    ms.first.push(await inChild('firstOfMachine', many, dist));
  }
  return [
    ratioRow(
      '5,000 sessions on the disk: activation until it returns ÷ with 3',
      1.5,
      ms.activation,
      ms.activationOfFew,
    ),
    ratioRow(
      '  activation until its worker tells what it follows ÷ with 3',
      2,
      ms.following,
      ms.followingOfFew,
    ),
    medianRow('  activation until its worker tells', 'ms', null, ms.following),
    // Of each session of the folder it has to be read where it was started.
    ratioRow('  first number, 300 in its folder ÷ with 3', 3, ms.first, ms.firstOfFew),
    medianRow('  first number', 'ms', null, ms.first),
  ];
}

async function listRows(inChild: InChild, many: string, dist: string): Promise<Row[]> {
  const rows: Row[] = [];
  const unkept = {
    folder: await inChild('listsSessions', many, dist, 'folder'),
    everywhere: await inChild('listsSessions', many, dist, 'everywhere'),
  };
  const keepMs = await inChild('keepsSummaries', many);
  for (const [scope, name, gate, warmGate] of [
    ['folder', 'Rows of a folder of 1,000', 4, 1.7],
    ['everywhere', 'Rows of the newest 1,000 of 5,000', 2.5, 1.6],
  ] as const) {
    const ms = {
      cold: [] as number[],
      warm: [] as number[],
      facts: [] as number[],
      lstat: [] as number[],
    };
    for (let round = 0; round < ROUNDS; round++) {
      const listed = await inChild('listsSessions', many, dist, scope);
      if (listed.rows !== 1_000) throw new Error(`${listed.rows} sessions were listed.`);
      const { keptMs, lstatMs } = await inChild('readsKept', many, scope);
      ms.cold.push(listed.coldMs);
      ms.warm.push(listed.warmMs);
      ms.facts.push(keptMs + lstatMs);
      ms.lstat.push(lstatMs);
    }
    rows.push(
      // A file that changed is known by its lstat alone: nobody can do without either.
      ratioRow(`${name} ÷ parsing what is kept, an lstat of each`, gate, ms.cold, ms.facts),
      ratioRow(`  ${name} once more ÷ an lstat of each`, warmGate, ms.warm, ms.lstat),
      medianRow(`  ${name}`, 'ms', null, ms.cold),
      {
        name: `  ${name}, nothing kept: both ends of each are read`,
        value: unkept[scope].coldMs,
        ...{ unit: 'ms', gate: null },
      },
    );
  }
  return [...rows, { name: 'Keeping what they told', value: keepMs, unit: 'ms', gate: null }];
}

async function searchRows(inChild: InChild, many: string, session: string): Promise<Row[]> {
  return [
    ...(await rowsOfSearch('1,000 sessions', [3.5, 14], () =>
      inChild('searchesFolder', many, 'nowhere to be found', 'work of'),
    )),
    ...(await rowsOfSearch('a large session', [24, 90], () =>
      inChild('searchesSession', session, 'nowhere to be found', CALLED_WORDS),
    )),
  ];
}

/** Without a hit a session is read once; with one, once more as a session, for its turns. */
async function rowsOfSearch(
  name: string,
  [gate, gateWithHits]: readonly [number, number],
  search: () => Promise<Searched>,
): Promise<Row[]> {
  const ms = { read: [] as number[], none: [] as number[], hits: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const { readMs, searches } = await search();
    const [none, hits] = searches;
    if (none?.found !== 0 || !((hits?.found ?? 0) > 0)) throw new Error('The search is wrong.');
    ms.read.push(readMs);
    ms.none.push(none.ms);
    ms.hits.push(hits!.ms);
  }
  return [
    ratioRow(`Search in ${name}, no hit ÷ reading the bytes`, gate, ms.none, ms.read),
    ratioRow(`  ${name}, hits in each ÷ reading the bytes`, gateWithHits, ms.hits, ms.read),
    medianRow(`  ${name}, without a hit`, 'ms', null, ms.none),
    medianRow(`  ${name}, with hits`, 'ms', null, ms.hits),
  ];
}
