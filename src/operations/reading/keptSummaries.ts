import { basename, dirname, join } from 'node:path';
import type { CacheUse } from '../../domain/caching/cacheState';
import { MAX_SUMMARIES_BYTES, SUMMARIES_WRITER } from '../../io/keeping/summariesFile';
import { isSessionFileName, type SessionFile } from '../../io/sessions/sessionFiles';
import { mapInSlices } from './mapInSlices';
import type { SessionEnds } from './sessionSummary';

/**
 * Counts the ways in which {@link SessionEnds} were told, for builds between two releases: what
 * another release told is read again anyway. A test notices when it has to go up, as far as the
 * sessions go that it reads.
 */
export const ENDS_VERSION = 2;

/** Of more the ones that were written longest ago are read again. */
export const MOST_SUMMARIES = 5_000;

/** No path and no title is longer, in characters; what claims to be is not kept. */
const LONGEST_TEXT = 4_096;
/** In characters: all texts of a row at their longest, each letter of them escaped. */
const LONGEST_ROW = 128 * 1024;
/** The range of a `Date`. */
const LATEST_MS = 8.64e15;

const HEAD = `{"version":${String(ENDS_VERSION)},"by":"${SUMMARIES_WRITER}","sessions":[\n`;
const END = '\n]}\n';

/** Which bytes something is known of. */
export type FileIdentity = Pick<SessionFile, 'inode' | 'sizeBytes' | 'mtimeMs' | 'ctimeMs'>;

/** What a file told when it was like this. */
export interface KeptEnds {
  readonly path: string;
  readonly file: FileIdentity;
  readonly ends: SessionEnds;
  /** As it stands in the file of summaries already, and was checked as it was read there. */
  readonly row?: string;
}

type Fields = Readonly<Record<string, unknown>>;

export function isSameIdentity(one: FileIdentity, other: FileIdentity): boolean {
  return (
    one.inode === other.inode &&
    one.sizeBytes === other.sizeBytes &&
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs
  );
}

/**
 * What one window leaves the next one, newest first and no more than there is room for: the same
 * text for the same sessions, a line for each. The event loop turns meanwhile.
 */
export async function keptText(
  configDirectory: string,
  kept: readonly KeptEnds[],
): Promise<string> {
  const newest = [...kept]
    .sort((a, b) => b.file.mtimeMs - a.file.mtimeMs || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_SUMMARIES);
  let bytes = HEAD.length + END.length;
  const rows = await mapInSlices(newest, (each) => {
    const row = each.row ?? rowOf(configDirectory, each);
    bytes += row === null ? 0 : Buffer.byteLength(row) + 2;
    return bytes > MAX_SUMMARIES_BYTES ? null : row;
  });
  return `${HEAD}${rows.filter((row) => row !== null).join(',\n')}${END}`;
}

/**
 * Reads that again, each line by itself. What another release wrote, and whatever is not as this
 * one writes it, is as if it were not there. The event loop turns meanwhile. Never throws.
 */
export async function parseKept(
  configDirectory: string,
  text: string | null,
): Promise<readonly KeptEnds[]> {
  if (text?.startsWith(HEAD) !== true) return [];
  const rows = await mapInSlices(rowsIn(text), (row) => {
    const kept = keptIn(configDirectory, fieldsIn(row));
    return kept === null ? null : { ...kept, row };
  });
  return rows.filter((row) => row !== null);
}

/** `null` for what nobody would read again. */
function rowOf(configDirectory: string, { path, file, ends }: KeptEnds): string | null {
  const { inode, sizeBytes, mtimeMs, ctimeMs } = file;
  const name = nameOf(configDirectory, path);
  const fields = { file: name, inode, sizeBytes, mtimeMs, ctimeMs, ...ends };
  return keptIn(configDirectory, fields) === null ? null : JSON.stringify(fields);
}

function* rowsIn(text: string): Generator<string> {
  for (let from = HEAD.length, rows = 0; from < text.length && rows < MOST_SUMMARIES; rows++) {
    const found = text.indexOf('\n', from);
    const to = found === -1 ? text.length : found;
    yield text.slice(from, text[to - 1] === ',' ? to - 1 : to);
    from = to + 1;
  }
}

function keptIn(configDirectory: string, row: Fields | null): KeptEnds | null {
  if (row === null) return null;
  const { file, inode, sizeBytes, mtimeMs, ctimeMs } = row;
  if (!isText(file) || !isInode(inode) || !isAmount(sizeBytes)) return null;
  if (!isNumber(mtimeMs) || !isNumber(ctimeMs)) return null;
  const path = join(configDirectory, 'projects', file);
  const ends = endsIn(row);
  return ends === null || nameOf(configDirectory, path) !== file
    ? null
    : { path, file: { inode, sizeBytes, mtimeMs, ctimeMs }, ends };
}

/** Its name below `<config>/projects`; `null` for what does not lie where sessions lie. */
function nameOf(configDirectory: string, path: string): string | null {
  const directory = dirname(path);
  return dirname(directory) === join(configDirectory, 'projects') &&
    isSessionFileName(basename(path))
    ? `${basename(directory)}/${basename(path)}`
    : null;
}

function endsIn(row: Fields): SessionEnds | null {
  const { startedIn, title, gitBranch, model, tokens, isExact } = row;
  const cache = row['cache'] === null ? null : cacheIn(asFields(row['cache']));
  return isTextOrNull(startedIn) &&
    startedIn !== '' &&
    isTextOrNull(title) &&
    isTextOrNull(gitBranch) &&
    isTextOrNull(model) &&
    (tokens === null || isAmount(tokens)) &&
    typeof isExact === 'boolean' &&
    cache !== undefined
    ? { startedIn, title, gitBranch, model, tokens, isExact, cache }
    : null;
}

/** `undefined` for what is none. */
function cacheIn(fields: Fields | null): CacheUse | undefined {
  if (fields === null) return undefined;
  const { usedMs, lifetimeMs, cachedTokens, systemTokens, isNew, isRewritten } = fields;
  return (usedMs === null || isAmount(usedMs, LATEST_MS)) &&
    (lifetimeMs === null || isAmount(lifetimeMs, LATEST_MS)) &&
    isAmount(cachedTokens) &&
    isAmount(systemTokens) &&
    typeof isNew === 'boolean' &&
    typeof isRewritten === 'boolean'
    ? { usedMs, lifetimeMs, cachedTokens, systemTokens, isNew, isRewritten }
    : undefined;
}

function fieldsIn(row: string): Fields | null {
  if (row.length > LONGEST_ROW) return null;
  try {
    return asFields(JSON.parse(row));
  } catch {
    return null;
  }
}

function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Of 64 bits on Windows, so not always a safe integer. */
function isInode(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function isAmount(value: unknown, most = Number.MAX_SAFE_INTEGER): value is number {
  return isNumber(value) && value >= 0 && value <= most;
}
