import path from 'node:path';
import { lossPage } from '../../../src/features/loss/lossView';
import { inEnglish } from '../../../src/wording/translate';
import { sampleLoss } from '../../fixtures/sampleLoss';
import { openPage } from '../../webview/openPage';

/** Pictures the page of what a compaction took: the page alone, with some of it chosen. */
export async function pictureLoss(images: string): Promise<void> {
  const { page, sendRaw, close } = await openPage({ which: 'loss', width: 900, height: 640 });
  await sendRaw({ type: 'loss', page: lossPage(sampleLoss(), true, inEnglish) });
  for (const name of [/audit trigger/, /Keep Postgres 16/, /Accepted plan/])
    await page.getByRole('checkbox', { name }).click();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(images, 'what-was-lost.png'), animations: 'disabled' });
  await close();
}
