import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chosenThings, draftOf, restatementsOf } from '../../../../src/features/loss/draftText';
import { lostThing, sampleLoss } from '../../../fixtures/sampleLoss';

describe('the draft of what is to be said again', () => {
  it('has what was chosen, in the order of the page, with its turn', () => {
    const things = chosenThings(sampleLoss(), ['files:2', 'prompts:0', 'decisions:1', 'rules:0']);
    assert.equal(
      draftOf(things).text,
      [
        'The last compaction may have left these out:',
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
        const draft = draftOf([lostThing({ text })]).text;
        assert.doesNotMatch(draft, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
    );
    const hostile = lostThing({ text: 'x\u001b[201~\rrm -rf /\u0003\u009b6n' });
    assert.equal(draftOf([hostile]).text.split('\n')[1], '- I said: "x [201~');
  });

  it('has whole things alone, and says how many had no room', () => {
    const many = Array.from({ length: 20 }, () => lostThing({ text: 'a'.repeat(2000) }));
    const { text, left } = draftOf(many);
    assert.deepEqual([text.split('\n').length - 1, left], [7, 13]);
    assert.ok(text.endsWith('a" (turn 12)') && text.length < 16_000);
    assert.equal(restatementsOf(many).length, 20);
  });
});
