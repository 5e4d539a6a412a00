import assert from 'node:assert/strict';
import type { Item } from '../../../src/domain/accounting/item';
import type { Detail } from '../../../src/domain/transcript/entry';
import { labelOf } from '../../../src/wording/labelOf';
import { inEnglish } from '../../../src/wording/translate';
import { hostileTexts } from '../../fixtures/hostileTexts';
import { sampleItem } from '../../fixtures/sampleItem';

const asked = (detail: Partial<Detail>): Pick<Item, 'detail'> => ({
  detail: { words: null, count: null, range: null, part: null, ...detail },
});
const item = (changes: Partial<Item>): Item =>
  sampleItem({ toolName: null, subject: null, path: null, turn: 38, ...changes });
const PATH = { subject: 'src/app.ts', path: '/home/dev/ledger/src/app.ts' };
const SIZE = { size: { width: 1440, height: 900 } };
const attached = (attachmentType: string, more: Partial<Item> = {}): Partial<Item> => ({
  kind: 'attachment',
  attachmentType,
  ...more,
});
const machine = (machineText: Item['machineText'], subject: string): Partial<Item> => ({
  kind: 'machineText',
  machineText,
  subject,
});

describe('labelOf', () => {
  /** `dim|middle|tail`, and which side of the middle gives way. */
  const rows: [words: string, cut: 'start' | 'end', changes: Partial<Item>][] = [
    ['Read |src/app.ts|', 'start', { toolName: 'Read', ...PATH }],
    ['Read |src/app.ts| (2nd)', 'start', { toolName: 'Read', ...PATH, ordinal: 2 }],
    [
      'Read |src/app.ts 210–480|',
      'start',
      { toolName: 'Read', ...PATH, ...asked({ range: { first: 210, count: 271 } }) },
    ],
    [
      'Read |src/app.ts 210–|',
      'start',
      { toolName: 'Read', ...PATH, ...asked({ range: { first: 210, count: null } }) },
    ],
    [
      'Read |src/app.ts 210|',
      'start',
      { toolName: 'Read', ...PATH, ...asked({ range: { first: 210, count: 1 } }) },
    ],
    [
      'Read |src/app.ts pages 1-5|',
      'start',
      { toolName: 'Read', ...PATH, ...asked({ part: '1-5' }) },
    ],
    ['Grep |"Row" src/app.ts|', 'end', { toolName: 'Grep', ...PATH, ...asked({ words: 'Row' }) }],
    ['Grep |"Row" *.ts|', 'end', { toolName: 'Grep', ...asked({ words: 'Row', part: '*.ts' }) }],
    ['Glob |"**/*.ts"|', 'end', { toolName: 'Glob', ...asked({ words: '**/*.ts' }) }],
    ['Bash |npm test|', 'end', { toolName: 'Bash', subject: 'npm test' }],
    [
      'Bash |Run all tests|',
      'end',
      { toolName: 'Bash', subject: 'npm test', ...asked({ words: 'Run all tests' }) },
    ],
    [
      'batch_get |12 nodes|',
      'end',
      { toolName: 'mcp__pencil__batch_get', ...asked({ count: { of: 'nodeIds', number: 12 } }) },
    ],
    [
      'batch_get |1 pattern|',
      'end',
      { toolName: 'mcp__pencil__batch_get', ...asked({ count: { of: 'patterns', number: 1 } }) },
    ],
    [
      'open |2 file paths: a.ts|',
      'end',
      {
        toolName: 'mcp__files__open',
        ...asked({ words: 'a.ts', count: { of: 'file_paths', number: 2 } }),
      },
    ],
    [
      'MultiEdit |src/app.ts 3 edits|',
      'start',
      { toolName: 'MultiEdit', ...PATH, ...asked({ count: { of: 'edits', number: 3 } }) },
    ],
    ['|Tool result|', 'end', {}],
    ['|mcp__|', 'end', { toolName: 'mcp__' }],
    [
      'Pasted image |1440×900 “What is wrong?”|',
      'end',
      { kind: 'image', ...SIZE, ...asked({ words: 'What is wrong?' }) },
    ],
    ['|Pasted document|', 'end', { kind: 'document' }],
    [
      'Read |shots/one.png 1440×900|',
      'start',
      {
        kind: 'image',
        toolName: 'Read',
        subject: 'shots/one.png',
        path: '/shots/one.png',
        ...SIZE,
      },
    ],
    [
      'Screenshot |/import/review 1440×900|',
      'start',
      {
        kind: 'image',
        toolName: 'mcp__a__take_screenshot',
        ...SIZE,
        ...asked({ words: 'localhost:3000/import/review' }),
      },
    ],
    [
      'Screenshot |example.com/a 1440×900|',
      'start',
      {
        kind: 'image',
        toolName: 'mcp__a__computer',
        ...SIZE,
        ...asked({ words: 'example.com/a', part: 'screenshot' }),
      },
    ],
    [
      'Screenshot |1440×900|',
      'end',
      { kind: 'image', toolName: 'mcp__a__computer', ...SIZE, ...asked({ words: 'screenshot' }) },
    ],
    ['Reminder |app.ts was edited · src|', 'end', attached('edited_text_file', PATH)],
    [
      'Reminder |a.ts was read before the compaction|',
      'end',
      attached('compact_file_reference', { subject: 'a.ts', path: '/a.ts' }),
    ],
    ['Memory file |src/app.ts|', 'start', attached('nested_memory', PATH)],
    [
      'Hook output |PostToolUse:Edit “2 warnings”|',
      'end',
      attached('hook_additional_context', {
        subject: 'PostToolUse:Edit',
        ...asked({
          words: '<system-reminder>\nPostToolUse:Edit hook additional context: 2 warnings',
        }),
      }),
    ],
    ['Queued prompt |“try again”|', 'end', attached('queued_command', { subject: 'try again' })],
    ['|List of subagents|', 'end', attached('agent_listing_delta')],
    ['|Reminder of the task list| (17th)', 'end', attached('task_reminder', { ordinal: 17 })],
    ['|From the future|', 'end', attached('from_the_future')],
    ['|Attachment|', 'end', attached('___')],
    [
      'Skill |commit|',
      'end',
      machine(
        'note',
        'Base directory for this skill: D:\\ledger\\.claude\\skills\\commit\n\n# Commit',
      ),
    ],
    [
      'Place of a pasted image |/tmp/1.png|',
      'start',
      machine('note', '[Image: source: /tmp/1.png]'),
    ],
    [
      'File opened in the editor |/a/b.ts|',
      'start',
      machine('note', 'The user opened the file /a/b.ts in the IDE. This may'),
    ],
    ['|Interrupted by you|', 'end', machine('note', '[Request interrupted by user]')],
    [
      '|Interrupted by you during a step|',
      'end',
      machine('note', '[Request interrupted by user for tool use]'),
    ],
    [
      '|“Continue from where you left off.”|',
      'end',
      machine('note', 'Continue from where you left off.'),
    ],
    [
      'Task notification |Agent “Look” completed|',
      'end',
      machine('taskNotification', 'Agent “Look” completed'),
    ],
    ['Command |/clear|', 'end', machine('command', '/clear')],
    ['Command output |Copied|', 'end', machine('commandOutput', '\u001b[1mCopied\u001b[22m')],
    ['Thinking |in turn 38|', 'end', { kind: 'thinking' }],
    ['Summary |of turns 1–38|', 'end', { kind: 'summary' }],
    ['Summary |of turn 1|', 'end', { kind: 'summary', turn: 1 }],
    ['|Summary|', 'end', { kind: 'summary', turn: 0 }],
    [
      '|“Add CSV import”| (3rd)',
      'end',
      { kind: 'userText', subject: 'Add CSV import', ordinal: 3 },
    ],
    ['|Reply| (21st)', 'end', { kind: 'assistantText', ordinal: 21 }],
    ['|Tool addition| (11th)', 'end', { kind: 'other', subject: 'tool_addition', ordinal: 11 }],
  ];
  for (const [words, cut, changes] of rows)
    it(`says ${words.replaceAll('|', '')}`, () => {
      const { text, dim, tail, cut: side } = labelOf(item(changes), inEnglish);
      const end = text.length - tail;
      assert.equal(`${text.slice(0, dim)}|${text.slice(dim, end)}|${text.slice(end)}`, words);
      assert.equal(side, cut);
    });

  it('names what came after thinking, and lets all before that step back', () => {
    const before = { kind: 'toolCall', toolName: 'Edit', detail: null, ...PATH } as const;
    const { text, dim, cut } = labelOf(item({ kind: 'thinking', before }), inEnglish);
    assert.deepEqual(
      [text.slice(0, dim), text.slice(dim), cut],
      ['Thinking before Edit ', 'src/app.ts', 'start'],
    );
    const reply = { ...before, kind: 'assistantText', subject: 'Done.', path: null } as const;
    const said = labelOf(item({ kind: 'thinking', before: reply }), inEnglish);
    assert.deepEqual([said.text, said.dim, said.cut], ['Thinking before “Done.”', 16, 'end']);
    const bare = labelOf(
      item({
        kind: 'thinking',
        before: { ...before, toolName: 'TaskList', subject: null, path: null },
      }),
      inEnglish,
    );
    assert.deepEqual([bare.text, bare.dim], ['Thinking before TaskList', 16]);
  });

  it('has no ellipsis but at the side that gives way, and stays within its bounds', () => {
    const long = 'word '.repeat(400);
    const path = `/${'folder/'.repeat(100)}app.ts`;
    const labels = [
      labelOf(
        item({ toolName: 'Grep', subject: path, path, ...asked({ words: long }) }),
        inEnglish,
      ),
      labelOf(item({ toolName: 'Read', subject: path, path }), inEnglish),
      labelOf(item(attached('edited_text_file', { subject: path, path })), inEnglish),
    ];
    for (const { text, dim, tail } of labels) {
      assert.ok(text.length <= 400, text);
      assert.ok(dim + tail < text.length);
    }
    assert.match(labels[1]!.text, /^Read ….*app\.ts$/);
    assert.match(labels[2]!.text, /^Reminder app\.ts was edited · /);
    for (const hostile of [...hostileTexts, '\u{1f600}'.repeat(5_000)])
      for (const kind of [
        'toolResult',
        'image',
        'attachment',
        'thinking',
        'machineText',
      ] as const) {
        const named = {
          toolName: hostile,
          subject: hostile,
          path: hostile,
          ...asked({ words: hostile, part: hostile, count: { of: hostile, number: 3 } }),
        };
        const { text } = labelOf(
          item({
            kind,
            ...named,
            attachmentType: 'file',
            machineText: 'note',
            before: { kind: 'toolCall', ...named },
          }),
          inEnglish,
        );
        assert.ok(text !== '' && text.length <= 900);
        assert.doesNotMatch(
          text,
          /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u,
        );
      }
  });
});
