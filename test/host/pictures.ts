// Takes the pictures of docs/images in a real VS Code, with the fonts of this machine.
//   npm run pictures
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { createSampleWorkspace } from '../demo/sampleWorkspace';
import { projectDirectory } from '../setup/cacheDirectory';
import { startCodeServer } from './codeServer/startCodeServer';
import { runPaletteCommand } from './driver/commandPalette';
import { openFile } from './driver/editor';
import { hideStatusItem, waitForStatusItem } from './driver/statusItem';
import { pictureCompanion } from './gallery/companionPicture';
import { pictureInspector } from './gallery/inspectorPictures';
import { pictureLoss } from './gallery/lossPicture';
import { writePicturedClaude } from './gallery/picturedClaude';
import { pictureSessions } from './gallery/sessionsPicture';
import { pictureStatusBar } from './gallery/statusBarPictures';
import { pictureTooltip, pictureWarnings } from './gallery/storyPictures';
import { makeTestDirectories } from './testDirectories';

const IMAGES = path.join(projectDirectory, 'docs', 'images');

async function main(): Promise<void> {
  const directories = await makeTestDirectories();
  await createSampleWorkspace(directories.workspaceFolder);
  const account = { cachedExtraUsageDisabledReason: 'overage_not_provisioned' };
  await writeFile(
    path.join(directories.claudeConfigDirectory, '.claude.json'),
    JSON.stringify(account),
  );
  const claude = writePicturedClaude(directories);
  const host = await startCodeServer({
    workspaceFolder: directories.workspaceFolder,
    vsix: [path.join(projectDirectory, 'dist', 'leeway.vsix')],
    environment: { CLAUDE_CONFIG_DIR: directories.claudeConfigDirectory },
    machineSettings: { 'leeway.claudePath': claude },
    userSettings: {
      'window.title': '${activeEditorShort} – ${rootName}',
      'editor.minimap.enabled': false,
      'breadcrumbs.enabled': false,
      'editor.fontSize': 13,
    },
    viewport: { width: 1200, height: 750 },
    deviceScaleFactor: 2,
  });
  try {
    await waitForStatusItem(host.page, { text: 'no session' });
    await openFile(host.page, 'postings.py');
    await hideStatusItem(host.page, 'status.workbench.keyboardLayout');
    await pictureWarnings(host.page, directories, IMAGES);
    await runPaletteCommand(host.page, 'View: Close Editor');
    await pictureTooltip(host.page, directories, IMAGES);
    await openFile(host.page, 'postings.py');
    await pictureInspector(host.page, directories, IMAGES);
    await pictureCompanion(IMAGES);
    await pictureLoss(IMAGES);
    await pictureSessions(IMAGES);
    await openFile(host.page, 'postings.py');
    await pictureStatusBar(host.page, directories, IMAGES);
  } finally {
    await host.stop();
    await directories.remove();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
