import { SessionTail } from '../../io/sessionFile/sessionTail';
import { parseLine } from '../../domain/transcript/parseEntry';
import { sessionIdOfFile } from '../../domain/transcript/asSessionId';
import { Transcript } from '../../domain/transcript/transcript';

/**
 * Reads a session file once, to its end, its torn last line included. Where its records bear no
 * session id, it goes by the file's name. Yields to the event loop. Never throws.
 */
export async function readTranscript(
  path: string,
  signal?: AbortSignal,
): Promise<Transcript | { readonly problem: 'missing' | 'unreadable' | 'cancelled' }> {
  let transcript = new Transcript();
  const tail = new SessionTail(path, {
    onDidReset: () => (transcript = new Transcript()),
    onDidReadLine: ({ bytes, offset, length }, line) =>
      transcript.add(parseLine(bytes, line, offset, length)),
    onDidFail: (line, number) => transcript.skip(line, number),
  });
  const state = await tail.read(signal);
  if (signal?.aborted === true) return { problem: 'cancelled' };
  if (state === 'missing' || state === 'unreadable') return { problem: state };
  tail.flush();
  transcript.sessionId ??= sessionIdOfFile(path);
  return transcript;
}
