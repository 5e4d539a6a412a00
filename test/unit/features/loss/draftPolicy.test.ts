import assert from 'node:assert/strict';
import { draftWay, type DraftHolder } from '../../../../src/features/loss/draftPolicy';

const holder = (changes: Partial<DraftHolder & DraftHolder['open']> = {}): DraftHolder => {
  const { terminal = {}, isInForeground = true, ...open } = changes;
  return {
    open: { kind: 'interactive', entrypoint: 'cli', status: 'idle', ...open },
    terminal,
    isInForeground,
  };
};

describe('the way of a draft into an input box', () => {
  it('is a paste, where Claude Code waits for words in a terminal of this window', () => {
    assert.equal(draftWay(holder()), 'paste');
  });

  it('is one line where nobody can tell what would take it: a shell carries out lines', () => {
    assert.equal(draftWay(holder({ isInForeground: null })), 'oneLine');
  });

  const copied: [what: string, holder: DraftHolder | null][] = [
    ['nobody has it open', null],
    ['it runs in another window', holder({ terminal: null })],
    ['it was stopped, or another program stands in front', holder({ isInForeground: false })],
    ['a question may come up while it works', holder({ status: 'busy' })],
    ['a question stands there', holder({ status: 'waiting' })],
    ['nothing tells what it is about', holder({ status: null })],
    ['it is a run without a person', holder({ entrypoint: 'sdk-cli', kind: 'print' })],
    ['it runs in a tab', holder({ entrypoint: 'claude-vscode' })],
  ];
  for (const [what, found] of copied)
    it(`is the clipboard where ${what}`, () => {
      assert.equal(draftWay(found), 'copy');
    });
});
