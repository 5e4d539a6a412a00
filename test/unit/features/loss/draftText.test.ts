import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chosenThings, draftOf, restatementsOf } from '../../../../src/features/loss/draftText';
import { lostThing, sampleLoss } from '../../../fixtures/sampleLoss';

describe('the draft of what is to be said again', () => {
  it('has what was chosen, in the order of the page, with its turn', () => {
    const things = chosenThings(sampleLoss(), ['files:2', 'prompts:0', 'decisions:1', 'rules:0']);
    assert.equal(
      draftOf(things),
      [
        'The last compaction left these out. They still hold:',
        '- I said: "Don’t touch the audit trigger, ops owns it" (turn 12)',
        '- Still open: Drop the old sequence after the backfill',
        '- Read /home/dev/code/ledgerline/migrations/0192_enum_to_text.sql again before you rely on it. (turn 33)',
        '- The rules of /home/dev/code/ledgerline/.claude/rules/migrations.md hold. (turn 6)',
      ].join('\n'),
    );
  });

  it('knows only rows that are there', () => {
    assert.deepEqual(chosenThings(sampleLoss(), ['prompts:9', 'prompts:-1', 'title:0']), []);
  });

  it('holds nothing that a terminal would carry out, whatever was said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const draft = draftOf([lostThing({ text })]);
        assert.doesNotMatch(draft, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
    );
    const hostile = lostThing({ text: 'x\u001b[201~\rrm -rf /\u0003\u009b6n' });
    assert.equal(draftOf([hostile]).split('\n')[1], '- I said: "x [201~');
  });

  it('ends at what one prompt may hold', () => {
    const many = Array.from({ length: 20 }, () => lostThing({ text: 'a'.repeat(4000) }));
    assert.equal(draftOf(many).length, 16_000);
    assert.ok(restatementsOf(many).every(({ text }) => text.length < 2100));
  });
});
