import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { createAtomically } from '../../io/keeping/createAtomically';
import { readOriginal, type Branched, type NotBranched } from './branchSession';
import { cutPoints } from '../../domain/branching/cutPoints';
import { handoffOf } from '../../domain/handoff/handoffOf';
import { trunkOf } from '../../domain/branching/trunk';
import { readSession } from '../reading/readSession';
import { readExtents } from '../../io/sessionFile/readLines';
import { withSessionId } from '../../io/sessionFile/sessionIdKeys';
import type { OpenFile, SessionFileSystem } from '../../io/sessionFile/sessionFileSystem';
import { sessionIdOfFile } from '../../domain/transcript/asSessionId';
import { asId } from '../../domain/transcript/asId';
import { activeChain } from '../../domain/transcript/activeChain';
import type { ConversationEntry } from '../../domain/transcript/entry';
import { Transcript } from '../../domain/transcript/transcript';

export interface KeepOptions {
  readonly budgetTokens: number;
  readonly countTokens: (text: string) => number;
  readonly signal?: AbortSignal;
}

type Fields = Record<string, unknown>;

const READ_AT_ONCE = 16;
const TITLE_LENGTH = 200;

/**
 * The other way round: a new session that begins with a handoff of all up to a place, and holds the
 * turns since as they were. What their replies reported is left out, because it counts what is not
 * there any more. The original is only read. Never throws.
 *
 * @param cutId of the end of a turn after the last compaction: what came before that one is not in
 * the context anyway.
 */
export async function keepFromTurn(
  path: string,
  cutId: string,
  fileSystem: SessionFileSystem,
  { budgetTokens, countTokens, signal }: KeepOptions,
): Promise<Branched | NotBranched> {
  const read = await readOriginal(path, signal);
  if ('problem' in read) return { ...read, code: '' };
  const { transcript } = read;
  transcript.sessionId ??= sessionIdOfFile(path);
  const trunk = trunkOf(transcript);
  const cut = cutPoints(transcript, trunk).find(({ id }) => id === cutId);
  if (cut === undefined || cut.isBeforeCompaction || cut.kind !== 'turnEnd')
    return { problem: 'changed', code: '' };
  const document = await handoffOf(
    transcriptOf(
      trunk.filter(({ offset }) => offset < cut.end),
      transcript,
    ),
    (places) => readExtents(path, places),
    { budgetTokens, countTokens },
  );

  const sessionId = randomUUID();
  const newPath = join(dirname(path), `${sessionId}.jsonl`);
  const kept = trunk.filter(({ offset }) => offset >= cut.end);
  const firstUuid = randomUUID();
  const notMade = await createAtomically(newPath, fileSystem, {
    write: async (copy) => {
      await writeKept(path, kept, copy, {
        firstUuid,
        sessionId,
        markdown: document.markdown,
        transcript,
        signal,
      });
      const oldTitle = (transcript.title ?? cut.prompt).slice(0, TITLE_LENGTH);
      const customTitle = `${oldTitle} (kept from turn ${String(cut.turn + 1)})`;
      const leafUuid = kept.findLast(({ uuid }) => uuid !== null)?.uuid ?? firstUuid;
      await copy.write([
        lineOf({ type: 'custom-title', customTitle, sessionId }),
        lineOf({ type: 'last-prompt', lastPrompt: '', leafUuid, sessionId }),
      ]);
    },
    isSound: (temporaryPath) => holds(temporaryPath, firstUuid, kept),
    signal,
  });
  return notMade ?? { path: newPath, sessionId, cut };
}

function transcriptOf(
  entries: readonly ConversationEntry[],
  { sessionId, cwd, version, gitBranch }: Transcript,
): Transcript {
  const transcript = new Transcript();
  const facts = { sessionId, cwd, version, entrypoint: null, gitBranch };
  transcript.add({ entries, malformed: [], facts });
  return transcript;
}

interface Beginning {
  /** Of the entry with the handoff. */
  readonly firstUuid: string;
  readonly sessionId: string;
  readonly markdown: string;
  readonly transcript: Transcript;
  readonly signal: AbortSignal | undefined;
}

async function writeKept(
  path: string,
  kept: readonly ConversationEntry[],
  copy: OpenFile,
  { firstUuid: uuid, sessionId, markdown, transcript, signal }: Beginning,
): Promise<void> {
  const parents = parentsOf(kept, uuid);
  const timestamp = new Date(
    kept.find(({ timestampMs }) => timestampMs !== null)?.timestampMs ?? Date.now(),
  ).toISOString();
  const content = `What came before in this conversation, handed over:\n\n${markdown}`;
  const own = {
    parentUuid: null,
    isSidechain: false,
    type: 'user',
    message: { role: 'user', content },
    isMeta: true,
    uuid,
    timestamp,
    userType: 'external',
    cwd: transcript.cwd,
    sessionId,
    version: transcript.version,
  };
  await copy.write([lineOf(own)]);
  for (let at = 0; at < kept.length; at += READ_AT_ONCE) {
    signal?.throwIfAborted();
    const batch = kept.slice(at, at + READ_AT_ONCE);
    const found = await readExtents(path, batch);
    await copy.write(
      batch.map((entry, index) => rewritten(found[index] ?? null, entry, parents, sessionId)),
    );
  }
}

/**
 * New parents of entries whose own is not kept, or was never written: what stands in front of them,
 * which is where Claude Code goes on, too. All below the beginning would be as many branches, of
 * which a resume takes one.
 */
function parentsOf(
  kept: readonly ConversationEntry[],
  firstUuid: string,
): ReadonlyMap<ConversationEntry, string> {
  const known = new Set(kept.map(({ uuid }) => uuid));
  const parents = new Map<ConversationEntry, string>();
  let former = firstUuid;
  for (const entry of kept) {
    if (entry.parentUuid !== null && !known.has(entry.parentUuid)) parents.set(entry, former);
    former = entry.uuid ?? former;
  }
  return parents;
}

function rewritten(
  bytes: Buffer | null,
  entry: ConversationEntry,
  parents: ReadonlyMap<ConversationEntry, string>,
  sessionId: string,
): Buffer {
  if (bytes === null) throw new Error('The session file was cut meanwhile.');
  const parentUuid = parents.get(entry);
  if (parentUuid === undefined && entry.kind !== 'assistant')
    return Buffer.concat([withSessionId(bytes, sessionId) ?? bytes, Buffer.from('\n')]);
  const fields = JSON.parse(bytes.toString('utf8')) as Fields;
  if (asId(fields['uuid']) !== entry.uuid)
    throw new Error('The session file was rewritten meanwhile.');
  const { message } = fields;
  if (entry.kind === 'assistant' && typeof message === 'object' && message !== null)
    delete (message as Fields)['usage'];
  return lineOf({
    ...fields,
    ...(parentUuid !== undefined && { parentUuid }),
    ...('sessionId' in fields && { sessionId }),
  });
}

function lineOf(fields: Fields): Buffer {
  return Buffer.from(`${JSON.stringify(fields)}\n`);
}

/** Reads it as Claude Code would: the handoff and all that was kept are in the context. */
async function holds(
  path: string,
  firstUuid: string,
  kept: readonly ConversationEntry[],
): Promise<boolean> {
  const branch = await readSession(path);
  if ('problem' in branch) return false;
  const uuids = new Set(activeChain(branch.transcript).entries.map(({ uuid }) => uuid));
  return (
    uuids.has(firstUuid) &&
    kept.every(({ uuid, kind }) => uuid === null || kind === 'system' || uuids.has(uuid))
  );
}
