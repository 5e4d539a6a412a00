import type { DemoFolders } from './demoFolders';
import { playSession } from './playSession';
import { sampleSession, type SampleSession } from './sampleSession';
import { writtenImporter } from './sampleWorkspace';

export interface BegunSession extends SampleSession {
  readonly file: string;
}

/**
 * Writes the sample session up to where its story begins.
 *
 * @param times it was played before: each time is another session, as after `/clear`.
 */
export async function beginSession(folders: DemoFolders, times: number): Promise<BegunSession> {
  const session = sampleSession(
    { cwd: folders.workspace, seed: 41 + times },
    await writtenImporter(),
  );
  const file = folders.sessionFile(session.writer.sessionId);
  await playSession(session.writer, session.earlier, file, { speed: Infinity });
  return { ...session, file };
}
