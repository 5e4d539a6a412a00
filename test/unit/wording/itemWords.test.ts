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
    detail: null,
    before: null,
    ordinal: 1,
    path: null,
    mediaType: null,
    size: null,
    isError: false,
    tokens: 100,
    isExact: false,
    isMeasured: false,
    isCounted: true,
    bytes: 300,
    line: 3,
    cameInLine: 3,
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
  it('keeps the end of a long path, where the name of the file is, and what tells it from others', () => {
    const path = `/${'very/'.repeat(100)}deep/app.ts`;
    const words = label({ toolName: 'Read', subject: path, path, ordinal: 2 });
    assert.match(words, /^Read ….*\/deep\/app\.ts \(2nd\)$/);
    assert.equal(words.length, 120);
  });

  it('keeps the beginning of anything else', () => {
    const words = label({
      toolName: 'Grep',
      subject: `src/${'deep/'.repeat(40)}`,
      path: `/home/dev/src/${'deep/'.repeat(40)}`,
      detail: { words: 'StatementRow', count: null, range: null, part: null },
      ordinal: 12,
    });
    assert.match(words, /^Grep "StatementRow" src\/deep.*… \(12th\)$/);
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
      ...MARKS.map((mark) => markMeaning(mark, { kind: 'image' }, inEnglish)),
    ];
    for (const sentence of sentences) assert.match(sentence, /^[A-Z].*\.$/);
    assert.deepEqual(
      MARKS.map((mark) => markWords(mark, { freedTokens: 9312 }, inEnglish)),
      ['outdated', 'duplicate', 'over 2000 px'],
    );
    assert.equal(keptWords('system', inEnglish), 'Claude Code needs this; it stays.');
  });
});
