import path from 'node:path';

import { HoldingProcesses } from '../../fixtures/holdingProcesses';
import { WrittenSubagent } from '../../fixtures/writtenSubagents';
import { projectDirectory } from '../../setup/cacheDirectory';
import { startCodeServer } from '../codeServer/startCodeServer';
import { openSessionsTree, treeRow, untilRows } from '../driver/sessionsTree';
import { makeTestDirectories, type TestDirectories } from '../testDirectories';
import { WrittenSession } from '../ui/writtenSession';

const DAY_MS = 86_400_000;
const WIDTH = 1280;
const HEIGHT = 480;
/** Side bar and tooltip. */
const PICTURED_WIDTH = 780;

/** The tree of sessions beside an empty editor: live ones, subagents at work, ended ones. */
export async function pictureSessions(images: string): Promise<void> {
  const directories = await makeTestDirectories();
  const processes = new HoldingProcesses();
  try {
    await writeSessions(directories, processes);
    const host = await startCodeServer({
      workspaceFolder: directories.workspaceFolder,
      vsix: [path.join(projectDirectory, 'dist', 'leeway.vsix')],
      environment: { CLAUDE_CONFIG_DIR: directories.claudeConfigDirectory },
      viewport: { width: WIDTH, height: HEIGHT },
      deviceScaleFactor: 2,
    });
    const { page } = host;
    try {
      await openSessionsTree(page);
      await untilRows(page, 'all sessions', (rows) => rows.length >= 10);
      await treeRow(page, 'Ended').click();
      await untilRows(page, 'ended sessions', (rows) =>
        rows.some(({ label }) => label.includes('release notes')),
      );
      await treeRow(page, 'Move the exports').hover({ position: { x: 90, y: 10 } });
      await page.locator('.workbench-hover-container').waitFor();
      await page.screenshot({
        path: path.join(images, 'sessions.png'),
        animations: 'disabled',
        clip: { x: 0, y: 30, width: PICTURED_WIDTH, height: HEIGHT - 60 },
      });
    } finally {
      await host.stop();
    }
  } finally {
    processes.end();
    await directories.remove();
  }
}

async function writeSessions(
  directories: TestDirectories,
  processes: HoldingProcesses,
): Promise<void> {
  const { workspaceFolder: cwd, claudeConfigDirectory } = directories;
  const run = ({ sessionId }: WrittenSession, status: 'busy' | 'idle'): Promise<void> =>
    processes.hold(claudeConfigDirectory, { sessionId, cwd, status });
  const session = (seed: number, title: string, tokens: number, agoMs = 0): WrittenSession =>
    new WrittenSession(directories, { seed, title, agoMs }).reply(tokens);

  await run(session(1, 'Why does the nightly run fail', 214_000).refuse(), 'idle');
  const rebuild = session(2, 'Rebuild the statement import', 159_000);
  await run(rebuild, 'busy');
  await run(session(3, 'Move the exports to the new API', 121_000, 3 * DAY_MS), 'idle');
  await run(session(4, 'Upgrade the ledger to Postgres 18', 33_000), 'busy');
  session(5, 'Write the release notes', 71_000, DAY_MS).countAsWrittenAgo(DAY_MS);
  session(6, 'Find the leap-year bug', 166_000, 2 * DAY_MS).countAsWrittenAgo(2 * DAY_MS);

  const of = { path: rebuild.file, sessionId: rebuild.sessionId, cwd };
  new WrittenSubagent(of, 'a1', { description: 'Review the mapping' }).asked('A').step(112_000);
  new WrittenSubagent(of, 'a2', { description: 'Find every use of Statement' })
    .asked('B')
    .step(48_000);
  new WrittenSubagent(of, 'a3', { description: 'Read the design tokens' })
    .asked('C')
    .answer(31_000)
    .finish();
}
