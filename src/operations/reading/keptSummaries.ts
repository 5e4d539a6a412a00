import { basename, dirname, join } from 'node:path';
import type { CacheState, TypicalPrompt } from '../../domain/caching/cacheState';
import { MAX_SUMMARIES_BYTES } from '../../io/keeping/summariesFile';
import { isSessionFileName, type SessionFile } from '../../io/sessions/sessionFiles';
import type { SessionEnds } from './sessionSummary';

/**
 * Counts the ways in which {@link SessionEnds} were told: what an earlier build told otherwise is
 * read again. A test notices when it has to go up.
 */
export const ENDS_VERSION = 1;

/** Of more the ones that were written longest ago are read again. */
export const MOST_SUMMARIES = 5_000;

/** No path and no title is longer; what claims to be is not kept. */
const LONGEST_TEXT = 4_096;

/** Which bytes something is known of. */
export type FileIdentity = Pick<SessionFile, 'inode' | 'sizeBytes' | 'mtimeMs'>;

/** What a file told when it was like this. */
export interface KeptEnds {
  readonly path: string;
  readonly file: FileIdentity;
  readonly ends: SessionEnds;
}

type Fields = Readonly<Record<string, unknown>>;

export function isSameIdentity(one: FileIdentity, other: FileIdentity): boolean {
  return (
    one.inode === other.inode && one.sizeBytes === other.sizeBytes && one.mtimeMs === other.mtimeMs
  );
}

/**
 * What one window leaves the next one, newest first and no more than there is room for: the same
 * text for the same sessions.
 */
export function keptText(configDirectory: string, kept: readonly KeptEnds[]): string {
  const newest = [...kept].sort(
    (a, b) => b.file.mtimeMs - a.file.mtimeMs || (a.path < b.path ? -1 : 1),
  );
  const [head, end] = [`{"version":${String(ENDS_VERSION)},"sessions":[`, ']}\n'];
  const rows: string[] = [];
  let bytes = head.length + end.length;
  for (const { path, file, ends } of newest.slice(0, MOST_SUMMARIES)) {
    const { inode, sizeBytes, mtimeMs } = file;
    const fields = { file: nameOf(configDirectory, path), inode, sizeBytes, mtimeMs, ...ends };
    if (keptIn(configDirectory, fields) === null) continue; // nobody would read it
    const row = JSON.stringify(fields);
    bytes += Buffer.byteLength(row) + 2;
    if (bytes > MAX_SUMMARIES_BYTES) break;
    rows.push(row);
  }
  return `${head}${rows.join(',\n')}${end}`;
}

/**
 * Reads that again. What another version wrote, and whatever is not as this one writes it, is as
 * if it were not there. Never throws.
 */
export function parseKept(configDirectory: string, text: string | null): readonly KeptEnds[] {
  const whole = fieldsIn(text);
  const rows = whole?.['version'] === ENDS_VERSION ? whole['sessions'] : null;
  if (!Array.isArray(rows)) return [];
  return rows
    .slice(0, MOST_SUMMARIES)
    .flatMap((row) => keptIn(configDirectory, asFields(row)) ?? []);
}

function keptIn(configDirectory: string, row: Fields | null): KeptEnds | null {
  if (row === null) return null;
  const { file, inode, sizeBytes, mtimeMs } = row;
  if (!isText(file) || !isAmount(inode) || !isAmount(sizeBytes) || !isNumber(mtimeMs)) return null;
  const path = join(configDirectory, 'projects', file);
  const ends = endsIn(row);
  return ends === null || nameOf(configDirectory, path) !== file
    ? null
    : { path, file: { inode, sizeBytes, mtimeMs }, ends };
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
    isTextOrNull(title) &&
    isTextOrNull(gitBranch) &&
    isTextOrNull(model) &&
    isNumberOrNull(tokens) &&
    typeof isExact === 'boolean' &&
    cache !== undefined
    ? { startedIn, title, gitBranch, model, tokens, isExact, cache }
    : null;
}

/** `undefined` for what is none. */
function cacheIn(fields: Fields | null): CacheState | undefined {
  if (fields === null) return undefined;
  const { usedMs, lifetimeMs, cachedTokens, systemTokens, isNew, isRewritten } = fields;
  const { typicalPrompt: prompt, readWeight, writeWeight } = fields;
  const typicalPrompt = prompt === null ? null : promptIn(asFields(prompt));
  return isNumberOrNull(usedMs) &&
    isNumberOrNull(lifetimeMs) &&
    isNumber(cachedTokens) &&
    isNumber(systemTokens) &&
    typeof isNew === 'boolean' &&
    typeof isRewritten === 'boolean' &&
    typicalPrompt !== undefined &&
    isNumber(readWeight) &&
    isNumber(writeWeight)
    ? {
        ...{ usedMs, lifetimeMs, cachedTokens, systemTokens, isNew, isRewritten },
        ...{ typicalPrompt, readWeight, writeWeight },
      }
    : undefined;
}

function promptIn(fields: Fields | null): TypicalPrompt | undefined {
  const { requests, weightedTokens } = fields ?? {};
  return isNumber(requests) && isNumber(weightedTokens) ? { requests, weightedTokens } : undefined;
}

function fieldsIn(text: string | null): Fields | null {
  try {
    return text === null ? null : asFields(JSON.parse(text));
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

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || isNumber(value);
}

function isAmount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}
