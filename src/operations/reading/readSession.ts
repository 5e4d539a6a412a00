import type { Chains } from '../../domain/transcript/readRecords';
import type { Transcript } from '../../domain/transcript/transcript';
import {
  isSameState,
  type FileState,
  type OpenFile,
  type SessionFileSystem,
} from '../../io/sessionFile/sessionFileSystem';
import { silentLog, type Log } from '../../log';
import { GrowingSession } from './growingSession';

/** What a session file held at one moment. */
export interface ReadTranscript {
  readonly transcript: Transcript;
  /** The file at that moment; what was appended since is not in it. */
  readonly state: FileState;
}

export interface ReadSessionOptions {
  readonly log?: Log;
  readonly signal?: AbortSignal | undefined;
  /** Whose lines are the conversation: `all` for the file of a subagent. */
  readonly chains?: Chains;
}

type Unread<Problem> = { readonly problem: Problem };

/**
 * Reads a session file once, to its end, its torn last line included. Yields to the event loop.
 * Never throws.
 */
export async function readSession(
  path: string,
  options: ReadSessionOptions = {},
): Promise<ReadTranscript | Unread<'missing' | 'unreadable' | 'cancelled'>> {
  const read = await readOnce(path, options);
  return options.signal?.aborted === true ? { problem: 'cancelled' } : read;
}

/**
 * The same for a file that is to be rewritten: no symlink, and not while somebody writes to it.
 *
 * @throws what the file system refuses, in telling the file's state.
 */
export async function readUnchanged(
  path: string,
  { fileSystem, log }: { readonly fileSystem: SessionFileSystem; readonly log: Log },
): Promise<ReadTranscript | Unread<'missing' | 'symlink' | 'unreadable' | 'changed'>> {
  const state = await fileSystem.stateOf(path);
  if (state === null) return { problem: 'missing' };
  if (state.kind === 'symlink') return { problem: 'symlink' };
  if (state.kind !== 'file') return { problem: 'unreadable' };
  const read = await readOnce(path, { log }, (file) => fileSystem.openToRead(file));
  if ('problem' in read) return read;
  const now = await fileSystem.stateOf(path);
  return now !== null && isSameState(now, state) ? { ...read, state } : { problem: 'changed' };
}

async function readOnce(
  path: string,
  { log = silentLog, signal, chains }: ReadSessionOptions,
  open?: (path: string) => Promise<OpenFile>,
): Promise<ReadTranscript | Unread<'missing' | 'unreadable'>> {
  const session = new GrowingSession(path, log, open, chains);
  const found = await session.read(signal);
  const { fileState: state } = session;
  if (found === 'missing') return { problem: found };
  if (found === 'unreadable' || state === null) return { problem: 'unreadable' };
  session.finish();
  return { transcript: session.transcript, state };
}
