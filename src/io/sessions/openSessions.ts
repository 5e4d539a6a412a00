import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from './mapConcurrently';
import { localProcesses, pidNamespace, readProcessStat, type ProcessSource } from './processTree';
import { readBytes } from '../sessionFile/readBytes';

/**
 * One entry of Claude Code's own registry of running sessions, `<config>/sessions/<pid>.json` (seen
 * in 2.1.329; older versions have none).
 */
export interface OpenSession {
  readonly pid: number;
  /** Follows `/clear` and `/resume` within the same process. Its session file may not exist yet. */
  readonly sessionId: string;
  readonly cwd: string | null;
  /** `interactive`, `bg`, … */
  readonly kind: string | null;
  /** `cli`, `sdk-cli` (`claude -p`), `claude-vscode`, … */
  readonly entrypoint: string | null;
  /** `idle`, `busy`, `waiting`, `shell`, or what a later version says. */
  readonly status: string | null;
  readonly version: string | null;
  /** When the process began, as it says; `null` where it does not. */
  readonly startedMs: number | null;
  /** When Claude Code last changed the entry: a new status, `/clear`, `/resume`. */
  readonly updatedAtMs: number;
  readonly openness: Openness;
}

/**
 * `uncertain`: a process of that id runs, and nothing proves that it is the one that wrote the
 * entry (always so on Windows and macOS).
 */
type Openness = 'open' | 'uncertain' | 'closed';

type Entry = Readonly<Record<string, unknown>>;

/** A real entry has some 700 bytes. */
const MAX_ENTRY_BYTES = 64 * 1024;
/** Claude Code removes an entry when it ends, so only crashes leave some behind. */
const MAX_ENTRIES = 1000;
const MAX_TEXT_LENGTH = 4096;

/**
 * Reads the registry, dead entries included. Entries that are damaged, oversized or contradict
 * their name are left out. Never throws.
 */
export async function readOpenSessions(
  configDirectory: string,
  processes: ProcessSource = localProcesses(),
): Promise<readonly OpenSession[]> {
  const directory = join(configDirectory, 'sessions');
  const names = await readdir(directory).catch(() => []);
  const pids = names.map(pidOfName).filter((pid) => pid !== null);
  const sessions = await mapConcurrently(pids.slice(0, MAX_ENTRIES), 8, (pid) =>
    readEntry(directory, pid, processes),
  );
  return sessions.filter((session) => session !== null);
}

/**
 * The processes that have a session open, by what the registry says; `claude --resume` does not ask
 * whether there is one already. First the one that is proven to run, then the one heard of last.
 */
export function holdersOf(
  sessionId: string,
  registered: readonly OpenSession[],
): readonly OpenSession[] {
  return registered
    .filter((open) => open.sessionId === sessionId && open.openness !== 'closed')
    .sort(
      (a, b) =>
        Number(b.openness === 'open') - Number(a.openness === 'open') ||
        b.updatedAtMs - a.updatedAtMs,
    );
}

function pidOfName(name: string): number | null {
  const pid = Number(/^([1-9]\d{0,9})\.json$/.exec(name)?.[1]);
  return Number.isNaN(pid) ? null : pid;
}

async function readEntry(
  directory: string,
  pid: number,
  processes: ProcessSource,
): Promise<OpenSession | null> {
  const bytes = await readBytes(join(directory, `${pid}.json`), MAX_ENTRY_BYTES + 1);
  const entry =
    bytes === null || bytes.length > MAX_ENTRY_BYTES ? null : parseObject(bytes.toString('utf8'));
  const sessionId = entry && text(entry['sessionId']);
  if (!entry || entry['pid'] !== pid || sessionId === null || !isFileNamePart(sessionId))
    return null;
  return {
    pid,
    sessionId,
    cwd: text(entry['cwd']),
    kind: text(entry['kind']),
    entrypoint: text(entry['entrypoint']),
    status: text(entry['status']),
    version: text(entry['version']),
    startedMs: timeMs(entry['startedAt']),
    updatedAtMs: timeMs(entry['updatedAt']) ?? timeMs(entry['statusUpdatedAt']) ?? 0,
    openness: await opennessOf(pid, entry, processes),
  };
}

async function opennessOf(pid: number, entry: Entry, processes: ProcessSource): Promise<Openness> {
  const namespace = /pid:\[\d+\]$/.exec(text(entry['pidDomain']) ?? '')?.[0];
  const ownNamespace = await pidNamespace(processes);
  // The other side of a container boundary, over a shared config directory: its process ids mean
  // nothing here.
  if (namespace !== undefined && ownNamespace !== null && namespace !== ownNamespace)
    return 'uncertain';
  const stat = await readProcessStat(pid, processes);
  if (stat === null) return processes.exists(pid) ? 'uncertain' : 'closed';
  const procStart = text(entry['procStart']);
  if (procStart === null) return 'uncertain';
  return procStart === stat.startTicks ? 'open' : 'closed';
}

function parseObject(json: string): Entry | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Entry) : null;
  } catch {
    return null;
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_LENGTH
    ? value
    : null;
}

/** Milliseconds since 1970, or a date as text. */
function timeMs(value: unknown): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : value;
  return typeof ms === 'number' && Number.isFinite(ms) ? ms : null;
}

/** The id becomes part of a path. */
function isFileNamePart(sessionId: string): boolean {
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(sessionId);
}
