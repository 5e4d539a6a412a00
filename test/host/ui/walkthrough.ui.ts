import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { takePicture } from '../driver/pictures';
import { answerQuickPick } from '../driver/quickPick';
import { useMeter } from './useMeter';

describe('The walkthrough', () => {
  const meter = useMeter();

  it('leads from the meter to the handoff, with a page for each step', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Welcome: Open Walkthrough...');
    await answerQuickPick(page, 'Get to Know Leeway');
    const welcome = page.locator('.gettingStartedContainer');
    for (const [title, button, words] of [
      ['See How Full the Session Is', 'Switch Session…', 'what the next prompt will carry'],
      ['Open the Inspector', 'Open Inspector', 'item by item'],
      ['Prune, and Take It Back', 'Prune to Fit…', 'short placeholder'],
      ['Compact with a Smaller Model', 'Compact with a Smaller Model…', 'summary'],
      ['Hand Over and Start Fresh', 'Write Handoff…', 'One session per task pays most'],
    ] as const) {
      const step = welcome.getByRole('button', { name: title });
      if ((await step.getAttribute('aria-expanded')) !== 'true')
        await welcome.locator('.step-title', { hasText: title }).click();
      await welcome.getByRole('button', { name: button, exact: true }).waitFor();
      // A window as narrow as this one hides the pages beside the steps.
      await page
        .frameLocator('iframe.webview.ready')
        .frameLocator('#active-frame')
        .getByText(words)
        .first()
        .waitFor({ state: 'attached' });
    }
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'walkthrough.png'));
  });
});
