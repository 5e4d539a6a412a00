import { readRecords } from '../../domain/transcript/readRecords';
import type { Backup } from '../../io/keeping/backupManifest';
import {
  backupPaths,
  listBackups,
  noteCarried,
  sessionsWithBackups,
  withContent,
} from '../../io/keeping/backups';
import { backupsOfFile } from '../../io/keeping/fileBackups';
import { readLateLines, rewritesInto, type LateLines } from '../../io/keeping/lateLines';
import { sessionKey } from '../../io/keeping/sessionKey';
import { eachLine } from '../../io/sessionFile/compareLines';
import { isSameFile, type FileState } from '../../io/sessionFile/sessionFileSystem';
import { withLock, type Refused, type RewriteTools } from './rewriteSession';

/** How many lines came back into a session file that a slow writer had written into its old one. */
export interface Rescued {
  readonly kind: 'rescued';
  readonly path: string;
  readonly lines: number;
}

/** A line of the session that is still torn then was left so by a process that died. */
const TORN_FOR_MS = 2000;

/**
 * Looks once more into the old files of a session that was rewritten: whoever held one open then,
 * and wrote later, has written there. Whole lines come behind what the session file holds by now,
 * unless they are in it already. Nothing is rewritten for that, and it may be open.
 */
export async function rescueLines(path: string, tools: RewriteTools): Promise<Rescued | Refused> {
  return withLock(sessionKey(path, null), tools, async () => ({
    kind: 'rescued',
    path,
    lines: await rescueLocked(path, sessionKey(path, null), tools),
  }));
}

/**
 * The same for every session that has backups. Never throws.
 *
 * @returns those to which lines came back.
 */
export async function rescueAllLines(tools: RewriteTools): Promise<readonly Rescued[]> {
  const all: Rescued[] = [];
  for (const key of await sessionsWithBackups(tools).catch(() => [])) {
    const backups = await listBackups(tools, key).catch(() => []);
    const paths = new Set<string>();
    for (const backup of backups)
      if (await mayHaveLateLines(backup, tools)) paths.add(backup.originalPath);
    for (const path of paths) {
      const outcome = await withLock(sessionKey(path, null), tools, () =>
        rescueLocked(path, key, tools),
      ).catch(() => 0);
      if (typeof outcome === 'number' && outcome > 0)
        all.push({ kind: 'rescued', path, lines: outcome });
    }
  }
  return all;
}

/** For whoever rewrites a session and holds its lock. Never throws: what is left is found later. */
export function rescueFirst(path: string, tools: RewriteTools): Promise<number> {
  return rescueLocked(path, sessionKey(path, null), tools).catch(() => 0);
}

async function mayHaveLateLines(backup: Backup, tools: RewriteTools): Promise<boolean> {
  const { carriedToBytes, oldInode, sessionId, id } = backup;
  if (carriedToBytes === null) return false;
  const content = await tools.fileSystem
    .stateOf(backupPaths(tools, sessionId, id).content)
    .catch(() => null);
  return content !== null && String(content.ino) === oldInode && content.sizeBytes > carriedToBytes;
}

async function rescueLocked(path: string, key: string, tools: RewriteTools): Promise<number> {
  const now = await tools.fileSystem.stateOf(path);
  if (now?.kind !== 'file') return 0;
  const rewrites = rewritesInto(now, (await backupsOfFile(tools, key, path)).own);
  let rescued = 0;
  for (const [index, backup] of rewrites.entries()) {
    const late = await lateLinesOf(backup, tools);
    if (late === null) continue;
    const wasRestored = rewrites.slice(index).some(({ reason }) => reason === 'restore');
    const missing = await missingLines(path, late, wasRestored, tools);
    if (missing.length > 0 && !(await append(path, now, late, missing, tools))) return rescued;
    rescued += missing.length;
    if (missing.length > 0)
      tools.log.info(`Put back ${missing.length} late lines of backup ${backup.id}.`);
    await noteCarried(tools, backup, late.endBytes);
  }
  return rescued;
}

/** By its second name, or because it is held open; a copy is another file, to which nobody writes. */
async function lateLinesOf(backup: Backup, tools: RewriteTools): Promise<LateLines | null> {
  const { carriedToBytes, oldInode, id } = backup;
  if (carriedToBytes === null) return null;
  const held = tools.held?.fileOf(id) ?? null;
  if (held !== null) return readLateLines(held, carriedToBytes);
  return withContent(tools, backup, async (file) =>
    String((await file.state()).ino) === oldInode ? readLateLines(file, carriedToBytes) : null,
  );
}

/**
 * The lines that are not in the session yet: known by the uuids of their records, or by being the
 * same to the byte.
 *
 * @param mustHaveParent after a whole backup was put back: what continues a conversation that left
 * the session with it would have nothing in front of it.
 */
async function missingLines(
  path: string,
  { lines }: LateLines,
  mustHaveParent: boolean,
  { fileSystem }: RewriteTools,
): Promise<readonly Buffer[]> {
  const texts = new Set(lines.map((line) => line.toString('latin1')));
  const lengths = new Set(lines.map(({ length }) => length));
  const uuids = new Set<unknown>();
  const same = new Set<string>();
  const session = await fileSystem.openToRead(path);
  try {
    const { sizeBytes } = await session.state();
    await eachLine(session, sizeBytes, ({ bytes, length }) => {
      if (bytes === null) return;
      for (const { fields } of readRecords(bytes).records)
        if (typeof fields['uuid'] === 'string') uuids.add(fields['uuid']);
      const text = lengths.has(length) ? bytes.toString('latin1') : '';
      if (texts.has(text)) same.add(text);
    });
  } finally {
    await session.close();
  }
  return lines.filter((line) => {
    const { records } = readRecords(line);
    const own = records.flatMap(({ fields }) => fields['uuid'] ?? []);
    const parents = records.map(({ fields }) => fields['parentUuid'] ?? null);
    const isThere =
      line.length === 0 ||
      same.has(line.toString('latin1')) ||
      (own.length > 0 && own.every((uuid) => uuids.has(uuid)));
    const fits =
      !mustHaveParent ||
      (own.length > 0 && parents.every((uuid) => uuid === null || uuids.has(uuid)));
    if (isThere || !fits) return false;
    for (const uuid of own) uuids.add(uuid);
    return true;
  });
}

/** @returns false where it cannot be done now: the session is another file, or its end is torn. */
async function append(
  path: string,
  expected: FileState,
  late: LateLines,
  missing: readonly Buffer[],
  { fileSystem, nowMs }: RewriteTools,
): Promise<boolean> {
  const file = await fileSystem.openToAppend(path);
  try {
    const state = await file.state();
    if (!isSameFile(state, expected)) return false;
    let lines = missing;
    let start = '';
    const torn = await tornEnd(path, state.sizeBytes, late, fileSystem);
    if (torn === 'carried' && missing[0] === late.lines[0])
      lines = [missing[0]!.subarray(late.carriedBytes), ...missing.slice(1)];
    else if (torn !== null) {
      if (nowMs() - Number(state.mtimeNs / 1_000_000n) < TORN_FOR_MS) return false;
      start = '\n';
    }
    // In one piece: others append to it as well.
    await file.write([
      Buffer.concat([Buffer.from(start), ...lines.flatMap((line) => [line, Buffer.from('\n')])]),
    ]);
    await file.sync();
    return true;
  } finally {
    await file.close();
  }
}

/** Whether the session ends within a line; `carried`: within the one of which the rest is late. */
async function tornEnd(
  path: string,
  sizeBytes: number,
  { lines, carriedBytes }: LateLines,
  fileSystem: RewriteTools['fileSystem'],
): Promise<'carried' | 'other' | null> {
  const wanted = Buffer.concat([
    Buffer.from('\n'),
    (lines[0] ?? Buffer.alloc(0)).subarray(0, carriedBytes),
  ]);
  const end = Buffer.alloc(Math.min(sizeBytes, wanted.length));
  const file = await fileSystem.openToRead(path);
  try {
    await file.read(end, sizeBytes - end.length);
  } finally {
    await file.close();
  }
  if (end.length === 0 || end.at(-1) === 0x0a) return null;
  const isStart = end.length < wanted.length && end.equals(wanted.subarray(1));
  return carriedBytes > 0 && (isStart || end.equals(wanted)) ? 'carried' : 'other';
}
