import { resolve } from 'node:path';
import { contextUsage } from '../../domain/accounting/contextUsage';
import { NOT_REWRITTEN } from '../../domain/accounting/rewriteHistory';
import { turnsOf } from '../../domain/accounting/turns';
import { cacheLedger, type CacheLedger } from '../../domain/caching/cacheLedger';
import {
  sessionUse,
  sumOfRequests,
  usedRequestsIn,
  type SessionUse,
} from '../../domain/caching/sessionUse';
import { inspect, type Inspection } from '../../domain/accounting/inspection';
import type { Snapshot, SnapshotSettings } from '../../domain/accounting/snapshot';
import { usesOf, type Uses } from '../../domain/fixedBlock/usesOf';
import type { TokenizerGeneration } from '../../domain/models/modelFamily';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import { activeChain } from '../../domain/transcript/activeChain';
import type { Log } from '../../log';
import { CountedSizes } from './countedSizes';
import { ItemEvidence } from './itemEvidence';
import { OthersUse } from './othersUse';
import { readHolders } from './readHolders';
import { readRewriteHistory } from './readRewriteHistory';
import { isSubagentPath } from '../../io/sessions/subagentFiles';
import { readSession } from './readSession';
import { takeReading, type Reading } from './takeReading';

export interface ReadSnapshotOptions {
  readonly log: Log;
  readonly loadTokenCount: () => Promise<TokenCount>;
  /** Where backups of the session are kept; without it none are looked for. */
  readonly configDirectory?: string;
  /** @param cwd where the session runs, if it says so. */
  readonly settingsFor: (cwd: string | null) => Promise<SnapshotSettings>;
}

export type ReadProblem = 'missing' | 'unreadable' | 'noSession';

interface Unread {
  readonly problem: ReadProblem;
}

/**
 * Reads a session file once, to its end, and counts what must be counted. Never throws for what is
 * in the file.
 */
export async function readSnapshot(
  path: string,
  options: ReadSnapshotOptions,
): Promise<Snapshot | Unread> {
  const read = await readCounted(path, options);
  return 'problem' in read ? read : read.reading.snapshot;
}

/** What the prompts of a session cost, beside its snapshot. */
export interface SessionCosts {
  readonly snapshot: Snapshot;
  /** `null` where replies tell of no cache. */
  readonly ledger: CacheLedger | null;
  readonly use: SessionUse;
}

/**
 * The same, and what its prompts and those of its subagents cost. Counts no more than the snapshot
 * does.
 */
export async function readCosts(
  path: string,
  options: ReadSnapshotOptions,
): Promise<SessionCosts | Unread> {
  const read = await readCounted(path, options);
  if ('problem' in read) return read;
  const { transcript, chain, snapshot, reported, takenUp } = read.reading;
  const turnAt = turnsOf(transcript, chain).at;
  const ledger = cacheLedger({ transcript, reported, takenUp, turnAt });
  const own = ledger ?? sumOfRequests(usedRequestsIn(transcript));
  const others = await new OthersUse(path).read(transcript);
  return { snapshot, ledger, use: sessionUse(transcript, own, others) };
}

/** A snapshot, and counts all that fills its context. */
export async function readItems(
  path: string,
  options: ReadSnapshotOptions,
): Promise<Inspection | Unread> {
  const read = await readInspected(path, options);
  return 'problem' in read ? read : read.inspection;
}

/** What a session tells of its fixed block, beside its items. */
export interface OverheadSession {
  readonly inspection: Inspection;
  readonly uses: Uses;
  readonly generation: TokenizerGeneration;
}

/** The items, and how the session used what its requests carry. */
export async function readOverhead(
  path: string,
  options: ReadSnapshotOptions,
): Promise<OverheadSession | Unread> {
  const read = await readInspected(path, options);
  if ('problem' in read) return read;
  const { transcript, usage } = read.reading;
  return {
    inspection: read.inspection,
    uses: usesOf(transcript),
    generation: usage.generation,
  };
}

async function readInspected(
  path: string,
  options: ReadSnapshotOptions,
): Promise<{ readonly reading: Reading; readonly inspection: Inspection } | Unread> {
  const read = await readCounted(path, options);
  if ('problem' in read) return read;
  const { reading, sizes } = read;
  const evidence = new ItemEvidence(path, sizes);
  await evidence.gather(reading);
  return { reading, inspection: inspect(evidence.sourceOf(reading), reading.snapshot) };
}

async function readCounted(
  path: string,
  options: ReadSnapshotOptions,
): Promise<{ readonly reading: Reading; readonly sizes: CountedSizes } | Unread> {
  const chains = isSubagentPath(resolve(path)) ? 'all' : 'main';
  const read = await readSession(path, { ...options, chains });
  if ('problem' in read)
    return { problem: read.problem === 'missing' ? read.problem : 'unreadable' };
  const { transcript } = read;
  const { configDirectory } = options;
  const sizes = new CountedSizes({ path, ...options });
  const chain = activeChain(transcript);
  const usage = contextUsage(transcript, chain, sizes.tokensOf);
  if (transcript.sessionId === null && usage.tokens === null) return { problem: 'noSession' };
  await sizes.countUsage(usage);
  const reading = takeReading({
    path,
    transcript,
    chain,
    sizes,
    isSettled: true,
    history:
      configDirectory === undefined
        ? NOT_REWRITTEN
        : await readRewriteHistory(configDirectory, resolve(path)),
    holders: configDirectory === undefined ? [] : await readHolders(configDirectory, path),
    settings: await options.settingsFor(transcript.cwd),
  });
  return { reading, sizes };
}
