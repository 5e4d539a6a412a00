import {
  usedBeside,
  usedRequestsIn,
  type UsedFile,
  type UseOfOthers,
} from '../../domain/caching/sessionUse';
import type { Transcript } from '../../domain/transcript/transcript';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import { localFileSystem, type OpenFile } from '../../io/sessionFile/sessionFileSystem';
import { filesBesideSession, type FilesBesideSession } from '../../io/sessions/filesBesideSession';
import { isUnchanged, type SubagentFile } from '../../io/sessions/subagentFiles';
import { silentLog } from '../../log';
import { GrowingSession } from './growingSession';

/** Each is held whole while it is read. */
const READ_AT_ONCE = 4;
/**
 * What was written so recently, and has not ended, may go on: what is appended to it is read on.
 * Between two of its lines a subagent waits for whole test suites.
 */
const GROWING_MS = 15 * 60_000;
/** So many are held for that at most, the newest: what a copy brought here was all written now. */
const MOST_GROWING = 32;

interface KnownFile {
  readonly file: SubagentFile;
  readonly used: UsedFile;
  /** Where it may go on; `null` for one that was read to its end. */
  readonly session: GrowingSession | null;
  /** To be read again though it did not change: it could not be read. */
  readonly isUnread: boolean;
}

/** Whether a file is not to be read. */
export type IsLeftOut = (file: SubagentFile) => boolean;

/**
 * What subagents and compactions used beside one session. Their files are read whole, the first
 * time; after that what was appended, and nothing of those that did not change.
 */
export class OthersUse {
  private readonly sessionPath: string;
  private readonly isLeftOut: IsLeftOut;
  private known: ReadonlyMap<string, KnownFile> = new Map();
  private told: {
    readonly use: UseOfOthers;
    readonly own: Transcript;
    /** So far it had come: it grows in place. */
    readonly ownEntries: number;
    readonly left: number;
  } | null = null;

  constructor(sessionPath: string, isLeftOut: IsLeftOut = () => false) {
    this.sessionPath = sessionPath;
    this.isLeftOut = isLeftOut;
  }

  /**
   * As the files are now; the same object as before where nothing changed. One call at a time.
   * Never throws.
   *
   * @param own the session itself, as far as it has been read.
   * @param signal whoever cancels it does not believe what it returns.
   */
  async read(own: Transcript, signal?: AbortSignal): Promise<UseOfOthers> {
    const found = await filesBesideSession(this.sessionPath);
    const files = filesIn(found);
    const growing = new Set(this.growingOf(files.map(({ file }) => file)));
    const read = await mapConcurrently(files, READ_AT_ONCE, ({ kind, file }) =>
      this.readFile(kind, file, growing.has(file), signal),
    );
    if (isCancelled(signal)) return usedBeside(new Set(), [], null);
    const before = this.known;
    const known = read.filter((each) => each !== null);
    this.known = new Map(known.map((each) => [each.file.path, each]));
    const { told } = this;
    const isSame =
      known.length === before.size &&
      known.every(({ file, used }) => before.get(file.path)?.used === used);
    const [ownEntries, left] = [own.conversation.length, leftIn(found)];
    if (isSame && told?.own === own && told.ownEntries === ownEntries && told.left === left)
      return told.use;
    const used = known.map((each) => each.used);
    const { subagents, compactions, isWhole } = found;
    const use = usedBeside(
      used.length === 0 ? new Set() : replyIdsIn(own),
      used,
      isWhole ? { subagent: subagents.left, compaction: compactions.left } : null,
    );
    const isToldAgain = told !== null && JSON.stringify(told.use) === JSON.stringify(use);
    this.told = { use: isToldAgain ? told.use : use, own, ownEntries, left };
    return this.told.use;
  }

  /** Those that may go on; what was read to its end and has not changed takes no one's place. */
  private growingOf(files: readonly SubagentFile[]): readonly SubagentFile[] {
    const sinceMs = Date.now() - GROWING_MS;
    return files
      .filter(
        (file) =>
          file.mtimeMs > sinceMs &&
          !(this.isAsRead(file) && this.known.get(file.path)?.session === null),
      )
      .sort((a, b) => b.mtimeMs - a.mtimeMs)
      .slice(0, MOST_GROWING);
  }

  private isAsRead(file: SubagentFile): boolean {
    const known = this.known.get(file.path);
    return known !== undefined && isUnchanged(known.file, file) && !known.isUnread;
  }

  /** @returns `null` of one that has gone, or where it was cancelled. */
  private async readFile(
    kind: UsedFile['kind'],
    file: SubagentFile,
    isGrowing: boolean,
    signal: AbortSignal | undefined,
  ): Promise<KnownFile | null> {
    if (isCancelled(signal)) return null;
    const known = this.known.get(file.path);
    if (this.isAsRead(file) && known !== undefined && (isGrowing || known.session === null))
      return known;
    const { path } = file;
    const own = { kind, id: path };
    if (this.isLeftOut(file)) {
      const used = known?.used ?? { ...own, requests: [], isWhole: false };
      return { file, used: { ...used, isWhole: false }, session: null, isUnread: true };
    }
    const session = known?.session ?? new GrowingSession(path, silentLog, openNoLink, 'all');
    const state = await session.read(signal);
    // What was read half is read on, so nothing of it may be taken for its end.
    if (state === 'missing' || isCancelled(signal)) return null;
    const { transcript } = session;
    const isHeld = isGrowing && !hasEnded(transcript);
    // The last line of one that goes on may be half of one.
    if (!isHeld) session.finish();
    const isUnread = state === 'unreadable';
    const isWhole = !isUnread && transcript.malformed.length === 0;
    return {
      ...{ file, isUnread, session: isHeld ? session : null },
      used: { ...own, requests: usedRequestsIn(transcript), isWhole },
    };
  }
}

/** Between listing and reading, a link may have taken the place of a file. */
const openNoLink = (path: string): Promise<OpenFile> => localFileSystem.openToRead(path);

/** The model has answered; whoever asks it again appends to the file. */
function hasEnded({ conversation }: Transcript): boolean {
  const last = conversation.at(-1);
  return last?.kind === 'assistant' && last.stopReason === 'end_turn';
}

function filesIn({ subagents, compactions }: FilesBesideSession): readonly {
  readonly kind: UsedFile['kind'];
  readonly file: SubagentFile;
}[] {
  return [
    ...subagents.files.map((file) => ({ kind: 'subagent', file }) as const),
    ...compactions.files.map((file) => ({ kind: 'compaction', file }) as const),
  ];
}

/** So many were not read; of those that cannot be listed nobody knows how many. */
function leftIn({ subagents, compactions, isWhole }: FilesBesideSession): number {
  return isWhole ? subagents.left + compactions.left : Infinity;
}

/** Asked anew behind each wait. */
function isCancelled(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function replyIdsIn({ conversation }: Transcript): ReadonlySet<string> {
  return new Set(
    conversation.flatMap((entry) =>
      entry.kind === 'assistant' && entry.messageId !== null ? [entry.messageId] : [],
    ),
  );
}
