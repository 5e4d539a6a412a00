import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { notesOnPrune } from '../../../../src/features/inspector/notesOnPrune';
import { inEnglish } from '../../../../src/wording/translate';
import { timeOf } from '../../../../src/wording/wallWords';
import { sampleFigures } from '../../../fixtures/sampleFigures';
import { sampleSnapshot } from '../../../fixtures/sampleSnapshot';

describe('notesOnPrune, where the companion is', () => {
  const loadedAtMs = new Date(2026, 10, 21, 14, 2).getTime();
  const note = (changes: Partial<Snapshot>) =>
    notesOnPrune(sampleSnapshot(changes), null, inEnglish)[0];

  it('says when the running Claude Code took a prune up, and that nobody has measured it', () => {
    const taken = note({
      lastPrune: {
        ...{ dateMs: loadedAtMs - 1000, beforeTokens: 61_100, predictedTokens: 38_600 },
        ...{ loadedAtMs, measured: null, isRefused: false },
      },
      told: sampleFigures(),
    });
    assert.deepEqual(
      [taken?.title, taken?.text, taken?.actions.map(({ id }) => id)],
      [
        `Pruned: 61.1K → ~38.6K, taken up by the running Claude Code at ${timeOf(loadedAtMs)}.`,
        'The next reply measures it.',
        ['undoPrune'],
      ],
    );
  });

  it('offers to undo it where the API refused a request since', () => {
    const lastPrune = {
      ...{ dateMs: 1, beforeTokens: 61_100, predictedTokens: 38_600, loadedAtMs: null },
      ...{ measured: null, isRefused: true },
    };
    const refused = note({ lastPrune });
    assert.deepEqual(
      [refused?.title, refused?.severity, refused?.actions],
      [
        'After the prune the API refused a request.',
        'warning',
        [{ id: 'undoPrune', title: 'Undo Prune', isPrimary: true }],
      ],
    );
  });

  it('offers to load what the process still has, and says that a draft stays', () => {
    const held = (isInteractive: boolean, entrypoint = 'cli') =>
      note({
        held: {
          ...{ fileTokens: 114_100, by: 'prune', isMeasured: false },
          process: { pid: 1, startedMs: 1, entrypoint },
        },
        told: sampleFigures({ isInteractive }),
      });
    const inTerminal = held(true);
    assert.deepEqual(
      [inTerminal?.actions[0]?.title, /a draft in its input box stays/.test(inTerminal!.text)],
      ['Load It Now', true],
    );
    const inTab = held(false, 'claude-vscode');
    assert.deepEqual(
      [inTab?.actions[0]?.title, /closed and opened again/.test(inTab!.text)],
      ['Reopen in Claude Code', true],
    );
  });
});
