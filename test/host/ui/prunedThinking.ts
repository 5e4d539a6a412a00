import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { pressToastButton, waitForToast, closeToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { pressPruneButton, readPrunePage } from '../driver/prunePage';
import { answerQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import type { MeterUnderTest } from './useMeter';
import { WrittenSession } from './writtenSession';

const CONTEXT_TOKENS = 63_000;

/** A session that thought much in its first turn, and in the second read a file in eleven steps. */
function sessionThatThought(meter: MeterUnderTest): WrittenSession {
  const session = new WrittenSession(meter, { seed: 21 });
  session.write((writer) => {
    writer.prompt('How are rows parsed?');
    for (const words of ['I look at the separators first.', 'It is the first that is known.'])
      writer.response({
        blocks: [
          { type: 'thinking', signatureLength: 24_000 },
          { type: 'text', text: words },
        ],
        usage: { contextTokens: 40_000, outputTokens: 6000 },
      });
    writer.prompt('Read the rest.');
    for (let step = 0; step < 11; step++) {
      const file = `${meter.workspaceFolder}/part${String(step)}.ts`;
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: file } }],
        usage: { contextTokens: 52_000 + 100 * step, outputTokens: 40 },
      });
      writer.toolResult(toolUseIds[0]!, 'export {};\n');
    }
  });
  return session.reply(CONTEXT_TOKENS);
}

/** Specs of one window: thinking, which goes only where it is asked for. */
export function prunedThinking(meter: () => MeterUnderTest): void {
  it('prunes thinking only by a choice of its own, says what is known of that, and gives it back', async () => {
    const { page } = meter();
    const session = sessionThatThought(meter());
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '63K' });
    await runPaletteCommand(page, 'Leeway: Prune to Fit…');
    await answerQuickPick(page, 'Thinking of earlier turns');
    const preview = await readPrunePage(page, 'Prune 2 Items');
    for (const { why, becomes } of preview.rows) {
      assert.match(why, /^Of an earlier turn · \d turns? ago$/);
      assert.equal(becomes, 'left out');
    }
    assert.match(preview.note, /^Thinking of earlier turns is left out of later prompts\./);
    assert.match(preview.note, /Undo brings it back; a copy leaves the original as it is\.$/);
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'pruneThinking.png'));
    await pressPruneButton(page, 'Prune 2 Items');
    await waitForToast(page, 'Pruned 2 items');
    const now = readFileSync(session.file, 'utf8');
    assert.equal(now.match(/"content":\[\]/g)?.length, 2);
    assert.ok(!now.includes('"type":"thinking"') && now.includes('It is the first that is known.'));
    await pressToastButton(page, 'Pruned 2 items', 'Undo');
    await waitForToast(page, 'The prune was undone');
    assert.deepEqual(readFileSync(session.file), before);
    await closeToast(page, 'The prune was undone');
  });
}
