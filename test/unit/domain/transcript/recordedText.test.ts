import assert from 'node:assert/strict';
import {
  isMachineText,
  recordedOrigin,
  recordedText,
} from '../../../../src/domain/transcript/recordedText';
import { hostileTexts } from '../../../fixtures/hostileTexts';

const UNSAID = { isMeta: false, origin: null };
const kindOf = (text: string, said: Partial<typeof UNSAID> = {}): string | null =>
  recordedText(text, { ...UNSAID, ...said })?.kind ?? null;

const NOTIFICATION =
  '<task-notification>\n<task-id>b1</task-id>\n<summary>Tests completed</summary>\n</task-notification>';
const COMMAND =
  '<command-name>/clear</command-name>\n            <command-message>clear</command-message>\n            <command-args></command-args>';

describe('recordedText', () => {
  const rows: [string, string, string][] = [
    ['taskNotification', NOTIFICATION, 'Tests completed'],
    [
      'taskNotification',
      `${NOTIFICATION}\nRead the output file to retrieve the result: /tmp/b1.output`,
      'Tests completed',
    ],
    ['taskNotification', '<task-notification>\n[pruned: x]\n</task-notification>', '[pruned: x]'],
    ['command', COMMAND, '/clear'],
    [
      'command',
      '<command-message>init is running…</command-message>\n<command-name>/init</command-name>',
      '/init',
    ],
    [
      'typedCommand',
      COMMAND.replace('></command-args', '> the rest </command-args'),
      '/clear the rest',
    ],
    ['typedCommand', '<bash-input> git pull</bash-input>', '! git pull'],
    ['commandOutput', '<bash-stdout></bash-stdout><bash-stderr>no</bash-stderr>', 'no'],
    ['commandOutput', '<local-command-stdout>Copied</local-command-stdout>', 'Copied'],
    ['note', '<system-reminder>\nIt is late.\n</system-reminder>', 'It is late.'],
    ['note', '<local-command-caveat>Caveat: x</local-command-caveat>', 'Caveat: x'],
    [
      'note',
      '[Request interrupted by user for tool use]',
      '[Request interrupted by user for tool use]',
    ],
  ];
  for (const [kind, text, subject] of rows)
    it(`knows ${kind}: ${text.slice(0, 40).replaceAll('\n', ' ')}`, () =>
      assert.deepEqual(recordedText(text, UNSAID), { kind, subject }));

  it('takes no word of a person for a plugin’s that rewrote the session', () => {
    const said = recordedOrigin({ origin: { kind: 'plugin', name: 'any' } });
    assert.equal(recordedText('Go on, and mind the tests.', said), null);
    assert.equal(recordedText(NOTIFICATION, said)?.kind, 'taskNotification');
    const meta = recordedOrigin({ isMeta: true, origin: { kind: 'plugin' } });
    assert.equal(recordedText('Base directory: /skills', meta)?.kind, 'note');
  });

  it('leaves a person’s text alone that holds such a tag, begins with one, or has more behind it', () => {
    for (const text of [
      'Why does it say <task-notification>x</task-notification>?',
      `${NOTIFICATION}\nWhat does this mean?`,
      `${NOTIFICATION}${NOTIFICATION}`,
      '<task-notification>x</task-notification> and </task-notification>',
      `${NOTIFICATION}\nRead the output file to retrieve the result: /tmp/x\nand tell me`,
      '<system-reminder>Late.</system-reminder>\n\nCan we make a guide?',
      '<command-name>/clear</command-name> is a command',
      '<command-name>/x</command-name><command-args>a</command-args>b</command-args>',
      '<command-args>a</command-args>',
      '<local-command-stdout>never closed',
      '<bash-input>a</bash-input><bash-input>b</bash-input>',
      '<objective>Write it.</objective>',
      '[Request interrupted by user] by me',
      '',
    ])
      assert.equal(kindOf(text), null, text);
  });

  it('believes what the record says of its origin', () => {
    assert.equal(kindOf(NOTIFICATION, { origin: 'human' } as never), null);
    assert.equal(kindOf(COMMAND, { origin: 'channel' } as never), null);
    assert.equal(kindOf('Any words', { origin: 'task-notification' } as never), 'taskNotification');
    assert.equal(kindOf('Any words', { isMeta: true }), 'note');
    assert.equal(kindOf('Any words', { isMeta: true, origin: 'human' } as never), null);
  });

  it('says only of what was typed that it is no machine text', () => {
    assert.equal(isMachineText(recordedText(COMMAND, UNSAID)), true);
    assert.equal(isMachineText(recordedText('<bash-input>ls</bash-input>', UNSAID)), false);
    assert.equal(isMachineText(null), false);
  });

  it('throws at nothing and takes a time that grows with the text alone', () => {
    for (const text of hostileTexts) recordedText(text, UNSAID);
    const start = performance.now();
    for (const part of ['<system-reminder>', '<a>', ' ', '</task-notification>'])
      recordedText(`<task-notification>${part.repeat(2_000_000 / part.length)}`, UNSAID);
    assert.ok(performance.now() - start < 1000);
  });
});
