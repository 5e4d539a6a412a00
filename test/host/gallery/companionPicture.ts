import path from 'node:path';
import { companionMessage, companionPageState } from '../../fixtures/companionPages';
import { openPage } from '../../webview/openPage';

/** Pictures the page that sets the companion up: the page alone, as it is on some machine. */
export async function pictureCompanion(images: string): Promise<void> {
  const { page, sendRaw, close } = await openPage({
    ...{ which: 'companion', width: 900, height: 720 },
  });
  await sendRaw(companionMessage(companionPageState()));
  await page.screenshot({ path: path.join(images, 'companion.png'), animations: 'disabled' });
  await close();
}
