import { copyFile, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Inspection } from '../../src/domain/accounting/inspection';
import type { ToInspectorPage } from '../../src/features/inspector/protocol';
import { rowOf } from '../../src/features/inspector/rowView';
import { SentItems } from '../../src/features/inspector/sentItems';
import { projectSlug } from '../../src/io/sessions/projectDirectory';
import { inEnglish } from '../../src/wording/translate';
import { sessionMessage } from '../webview/ledgerMessages';
import { openPage } from '../webview/openPage';
import { StartedWorker } from './inspectionSubject';
import { inPage } from './measurePage';

/** From the click that opens the inspector, in milliseconds. */
export interface Opening {
  /** Until the first rows are drawn. */
  readonly rowsMs: number;
  /** Of that, until the worker had told all items. */
  readonly toldMs: number;
}

export interface Openings {
  /** By a worker that starts at the click, and reads the session first. */
  readonly cold: Opening;
  /** By the same worker later, each with a page of its own. */
  readonly warm: readonly Opening[];
  /** From the cold click until every item was counted. */
  readonly countedMs: number;
}

/** Delivers messages as VS Code does, and waits until a row is painted. */
const DELIVER_ALL = `async (messages) => {
  for (const data of messages) window.dispatchEvent(new MessageEvent('message', { data }));
  await new Promise((frame) => requestAnimationFrame(frame));
  if (document.querySelector('.line') === null) throw new Error('No row was drawn.');
}`;

/**
 * Opens a session's inspector: the built worker and the built page, as the extension has them work
 * together. What VS Code itself takes to open an editor is not in it.
 */
export async function opensInspector(
  transcript: string,
  dist: string,
  again: number,
): Promise<Openings> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'leeway-bench-')));
  const workspace = path.join(root, 'ledger');
  const configDirectory = path.join(root, 'claude');
  const folder = path.join(configDirectory, 'projects', projectSlug(workspace));
  await mkdir(workspace);
  await mkdir(folder, { recursive: true });
  await copyFile(transcript, path.join(folder, '00000000-0000-4000-8000-000000000001.jsonl'));
  const start = performance.now();
  const worker = new StartedWorker(path.join(dist, 'worker.js'));
  try {
    worker.follow(configDirectory, workspace);
    const cold = await opening(worker);
    await worker.until(({ items }) => items.every(({ isCounted }) => isCounted));
    const countedMs = performance.now() - start;
    const warm: Opening[] = [];
    for (let time = 0; time < again; time++) warm.push(await opening(worker));
    return { cold, warm, countedMs };
  } finally {
    await worker.terminate();
    await rm(root, { recursive: true, force: true });
  }
}

/** The page comes up while the worker is asked, as in VS Code. */
async function opening(worker: StartedWorker): Promise<Opening> {
  const start = performance.now();
  const told = worker.inspect().then((inspection) => ({ inspection, at: performance.now() }));
  const [page, { inspection, at }] = await Promise.all([openPage(), told]);
  try {
    await inPage(page, DELIVER_ALL, await messagesOf(inspection));
    return { rowsMs: performance.now() - start, toldMs: at - start };
  } finally {
    await page.close();
  }
}

async function messagesOf(inspection: Inspection): Promise<readonly ToInspectorPage[]> {
  const messages = [sessionMessage(inspection)];
  await new SentItems().send(
    inspection,
    '',
    (item) => rowOf(item, inspection.snapshot.cwd, inEnglish),
    (message) => messages.push(message),
  );
  return messages;
}
