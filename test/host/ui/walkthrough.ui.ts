import assert from 'node:assert/strict';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { setColorTheme } from '../driver/colorTheme';
import { runPaletteCommand } from '../driver/commandPalette';
import { takePicture } from '../driver/pictures';
import { answerQuickPick } from '../driver/quickPick';
import { useMeter } from './useMeter';

const picture = (name: string): string =>
  path.join(projectDirectory, 'out', 'pictures', `walkthrough-${name}.png`);

describe('The walkthrough', () => {
  // beside the side bar of a narrow window VS Code has no room for pictures
  const meter = useMeter({ viewport: { width: 1500, height: 900 } });

  it('leads from the meter to the companion, with a picture for each step', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Welcome: Open Walkthrough...');
    await answerQuickPick(page, 'Get to Know Leeway');
    const welcome = page.locator('.gettingStartedContainer');
    for (const [id, title, button, words] of [
      ['meter', 'See How Full the Session Is', 'What Helps When the Context Is Full', '167K'],
      ['inspector', 'Open the Inspector', 'Open Inspector', 'ledger.csv'],
      ['prune', 'Prune, and Take It Back', 'Prune to Fit…', '152K → ~115K'],
      ['compact', 'Compact with a Smaller Model', 'Compact with a Smaller Model…', '/compact'],
      ['handoff', 'Hand Over and Start Fresh', 'Write Handoff…', 'HANDOFF.md'],
      ['companion', 'Set Up the Companion', 'Set Up the Companion…', '/resume'],
    ] as const) {
      const step = welcome.getByRole('button', { name: title });
      if ((await step.getAttribute('aria-expanded')) !== 'true')
        await welcome.locator('.step-title', { hasText: title }).click();
      const first = welcome.locator('.getting-started-step.expanded .monaco-button').first();
      await welcome.getByRole('button', { name: button, exact: true }).waitFor();
      assert.equal((await first.innerText()).trim(), button, 'the first thing to do');
      await page
        .frameLocator('iframe.webview.ready')
        .frameLocator('#active-frame')
        .locator('svg text', { hasText: words })
        .first()
        .waitFor();
      await takePicture(page, picture(id));
    }
    await setColorTheme(page, 'Light High Contrast');
    await takePicture(page, picture('hc-light'));
  });
});
