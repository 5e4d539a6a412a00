import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  contentOf,
  contentOriginWords,
  isOtherContent,
  legible,
} from '../../../../src/features/inspector/contentView';
import { parseToInspectorPage } from '../../../../src/features/inspector/protocol';
import { rowOf } from '../../../../src/features/inspector/rowView';
import { inEnglish } from '../../../../src/wording/translate';
import { ledgerItem } from '../../../fixtures/ledgerInspection';
import { hostileText } from '../../../fixtures/hostileTexts';

const row = (
  changes: Parameters<typeof ledgerItem>[3],
  kind: Parameters<typeof ledgerItem>[1] = 'toolResult',
  folder: string | null = '/home/dev/ledger',
): ReturnType<typeof rowOf> => rowOf(ledgerItem('a', kind, 5_000, changes), folder, inEnglish);

describe('rowView', () => {
  it('names a file within the folder of the session', () => {
    const inside = row({
      toolName: 'Read',
      subject: 'src/app.ts',
      path: '/home/dev/ledger/src/app.ts',
    });
    assert.deepEqual(
      [inside.label, inside.dim, inside.tail, inside.cut, inside.short, inside.path],
      ['Read src/app.ts', 5, 0, 'start', 'app.ts', 'src/app.ts'],
    );
    const beside = row({
      toolName: 'Read',
      subject: '/home/dev/ledger-2/app.ts',
      path: '/home/dev/ledger-2/app.ts',
    });
    assert.equal(beside.path, '/home/dev/ledger-2/app.ts');
  });

  it('calls a cell by what it is about, without what did it and how manieth it is', () => {
    const shorts = [
      row({ toolName: 'Bash', subject: 'npm test', ordinal: 3 }),
      row({ subject: 'Wire the mapping step' }, 'userText'),
      row({ turn: 21 }, 'summary'),
      row({ kind: 'attachment', attachmentType: 'skill_listing', ordinal: 2 }),
    ].map(({ short }) => short);
    assert.deepEqual(shorts, [
      'npm test',
      'Wire the mapping step',
      'of turns 1–21',
      'List of skills',
    ]);
  });

  it('tells the size of a picture once, in its name', () => {
    const picture = row({ mediaType: 'image/png', size: { width: 1440, height: 900 } }, 'image');
    assert.deepEqual(
      [picture.label, picture.format, picture.marks],
      ['Pasted image 1440×900', 'PNG 1440×900', []],
    );
    assert.deepEqual(
      row({ size: { width: 3000, height: 9 }, marks: ['refusedImage'] }, 'image').marks.map(
        ({ words }) => words,
      ),
      ['over 2000 px'],
    );
  });

  it('says how its tokens are known where counters tell of them', () => {
    const told = (
      changes: Parameters<typeof row>[0],
      kind?: Parameters<typeof row>[1],
    ): unknown[] => {
      const { isExact, measured } = row(changes, kind);
      return [isExact, measured];
    };
    const exact = { isExact: true, isMeasured: true };
    assert.deepEqual(told({}), [false, '']);
    assert.deepEqual(told(exact), [
      true,
      'Told by the counters of two replies: nothing else came in between them.',
    ]);
    assert.deepEqual(told(exact, 'thinking'), [
      true,
      'Told by the counters of replies: nothing else was counted with it.',
    ]);
    assert.deepEqual(told({ isMeasured: true }), [
      false,
      'What came in together is told by the counters of replies; its share of that is an estimate.',
    ]);
    assert.deepEqual(told({ ...exact, marks: ['pruned'] }), [true, '']);
  });

  it('tells what a prune freed, and that it can be put back', () => {
    const tell = (changes: Parameters<typeof row>[0]): unknown[] => {
      const { marks, freedTokens, isKeptInBackup, kept } = row({ marks: ['pruned'], ...changes });
      return [marks.map(({ words }) => words), freedTokens, isKeptInBackup, kept];
    };
    assert.deepEqual(tell({ freedTokens: 9_312, keptBecause: 'pruned' }), [
      ['pruned ~9.3K'],
      9_312,
      true,
      'It was pruned, and can be put back.',
    ]);
    assert.deepEqual(tell({ keptBecause: 'prunedUnkept' }), [
      ['pruned'],
      null,
      false,
      'It was pruned, and no backup of it is left here.',
    ]);
  });

  it('fits the protocol whatever the transcript holds', () => {
    fc.assert(
      fc.property(hostileText(), hostileText(), (subject, toolName) => {
        const made = row({
          subject,
          toolName,
          path: subject,
          detail: {
            words: toolName,
            count: { of: subject, number: 3 },
            range: { first: 1, count: 9 },
            part: subject,
          },
          ordinal: 7,
          attachmentType: toolName,
          mediaType: subject,
        });
        return (
          parseToInspectorPage({
            type: 'items',
            isReset: true,
            rows: [made],
            gone: [],
            isLast: true,
            goneBecause: '',
          }) !== null && made.dim + made.tail <= made.label.length
        );
      }),
    );
  });
});

describe('contentView', () => {
  it('keeps lines and tabs, and takes out what cannot be read', () => {
    assert.equal(
      legible(
        'a\tb\r\nc\u001b[31mred\u001b[0m\u202e!\u0000 \u001b]8;;https://e.example\u0007x\u001b]8;;\u0007',
      ),
      'a\tb\ncred!\ufffd x',
    );
  });

  it('shows no picture of unknown size, and says why', () => {
    const content = contentOf(
      { kind: 'image', mediaType: 'image/png', base64: 'AAAA', size: null, bytes: 3 },
      inEnglish,
    );
    assert.deepEqual(content, {
      type: 'nothing',
      why: 'The image’s size is not known, so it is not shown.',
    });
    assert.equal(
      contentOf({ kind: 'tooLarge', size: { width: 9000, height: 9000 }, bytes: 3 }, inEnglish)
        .type,
      'nothing',
    );
  });
});

describe('the content of what was pruned', () => {
  it('says that it comes from the backup, and of when', () => {
    assert.equal(contentOriginWords({ kind: 'empty' }, 0, inEnglish), '');
    assert.equal(
      contentOriginWords({ kind: 'empty', backedUpMs: 0 }, 2 * 60 * 60_000, inEnglish),
      'It was pruned. This is what stood there, from the backup made 2 h ago.',
    );
  });

  it('is read anew when the item was pruned or put back, and not when it was only counted', () => {
    const item = ledgerItem('a', 'toolResult', 5_000);
    const isOther = (changes: Parameters<typeof ledgerItem>[3]): boolean =>
      isOtherContent(item, { ...item, ...changes });
    assert.deepEqual(
      [
        isOther({ bytes: 64 }),
        isOther({ keptBecause: 'pruned' }),
        isOther({ tokens: 4_800, isCounted: true, turn: 7 }),
      ],
      [true, true, false],
    );
  });
});
