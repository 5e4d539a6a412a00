import assert from 'node:assert/strict';
import type { Item, ItemKind, ItemMark, KeptReason } from '../../../src/domain/accounting/item';
import {
  itemKindWords,
  itemLabel,
  keptWords,
  markMeaning,
  markWords,
} from '../../../src/wording/itemWords';
import { inEnglish } from '../../../src/wording/translate';
import { hostileTexts } from '../../fixtures/hostileTexts';

function item(changes: Partial<Item>): Item {
  return {
    id: 'u:0',
    kind: 'toolResult',
    toolName: null,
    attachmentType: null,
    machineText: null,
    subject: null,
    path: null,
    mediaType: null,
    size: null,
    isError: false,
    tokens: 100,
    isCounted: true,
    bytes: 300,
    line: 3,
    turn: 38,
    timestampMs: null,
    isLive: true,
    marks: [],
    freedTokens: null,
    keptBecause: null,
    ...changes,
  };
}
const label = (changes: Partial<Item>): string => itemLabel(item(changes), inEnglish);

const KINDS: ItemKind[] = [
  'userText',
  'machineText',
  'assistantText',
  'thinking',
  'toolCall',
  'toolResult',
  'image',
  'document',
  'attachment',
  'summary',
  'other',
];
const REASONS: KeptReason[] = [
  'userText',
  'assistantText',
  'thinking',
  'summary',
  'system',
  'notLive',
  'small',
  'unknown',
];
const MARKS: ItemMark[] = ['superseded', 'duplicate', 'refusedImage'];

describe('itemLabel', () => {
  const rows: [words: string, changes: Partial<Item>][] = [
    [
      'Read src/app.ts',
      { toolName: 'Read', subject: 'src/app.ts', path: '/home/dev/ledger/src/app.ts' },
    ],
    ['Bash npm test', { toolName: 'Bash', subject: 'npm test' }],
    [
      'Write src/app.ts',
      { kind: 'toolCall', toolName: 'Write', subject: 'src/app.ts', path: '/src/app.ts' },
    ],
    [
      'browser_take_screenshot 1440×900',
      {
        kind: 'image',
        toolName: 'mcp__playwright__browser_take_screenshot',
        size: { width: 1440, height: 900 },
      },
    ],
    [
      'Read shots/one.png 1440×900',
      {
        kind: 'image',
        toolName: 'Read',
        subject: 'shots/one.png',
        path: '/shots/one.png',
        size: { width: 1440, height: 900 },
      },
    ],
    ['pasted image', { kind: 'image' }],
    ['pasted image 320×200', { kind: 'image', size: { width: 320, height: 200 } }],
    ['Read manual.pdf', { kind: 'document', toolName: 'Read', subject: 'manual.pdf' }],
    [
      'edited file reminder package.json',
      {
        kind: 'attachment',
        attachmentType: 'edited_text_file',
        subject: 'package.json',
        path: '/package.json',
      },
    ],
    [
      'hook output PostToolUse:Edit',
      {
        kind: 'attachment',
        attachmentType: 'hook_additional_context',
        subject: 'PostToolUse:Edit',
      },
    ],
    ['from the future', { kind: 'attachment', attachmentType: 'from_the_future' }],
    [
      '“Base directory for this skill”',
      { kind: 'machineText', machineText: 'note', subject: 'Base directory for this skill' },
    ],
    ['Thinking turn 38', { kind: 'thinking' }],
    ['“Add CSV import”', { kind: 'userText', subject: 'Add CSV import' }],
    [
      'task notification Agent “Look” completed',
      {
        kind: 'machineText',
        machineText: 'taskNotification',
        subject: 'Agent “Look” completed',
      },
    ],
    ['command /clear', { kind: 'machineText', machineText: 'command', subject: '/clear' }],
    [
      'command output Copied',
      { kind: 'machineText', machineText: 'commandOutput', subject: '\u001b[1mCopied\u001b[22m' },
    ],
    [
      'summary of what was compacted',
      { kind: 'summary', subject: 'This session is being continued' },
    ],
    ['tool result', {}],
    ['mcp__', { toolName: 'mcp__' }],
  ];
  for (const [words, changes] of rows)
    it(`says ${words}`, () => assert.equal(label(changes), words));

  it('keeps the end of a long path, where the name of the file is', () => {
    const words = label({
      toolName: 'Read',
      subject: `/${'very/'.repeat(100)}deep/app.ts`,
      path: `/${'very/'.repeat(100)}deep/app.ts`,
    });
    assert.match(words, /^Read ….*\/deep\/app\.ts$/);
    assert.ok(words.length <= 120);
  });

  it('is one printable line of at most 120 characters, whatever the transcript says', () => {
    for (const text of [
      ...hostileTexts,
      '\u001b[31mred\u001b[0m\r\nnext\u202eevil',
      '\u200b\u2060',
      'x'.repeat(20_000_000),
    ]) {
      for (const kind of KINDS) {
        const words = label({
          kind,
          toolName: text,
          subject: text,
          path: kind === 'toolResult' ? text : null,
          attachmentType: kind === 'attachment' ? text : null,
        });
        assert.doesNotMatch(
          words,
          /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u,
        );
        assert.ok(Array.from(words).length <= 120 && words !== '', `${kind}: ${words}`);
      }
    }
  });
});

describe('words about items', () => {
  it('have a name for every kind, a sentence for every reason and mark', () => {
    assert.equal(new Set(KINDS.map((kind) => itemKindWords(kind, inEnglish))).size, KINDS.length);
    const sentences = [
      ...REASONS.map((reason) => keptWords(reason, inEnglish)),
      ...MARKS.map((mark) => markMeaning(mark, inEnglish)),
    ];
    for (const sentence of sentences) assert.match(sentence, /^[A-Z].*\.$/);
    assert.deepEqual(
      MARKS.map((mark) => markWords(mark, { freedTokens: 9312 }, inEnglish)),
      ['outdated', 'duplicate', 'over 2000 px'],
    );
    assert.equal(keptWords('system', inEnglish), 'Claude Code needs this; it stays.');
  });
});
