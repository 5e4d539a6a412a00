import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { answerQuickPick, readQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import { FakeClaude } from './fakeClaude';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

describe('A branch', () => {
  const claude = new FakeClaude();
  let session: WrittenSession;
  const meter = useMeter({
    machineSettings: { 'leeway.claudePath': claude.path },
    prepare: (directories) => {
      session = new WrittenSession(directories, { seed: 1 })
        .reply(24_000)
        .reply(48_000)
        .compact(48_000)
        .reply(30_000)
        .reply(36_000);
      return Promise.resolve();
    },
  });

  it('is chosen from the turns, those before the compaction too, and opens in a terminal', async () => {
    const { page } = meter();
    await waitForStatusItem(page, { text: '36K' });
    const before = readFileSync(session.file, 'utf8');
    await runPaletteCommand(page, 'Leeway: Continue from an Earlier Turn…');
    const { rows } = await readQuickPick(page, 'Continue from Which Turn?');
    assert.deepEqual(
      rows.map(({ label, description, detail }) => [label, description.split(' · ')[0], detail]),
      [
        ['3 · Go on.', '30K', 'Drops the last turn.'],
        ['2 · Go on.', '48K', 'Drops the last 2 turns.'],
        ['1 · Go on.', '24K', 'Drops the last 3 turns.'],
      ],
    );
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'branch.png'));
    await answerQuickPick(page, '2 · Go on.');
    await waitForToast(page, 'The new session ends after turn 2; the old one is untouched.');
    const [option, id] = await claude.started();
    assert.equal(option, '--resume');
    const files = readdirSync(path.dirname(session.file));
    assert.deepEqual(files.sort(), [`${session.sessionId}.jsonl`, `${id!}.jsonl`].sort());
    assert.equal(readFileSync(session.file, 'utf8'), before);
    const branch = readFileSync(path.join(path.dirname(session.file), `${id!}.jsonl`), 'utf8');
    assert.equal(branch.match(/"Done\."/g)?.length, 2);
    assert.doesNotMatch(branch, /compact_boundary/);
  });

  it('keeps the turns since, after a handoff, by the button of a turn', async () => {
    const { page } = meter();
    const known = readdirSync(path.dirname(session.file));
    await runPaletteCommand(page, 'Leeway: Switch Session…');
    await readQuickPick(page, 'Show the Context of Which Session?');
    await page.locator('.quick-input-list .monaco-list-row[aria-label*="36K · "]').click();
    await waitForStatusItem(page, { text: '36K' });
    await runPaletteCommand(page, 'Leeway: Continue from an Earlier Turn…');
    await readQuickPick(page, 'Continue from Which Turn?');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: '3 · Go on.' }).hover();
    await page.getByRole('button', { name: 'Keep Only the Later Turns' }).first().click();
    await waitForToast(page, 'The new session begins with a handoff and goes on with turn 4');
    const [file] = readdirSync(path.dirname(session.file)).filter(
      (name) => !known.includes(name) && name.endsWith('.jsonl'),
    );
    const text = readFileSync(path.join(path.dirname(session.file), file!), 'utf8');
    assert.match(text, /# Handoff: /);
    assert.equal(text.match(/"Done\."/g)?.length, 1);
  });
});
