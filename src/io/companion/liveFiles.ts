import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownDirectory } from '../keeping/backups';
import { writeWholeFile } from '../keeping/wholeFiles';
import { readBytes } from '../sessionFile/readBytes';
import { localFileSystem } from '../sessionFile/sessionFileSystem';
import { isSessionId } from '../sessions/sessionId';

/** What Leeway may ask the companion in a running Claude Code for. */
export type LiveRequest = 'tell' | 'reload' | 'wire' | 'compact';

/**
 * What came of it. `waiting`: it will be done when the turn has ended. `stopped`: a person has
 * stopped the last turn, and no command of a plugin is taken before their next prompt.
 */
type LiveAnswer = 'done' | 'failed' | 'impossible' | 'stopped' | 'waiting';

const FORMAT = 1;
/** Names of a hundred MCP tools and more. */
const MOST_TOLD_BYTES = 1_000_000;
const MOST_ANSWER_BYTES = 2_000;
/** Processes that had one session open: what they leave is removed when they are gone. */
const MOST_TOLD = 50;
const TOLD = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.told\.json$/;
const ANSWERS: readonly string[] = ['done', 'failed', 'impossible', 'stopped', 'waiting'];

/** Where companions and Leeway speak, each session in a folder of its own. */
export function liveRoot(configDirectory: string): string {
  return join(ownDirectory(configDirectory), 'live');
}

/**
 * Where the companion in a running Claude Code and Leeway speak of one session; `null` for what is
 * no id of one.
 */
export function liveDirectory(configDirectory: string, sessionId: string): string | null {
  return isSessionId(sessionId) ? join(liveRoot(configDirectory), sessionId) : null;
}

/**
 * What the companions of a session have written last, each as it was parsed; what is being written
 * or damaged is left out. Never throws.
 */
export async function readTold(
  configDirectory: string,
  sessionId: string,
): Promise<readonly unknown[]> {
  const directory = liveDirectory(configDirectory, sessionId);
  if (directory === null) return [];
  const names = (await readdir(directory).catch(() => [])).filter((name) => TOLD.test(name));
  const told = await Promise.all(
    names.slice(0, MOST_TOLD).map((name) => readLiveFile(join(directory, name), MOST_TOLD_BYTES)),
  );
  return told.filter((value) => value !== null);
}

/** A question to one process, and where its answer will be. */
export interface OpenRequest {
  /** @returns `null` as long as there is none. Never throws. */
  readonly answer: () => Promise<LiveAnswer | null>;
  /** Takes the question back, and the answer away. Never throws. */
  readonly close: () => Promise<void>;
}

/**
 * Asks the companion in a process for something. It has to be closed.
 *
 * @param nonce by which the process goes.
 * @throws what the file system throws.
 */
export async function openRequest(
  directory: string,
  nonce: string,
  ask: LiveRequest,
  nowMs: number,
): Promise<OpenRequest> {
  const name = `${nonce}.${randomUUID()}`;
  const request = join(directory, `${name}.request.json`);
  const answer = join(directory, `${name}.answer.json`);
  await writeLiveFile(directory, request, { atMs: nowMs, ask });
  return {
    answer: async () => answerIn(await readLiveFile(answer)),
    close: async () => {
      for (const path of [request, answer]) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/**
 * What a process is to leave out of its requests from now on; in place of what it left out before.
 *
 * @throws what the file system throws.
 */
export async function writeWireList(
  directory: string,
  pid: number,
  items: readonly object[],
  nowMs: number,
): Promise<void> {
  await writeLiveFile(directory, join(directory, `${pid}.wire.json`), { atMs: nowMs, items });
}

/**
 * Writes one of the files that lie there, whole.
 *
 * @throws what the file system throws.
 */
export async function writeLiveFile(
  directory: string,
  path: string,
  fields: object,
): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const text = JSON.stringify({ format: FORMAT, ...fields });
  await writeWholeFile(path, Buffer.from(text), localFileSystem);
}

function answerIn(value: unknown): LiveAnswer | null {
  if (typeof value !== 'object' || value === null) return null;
  const { format, outcome } = value as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) return null;
  return ANSWERS.includes(outcome as string) ? (outcome as LiveAnswer) : null;
}

/** What is in one of them; `null` for none, and as long as it is being written. Never throws. */
export async function readLiveFile(path: string, mostBytes = MOST_ANSWER_BYTES): Promise<unknown> {
  const bytes = await readBytes(path, mostBytes + 1);
  if (bytes === null || bytes.length > mostBytes) return null;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return null; // it is being written
  }
}
