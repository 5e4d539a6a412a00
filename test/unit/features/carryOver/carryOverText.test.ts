import assert from 'node:assert/strict';
import { carryOverText, type CarriedOver } from '../../../../src/features/carryOver/carryOverText';
import { inEnglish } from '../../../../src/wording/translate';

const MOVED = { kind: 'moved', movedFiles: 12, leftFiles: 0, code: '' } as const;
const NONE = { kind: 'none', movedFiles: 0, leftFiles: 0, code: '' } as const;
const NO_SETTINGS = { found: [], carried: [], failed: [], inWorkspace: 'none' } as const;
const PINS = 'Pinned sessions and snoozed warnings cannot be carried over: choose them again.';

describe('carryOverText', () => {
  const text = (carriedOver: Partial<CarriedOver>): string =>
    carryOverText(
      {
        folder: NONE,
        folderWords: '~/.claude/earlier',
        settings: NO_SETTINGS,
        isInstalled: false,
        ...carriedOver,
      },
      inEnglish,
    );
  const settings = (...carried: string[]): CarriedOver['settings'] => ({
    ...NO_SETTINGS,
    found: carried,
    carried,
  });

  it('tells what came along, and that pins and snoozes did not', () => {
    assert.equal(
      text({ folder: MOVED, settings: settings('limit', 'configDir', 'warnings.early') }),
      `Context Meter is now Leeway. Its backups and 3 settings were carried over. ${PINS}`,
    );
    assert.equal(
      text({ folder: MOVED, settings: settings('limit') }),
      `Context Meter is now Leeway. Its backups and 1 setting were carried over. ${PINS}`,
    );
    assert.equal(
      text({ folder: MOVED }),
      `Context Meter is now Leeway. Its backups were carried over. ${PINS}`,
    );
    assert.equal(
      text({ settings: settings('limit', 'configDir') }),
      `Context Meter is now Leeway. 2 of its settings were carried over. ${PINS}`,
    );
    assert.equal(
      text({ settings: settings('limit') }),
      `Context Meter is now Leeway. 1 of its settings was carried over. ${PINS}`,
    );
  });

  it('names the earlier extension where it is still installed', () =>
    assert.equal(
      text({ isInstalled: true }),
      `Context Meter is now Leeway. ${PINS} Context Meter is still installed: two meters would watch the same sessions.`,
    ));

  it('tells of settings of the folder, and of nothing else where they are all there is', () =>
    assert.equal(
      text({ settings: { ...NO_SETTINGS, inWorkspace: 'workspace' } }),
      'Context Meter is now Leeway. The settings of this folder still use the earlier names, which no longer count.',
    ));

  it('tells which files stayed, and where', () => {
    assert.match(
      text({ folder: { ...MOVED, leftFiles: 2 } }),
      / 2 of its files stay in ~\/\.claude\/earlier: there are different ones in their places\.$/,
    );
    assert.match(
      text({ folder: { ...MOVED, movedFiles: 0, leftFiles: 1 } }),
      /again\. 1 of its files stays in ~\/\.claude\/earlier: there is a different one in its place\.$/,
    );
  });

  it('tells what failed, and what comes later', () => {
    assert.match(
      text({ folder: { ...NONE, kind: 'failed', code: 'EACCES' } }),
      / Some of its files could not be moved and are still in ~\/\.claude\/earlier\. The log tells why\.$/,
    );
    assert.match(
      text({ folder: { ...NONE, kind: 'postponed' }, settings: settings('limit') }),
      / Its backups follow at the next start: it is rewriting a session right now\.$/,
    );
    assert.match(
      text({ settings: { ...settings(), found: ['limit'], failed: ['limit'] } }),
      / These settings could not be written: leeway\.limit\.$/,
    );
  });

  it('makes no link of a folder’s name', () =>
    assert.doesNotMatch(
      text({ folder: { ...MOVED, leftFiles: 1 }, folderWords: '[x](command:y)' }),
      /\]\(/,
    ));
});
