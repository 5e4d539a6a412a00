import assert from 'node:assert/strict';
import { handoffText } from '../../../fixtures/handoffText';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

describe('the goal of a handoff', () => {
  it('begins with what was asked last, and tells what a person said against what Claude did', async () => {
    const writer = new TranscriptWriter();
    const answer = (): void =>
      void writer.response({ blocks: [{ type: 'text', text: 'Done as you said.' }] });
    writer.prompt('Write the parser for the bank statements of the new bank, please.');
    answer();
    writer.prompt('No, not with a regular expression.');
    answer();
    for (let turn = 0; turn < 6; turn++) {
      writer.inUsersPlace(
        `<system-reminder>It is ${String(turn)} o’clock.</system-reminder>\n\nStep ${String(turn)}`,
        { origin: { kind: 'human' } },
      );
      writer.attachment('queued_command', {
        prompt: `And mind case ${String(turn)}`,
        commandMode: 'prompt',
      });
      answer();
    }
    const markdown = await handoffText(writer);
    const [, goals] = /## Goal\n\n([^]*?)\n\n## /.exec(markdown) ?? [];
    assert.match(
      goals ?? '',
      /^Asked last \(turn 8\):[^]*And mind case 5[^]*Before that \(turn 8\):\n\n```text\nStep 5\n[^]*Earlier, the newest first:\n\n- `Step 3` \(turn 6\)[^]*The session began with:[^]*Write the parser/,
    );
    assert.doesNotMatch(markdown, /o’clock/);
    const [, said] =
      /Said against what Claude did, or while it worked:\n\n([^]*?)\n\n/.exec(markdown) ?? [];
    assert.deepEqual(said?.split('\n').slice(0, 2), [
      '- `No, not with a regular expression.` (turn 2)',
      '- `And mind case 0` (turn 3)',
    ]);
  });
});
