import { randomUUID } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { createAtomically } from '../../io/keeping/createAtomically';
import { branchPlan, type BranchPlan } from '../../domain/branching/branchPlan';
import { cutPoints, type CutPoint } from '../../domain/branching/cutPoints';
import { trunkOf } from '../../domain/branching/trunk';
import { readSession } from '../reading/readSession';
import { isSubagentPath } from '../../io/sessions/subagentFiles';
import { LineSplitter, type SplitLine } from '../../io/sessionFile/lineSplitter';
import { withSessionId } from '../../io/sessionFile/sessionIdKeys';
import type { OpenFile, SessionFileSystem } from '../../io/sessionFile/sessionFileSystem';
import { activeChain } from '../../domain/transcript/activeChain';
import { parseLine } from '../../domain/transcript/parseEntry';

export type BranchProblem =
  | 'missing'
  | 'unreadable'
  | 'cancelled'
  /** The place is not in the file any more: it was rewritten since. */
  | 'changed'
  /** What was written would not resume where it should; it was removed again. */
  | 'unsound'
  | 'forbidden'
  | 'failed';

export interface Branched {
  readonly path: string;
  readonly sessionId: string;
  readonly cut: CutPoint;
}

export interface NotBranched {
  readonly problem: BranchProblem;
  readonly code: string;
}

const CHUNK_BYTES = 1024 * 1024;
const TITLE_LENGTH = 200;

/** The session that another one is made of; a subagent is none. Never throws. */
export function readOriginal(
  path: string,
  signal: AbortSignal | undefined,
): ReturnType<typeof readSession> {
  return isSubagentPath(resolve(path))
    ? Promise.resolve({ problem: 'unreadable' as const })
    : readSession(path, { signal });
}

/** Where a session can be taken up again, oldest first. Only reads. Never throws. */
export async function readCutPoints(
  path: string,
  signal?: AbortSignal,
): Promise<readonly CutPoint[] | NotBranched> {
  const read = await readOriginal(path, signal);
  return 'problem' in read
    ? { ...read, code: '' }
    : cutPoints(read.transcript, trunkOf(read.transcript));
}

/**
 * Makes a new session of an older state of one, beside it and under a new id. The original is only
 * read. Titles, costs and file checkpoints stay with it; subagents of the old session cannot be
 * spoken to from the new one. Never throws.
 *
 * @param cutId from {@link readCutPoints}.
 */
export async function branchSession(
  path: string,
  cutId: string,
  fileSystem: SessionFileSystem,
  signal?: AbortSignal,
): Promise<Branched | NotBranched> {
  const read = await readOriginal(path, signal);
  if ('problem' in read) return { ...read, code: '' };
  const { transcript } = read;
  const trunk = trunkOf(transcript);
  const cut = cutPoints(transcript, trunk).find(({ id }) => id === cutId);
  const plan = cut === undefined ? null : branchPlan(transcript, trunk, cut);
  if (cut === undefined || plan === null) return { problem: 'changed', code: '' };

  const sessionId = randomUUID();
  const newPath = join(dirname(path), `${sessionId}.jsonl`);
  const notMade = await createAtomically(newPath, fileSystem, {
    write: async (copy) => {
      const source = await fileSystem.openToRead(path);
      try {
        await writeBranch(source, copy, plan, sessionId, signal);
      } finally {
        await source.close();
      }
      const ending = endingLines(cut, plan, sessionId, transcript.title);
      await copy.write([Buffer.from(ending)]);
    },
    isSound: (temporaryPath) => resumesAt(temporaryPath, plan, cut),
    signal,
  });
  return notMade ?? { path: newPath, sessionId, cut };
}

/** Names the branch that a resume takes, and the session, so that it is found in a list. */
function endingLines(
  { turn, prompt }: CutPoint,
  { leafUuid }: BranchPlan,
  sessionId: string,
  title: string | null,
): string {
  const customTitle = `${(title ?? prompt).slice(0, TITLE_LENGTH)} (from turn ${String(turn)})`;
  const lines = [
    { type: 'custom-title', customTitle, sessionId },
    { type: 'last-prompt', lastPrompt: prompt, leafUuid, sessionId },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function writeBranch(
  source: OpenFile,
  copy: OpenFile,
  { keeps }: BranchPlan,
  sessionId: string,
  signal?: AbortSignal,
): Promise<void> {
  const splitter = new LineSplitter();
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let position = 0;
  for (
    let bytesRead = await source.read(chunk, position);
    bytesRead > 0;
    bytesRead = await source.read(chunk, position)
  ) {
    await writeKept(splitter.feed(chunk.subarray(0, bytesRead)), copy, keeps, sessionId);
    position += bytesRead;
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
  await writeKept(splitter.flush(), copy, keeps, sessionId);
}

async function writeKept(
  lines: Iterable<SplitLine>,
  copy: OpenFile,
  keeps: BranchPlan['keeps'],
  sessionId: string,
): Promise<void> {
  const pieces: Buffer[] = [];
  for (const { bytes, offset, length } of lines) {
    if (bytes === null) continue;
    for (const entry of parseLine(bytes, 0, offset, length).entries) {
      if (!keeps(entry)) continue;
      // Two records can be glued on one line; each gets its own.
      const record = bytes.subarray(entry.offset - offset, entry.offset - offset + entry.bytes);
      pieces.push(Buffer.from(withSessionId(record, sessionId) ?? record), Buffer.from('\n'));
    }
  }
  if (pieces.length > 0) await copy.write(pieces);
}

/**
 * Reads the branch as Claude Code would: it must end where it was cut, in the same compacted state.
 */
async function resumesAt(
  path: string,
  { leafUuid }: BranchPlan,
  { id }: CutPoint,
): Promise<boolean> {
  const branch = await readSession(path);
  if ('problem' in branch) return false;
  const { entries } = activeChain(branch.transcript);
  const lastPrompt = trunkOf(branch.transcript).findLast(
    (entry) => entry.kind === 'user' && entry.prompt !== null,
  );
  return (
    entries.some(({ uuid }) => uuid === leafUuid) && id.startsWith(`${lastPrompt?.uuid ?? ''}@`)
  );
}
