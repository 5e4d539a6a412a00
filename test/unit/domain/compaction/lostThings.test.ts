import assert from 'node:assert/strict';
import {
  lostDecisions,
  lostFiles,
  lostPrompts,
  lostRules,
  summaryText,
} from '../../../../src/domain/compaction/lostThings';
import type { LostGroup } from '../../../../src/domain/compaction/lostThings';
import type { QuotedContent } from '../../../../src/domain/handoff/decisionsIn';
import type { EntryContent } from '../../../../src/domain/handoff/entryContent';
import { parseLine } from '../../../../src/domain/transcript/parseEntry';
import { sampleItem } from '../../../fixtures/sampleItem';

const NOTHING: EntryContent = {
  ...{ texts: [], calls: [], results: [], tasks: null },
  ...{ branch: null, folder: null },
};
const sized = { countText: (text: string) => text.length, isCounted: true, turnAt: () => 7 };

function quoted(content: Partial<EntryContent>, line = 3): QuotedContent {
  const json = JSON.stringify({ type: 'user', uuid: 'u', message: { content: 'x' } });
  const [entry] = parseLine(Buffer.from(json), line, 0, json.length).entries;
  assert.ok(entry !== undefined && entry.kind === 'user');
  return { entry, content: { ...NOTHING, ...content } };
}

const texts = ({ lost }: LostGroup): string[] => lost.map(({ text }) => text);

describe('what a summary does not speak of', () => {
  it('is a prompt of which it has fewer than half of the distinctive words', () => {
    const prompts = [
      quoted({ texts: ['Don’t touch the audit trigger'] }),
      quoted({ texts: ['Keep Postgres 16 in CI'] }),
      quoted({ texts: ['yes, go on'] }),
    ];
    const summary = summaryText('The person wants Postgres 16 to stay in CI.');
    const group = lostPrompts(prompts, summary, sized);
    assert.deepEqual([group.of, texts(group)], [2, ['Don’t touch the audit trigger']]);
    assert.deepEqual(group.lost[0], {
      ...{ kind: 'prompt', text: 'Don’t touch the audit trigger', tokens: 29, isCounted: true },
      ...{ turn: 7, line: 3, words: { found: 0, of: 3 }, isNamed: false, isEdited: false },
    });
  });

  it('is marked where it is cut, between words, and sized as it would be said', () => {
    const long = `Zebra ${'word '.repeat(500)}ghp_0123456789`;
    const [thing] = lostPrompts([quoted({ texts: [long] })], summaryText(''), sized).lost;
    assert.ok(thing!.text.endsWith('word […]') && thing!.text.length <= 2004, thing!.text);
    assert.equal(thing!.tokens, thing!.text.length);
  });

  it('is no reminder that Claude Code put beside a prompt', () => {
    const reminder = '<system-reminder>Never mention the zebra.</system-reminder>';
    const group = lostPrompts([quoted({ texts: [reminder] })], summaryText(''), sized);
    assert.equal(group.of, 0);
  });

  it('is listed up to 200 of a kind, and the rest is counted', () => {
    const prompts = Array.from({ length: 230 }, (_, at) =>
      quoted({ texts: [`Zebra number ${String(at)}`] }),
    );
    const group = lostPrompts(prompts, summaryText(''), sized);
    assert.deepEqual([group.of, group.lost.length, group.more], [230, 200, 30]);
  });

  describe('of decisions', () => {
    const plan = [
      quoted({
        calls: [{ toolUseId: 'a', toolName: 'ExitPlanMode', input: { plan: 'Zebra first' } }],
      }),
      quoted({ results: [{ toolUseId: 'a', isError: false, text: 'Approved' }] }),
    ];
    const answer = quoted({
      results: [{ toolUseId: 'b', isError: false, text: '"Which bank?"="The second"' }],
    });
    const tasks: EntryContent[] = [
      {
        ...NOTHING,
        tasks: [
          { content: 'Drop the sequence', status: 'pending' },
          { content: 'Write the giraffe', status: 'completed' },
        ],
      },
    ];
    const decided = {
      ...{ plans: plan, questions: [answer], tasks },
      ...{ tasksNow: [], isPlanBack: false },
    };

    it('is a plan that was accepted, an answer, and a task that is open', () => {
      const group = lostDecisions(decided, summaryText('Nothing of that.'), sized);
      assert.deepEqual(
        group.lost.map(({ kind, text, turn }) => [kind, text, turn]),
        [
          ['plan', 'Zebra first', 7],
          ['answer', 'Which bank? → The second', 7],
          ['task', 'Drop the sequence', null],
        ],
      );
      assert.equal(group.of, 3, 'once for call and result');
    });

    it('is none that stands in the context again, and none that the summary has', () => {
      const group = lostDecisions(
        { ...decided, isPlanBack: true, tasksNow: tasks },
        summaryText('Asked for the bank: the second.'),
        sized,
      );
      assert.deepEqual([group.of, group.lost], [2, []]);
    });

    it('is no task that was done since, and none but the newest plan is attached again', () => {
      const second = [
        quoted({
          calls: [{ toolUseId: 'c', toolName: 'ExitPlanMode', input: { plan: 'Walrus later' } }],
        }),
        quoted({ results: [{ toolUseId: 'c', isError: false, text: 'Approved' }] }),
      ];
      const done: EntryContent = {
        ...NOTHING,
        tasks: [{ content: 'Drop the sequence', status: 'completed' }],
      };
      const group = lostDecisions(
        {
          ...decided,
          ...{ questions: [], plans: [...plan, ...second], isPlanBack: true, tasksNow: [done] },
        },
        summaryText(''),
        sized,
      );
      assert.deepEqual(texts(group), ['Zebra first']);
    });
  });

  describe('of files', () => {
    const read = (path: string, tokens: number, toolName = 'Read') =>
      sampleItem({ kind: 'toolResult', toolName, path, tokens, turn: 4 });

    it('is what was read or written, once, with the largest that was shown of it', () => {
      const gone = [
        read('/app/a.ts', 900),
        read('/app/a.ts', 4_000),
        sampleItem({ kind: 'toolCall', toolName: 'Edit', path: '/app/a.ts', tokens: 60 }),
        sampleItem({ kind: 'toolCall', toolName: 'Write', path: '/app/b.ts', tokens: 5_000 }),
        read('/app', 800, 'Grep'),
      ];
      const group = lostFiles(
        { gone, now: [], reattached: new Set() },
        summaryText('We worked on A.TS all day.'),
      );
      assert.deepEqual(
        group.lost.map(({ text, tokens, isNamed, isEdited }) => [text, tokens, isNamed, isEdited]),
        [
          ['/app/b.ts', 5_000, false, true],
          ['/app/a.ts', 4_000, true, true],
        ],
      );
    });

    it('is none that was read again, attached again, or not written down', () => {
      const gone = ['/a', '/b', '/c', '/d'].map((path) => read(path, 100));
      const group = lostFiles(
        {
          gone,
          now: [
            read('/a', 100),
            sampleItem({ kind: 'attachment', attachmentType: 'file', path: '/b' }),
            sampleItem({
              kind: 'attachment',
              attachmentType: 'compact_file_reference',
              path: '/d',
            }),
          ],
          reattached: new Set(['/c']),
        },
        summaryText(''),
      );
      assert.deepEqual([group.of, texts(group)], [4, ['/d']], 'a reference is no content');
      assert.ok(group.lost[0]?.isNamed, 'but a name');
    });

    it('is no rule of a folder: that is a kind of its own', () => {
      const rule = (path: string) =>
        sampleItem({ kind: 'attachment', attachmentType: 'nested_memory', path, tokens: 70 });
      const gone = [rule('/app/CLAUDE.md'), rule('/lib/CLAUDE.md')];
      assert.equal(lostFiles({ gone, now: [], reattached: new Set() }, summaryText('')).of, 0);
      const group = lostRules({ gone, now: [rule('/app/CLAUDE.md')] }, summaryText(''));
      assert.deepEqual([group.of, texts(group)], [2, ['/lib/CLAUDE.md']]);
    });
  });
});
