import type { Inspection } from '../../domain/accounting/inspection';
import { SessionReader } from './sessionReader';
import { readBackedUpPruneBeside } from './readBackedUpPrune';
import type { ReadProblem, ReadSnapshotOptions } from './readSnapshot';
import { SessionInspector } from './sessionInspector';

/**
 * Reads a session file once, to its end, and counts all that fills its context. Never throws for
 * what is in the file.
 */
export async function readItems(
  path: string,
  options: ReadSnapshotOptions,
): Promise<Inspection | { readonly problem: ReadProblem }> {
  let settings = await options.settingsFor(null);
  const session = new SessionReader({
    path,
    log: options.log,
    loadTokenCount: options.loadTokenCount,
    settings: () => settings,
    readBackedUpPrune: () => readBackedUpPruneBeside(path),
    onDidChange: () => undefined,
  });
  const state = await session.readWhole();
  if (state === 'missing' || state === 'unreadable') return { problem: state };
  // Only now it is known whose project settings count.
  settings = await options.settingsFor(session.reading?.snapshot.cwd ?? null);
  session.republish();
  const inspector = new SessionInspector(session, () => undefined);
  const inspection = await inspector.settled();
  inspector.dispose();
  session.dispose();
  return inspection ?? { problem: 'noSession' };
}
