import { BloatTally, type Bloat } from '../../domain/prevention/bloatTally';
import { silentLog } from '../../log';
import { isLeftOut, type LeftOutSession } from '../following/leftOutSession';
import { readSession } from '../reading/readSession';
import { WorkspaceSessions } from '../../io/sessions/workspaceSessions';

export interface SurveyBloatOptions {
  readonly configDirectory: string;
  readonly folders: readonly string[];
  /** Sessions that are skipped. */
  readonly leftOut?: readonly LeftOutSession[];
  readonly signal: AbortSignal;
  /** In bytes. */
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * What filled the sessions of a workspace, one after the other; never more than one of them in
 * memory. What is deleted meanwhile is skipped. Never throws.
 *
 * @returns `null` when it was cancelled.
 */
export async function surveyBloat({
  configDirectory,
  folders,
  leftOut,
  signal,
  onProgress,
}: SurveyBloatOptions): Promise<Bloat | null> {
  const { sessions } = await new WorkspaceSessions(configDirectory, silentLog).list(folders);
  const total = sessions.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
  const tally = new BloatTally();
  let done = 0;
  let skipped = 0;
  for (const session of sessions) {
    const { path, sizeBytes } = session;
    if (signal.aborted) return null;
    onProgress({ done, total });
    const read = isLeftOut(leftOut, session) ? null : await readSession(path, { signal });
    if (read === null || 'problem' in read) skipped++;
    else tally.add(read.transcript);
    done += sizeBytes;
    await new Promise(setImmediate);
  }
  return signal.aborted ? null : tally.result(skipped);
}
