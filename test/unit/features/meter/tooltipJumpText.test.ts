import assert from 'node:assert/strict';
import type { AddedItem } from '../../../../src/domain/accounting/addedItems';
import type { Jump } from '../../../../src/domain/accounting/jumps';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { jumpWords } from '../../../../src/features/meter/tooltipJumpText';
import { inEnglish } from '../../../../src/wording/translate';
import { hostileTexts, rendered } from '../../../fixtures/hostileTexts';
import { sampleSnapshot } from '../../../fixtures/sampleSnapshot';

const item = (name: string | null, subject: string | null, tokens = 9_000): AddedItem => ({
  kind: 'toolResult',
  name,
  subject,
  tokens,
});
const READ = item('Read', '/home/dev/frontend/src/import/ImportWizard.tsx', 13_200);
const TEST = item('Bash', 'yarn test', 11_200);
const jump = (changes: Partial<Jump> = {}): Jump => ({
  line: 610,
  turn: 55,
  tokens: 26_140,
  added: [READ, TEST],
  ...changes,
});
const LATER = jump({ line: 700, turn: 57, tokens: 4_300, added: [item('Grep', 'StatementRow')] });

/** As it reads: links, and what was escaped. */
const said = (changes: Partial<Snapshot>, lookedLine: number | null = null): string | null => {
  const words = jumpWords(sampleSnapshot(changes), lookedLine, inEnglish);
  return words === null ? null : rendered(words);
};
const TURN_55 = '[turn 55](command:leeway.showStep?%5B%22one%22%2C610%5D)';

describe('the largest jump', () => {
  it('is told with its turn and what came with it: a file by its name, a command by itself', () => {
    assert.equal(
      said({ jumps: [jump(), LATER] }),
      `+26.1K in ${TURN_55}: Read ImportWizard.tsx, yarn test`,
    );
  });

  it('is the first one behind what somebody saw', () => {
    const jumps = [jump(), LATER];
    assert.match(said({ jumps }, 609) ?? '', /^\+26\.1K/);
    assert.match(said({ jumps }, 610) ?? '', /^\+4\.3K in \[turn 57\]\(.*\): Grep StatementRow$/);
    assert.equal(said({ jumps }, 700), null);
    assert.equal(said({ jumps: [] }), null);
  });

  it('is not told where it explains nothing', () => {
    assert.equal(said({ jumps: [jump({ tokens: 499 })] }), null);
    assert.equal(said({ jumps: [jump({ tokens: 500, added: [] })] }), `+500 in ${TURN_55}`);
    const crumbs = jump({ added: [READ, item('Bash', 'ls', 90)] });
    assert.equal(said({ jumps: [crumbs] }), `+26.1K in ${TURN_55}: Read ImportWizard.tsx`);
  });

  it('does not name again what “Added last” names', () => {
    assert.equal(said({ jumps: [jump()], added: [READ, TEST] }), `+26.1K in ${TURN_55}`);
    assert.equal(
      said({ jumps: [jump()], added: [TEST, item('Read', 'other.ts')] }),
      `+26.1K in ${TURN_55}: Read ImportWizard.tsx`,
    );
  });

  it('names what is neither file nor command as “Added last” does', () => {
    const kinds: [AddedItem, string][] = [
      [
        { kind: 'toolUse', name: 'Write', subject: 'src/a.ts', tokens: 900 },
        'Call of Write src/a.ts',
      ],
      [{ kind: 'thinking', name: null, subject: null, tokens: 900 }, 'Thinking'],
      [{ kind: 'text', name: null, subject: null, tokens: 900 }, 'Text'],
      [{ kind: 'image', name: 'Read', subject: 'a.png', tokens: 900 }, 'Image'],
      [item(null, null), 'Tool result'],
      [item('Read', 'C:\\src\\import\\camt.py'), 'Read camt.py'],
      [item('Read', ''), 'Read'],
    ];
    for (const [added, name] of kinds)
      assert.equal(said({ jumps: [jump({ added: [added] })] }), `+26.1K in ${TURN_55}: ${name}`);
  });

  it('links to plain words and whole numbers alone', () => {
    for (const sessionId of ['-rf', 'a b', '"],"x', ')[x](command:y', '../../etc', null])
      assert.equal(said({ sessionId, jumps: [jump({ added: [] })] }), '+26.1K in turn 55');
  });

  for (const text of hostileTexts)
    it(`shows ${JSON.stringify(text)} as text`, () => {
      const added = [item(text, text), item('Read', text), item('Bash', text)];
      const words = jumpWords(sampleSnapshot({ jumps: [jump({ added })] }), null, inEnglish) ?? '';
      const unescaped = words.replace(TURN_55, '').replace(/\\[!-/:-@[-`{-~]/g, '');
      assert.match(unescaped, /^\+26\.1K in : /);
      assert.doesNotMatch(unescaped.slice('+26.1K in : '.length), /[!-+\--/:-@[-`{-~\n]/);
    });
});
