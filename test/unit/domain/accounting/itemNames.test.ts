import assert from 'node:assert/strict';
import type { Inspection } from '../../../../src/domain/accounting/inspection';
import { shareUnchanged } from '../../../../src/domain/accounting/shareUnchanged';
import { itemLabel } from '../../../../src/wording/itemWords';
import { inEnglish } from '../../../../src/wording/translate';
import { inspectSession } from '../../../fixtures/inspectedSession';
import { pngImage } from '../../../fixtures/pngImage';
import { text } from '../../../fixtures/plainSizes';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const CWD = '/home/dev/ledger';

describe('the names of items', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({ cwd: CWD, model: 'claude-opus-5-5' });
    writer.prompt('Add CSV import');
  });
  const call = (name: string, input: Record<string, unknown>): string =>
    writer.response({ blocks: [{ type: 'tool_use', name, input }] }).toolUseIds[0]!;
  const labels = (kind?: string, { items } = inspectSession(writer)): string[] =>
    items
      .filter((item) => kind === undefined || item.kind === kind)
      .map((item) => itemLabel(item, inEnglish));

  it('are the same for a call and its result, whichever comes first', () => {
    const input = { pattern: 'StatementRow', path: `${CWD}/frontend/src` };
    const search = { type: 'tool_use', name: 'Grep', input } as const;
    const [first, second] = writer.response({ blocks: [search, search] }).toolUseIds;
    writer.toolResult(second!, 'b');
    writer.toolResult(first!, 'a');
    const names = labels().slice(1);
    assert.deepEqual(names, [
      'Grep "StatementRow" frontend/src',
      'Grep "StatementRow" frontend/src (2nd)',
      'Grep "StatementRow" frontend/src (2nd)',
      'Grep "StatementRow" frontend/src',
    ]);
  });

  it('tell parts of a file, and commands of one description, as one name where they are', () => {
    const file = `${CWD}/a.ts`;
    writer.toolResult(call('Read', { file_path: file, offset: 210, limit: 271 }), 'x');
    writer.toolResult(call('Read', { file_path: file }), 'x');
    writer.toolResult(call('Read', { file_path: file }), 'x');
    for (const path of ['src/a', 'src/b'])
      call('Bash', { command: `wc -l ${path}\nls ${path}`, description: 'Count' });
    assert.deepEqual(labels('toolCall'), [
      'Read a.ts 210–480',
      'Read a.ts',
      'Read a.ts (2nd)',
      'Bash Count',
      'Bash Count (2nd)',
    ]);
  });

  it('say of thinking what the reply went on with, over its lines', () => {
    writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 100 },
        { type: 'thinking', signatureLength: 100 },
        { type: 'text', text: 'Done: the parser.' },
        { type: 'thinking', signatureLength: 100 },
        { type: 'tool_use', name: 'Edit', input: { file_path: `${CWD}/src/a.ts` } },
        { type: 'thinking', signatureLength: 100 },
      ],
    });
    assert.deepEqual(labels('thinking'), [
      'Thinking before “Done: the parser.”',
      'Thinking before “Done: the parser.” (2nd)',
      'Thinking before Edit src/a.ts',
      'Thinking in turn 1',
    ]);
  });

  it('say what a picture is of, and in which prompt it was pasted', () => {
    const size = { width: 1440, height: 900 };
    writer.prompt('What is wrong here?', [pngImage(size), pngImage(size)]);
    call('mcp__web__navigate', { url: 'http://localhost:3000/import/review' });
    writer.toolResult(call('mcp__web__take_screenshot', {}), [
      { type: 'image', png: pngImage(size) },
    ]);
    assert.deepEqual(labels('image'), [
      'Pasted image 1440×900 “What is wrong here?”',
      'Pasted image 1440×900 “What is wrong here?” (2nd)',
      'Screenshot /import/review 1440×900',
    ]);
  });

  it('say which turns a summary is of', () => {
    writer.prompt('Go on');
    writer.compaction({ summary: text(900), preTokens: 100_000 });
    writer.prompt('And on');
    assert.deepEqual(labels('summary'), ['Summary of turns 1–2']);
  });

  it('stay as they are while a session grows, but for what follows', () => {
    let before: Inspection | null = null;
    const rounds = [
      () => call('Bash', { command: 'npm test' }),
      () => writer.attachment('task_reminder', { content: [] }),
      () => writer.prompt('commit'),
      () =>
        writer.response({
          blocks: [
            { type: 'thinking', signatureLength: 40 },
            { type: 'text', text: 'Done.' },
          ],
        }),
    ];
    for (let round = 0; round < 12; round++) {
      rounds[round % rounds.length]!();
      const now = inspectSession(writer);
      const names = new Map(now.items.map((item) => [item.id, itemLabel(item, inEnglish)]));
      for (const item of before?.items ?? [])
        assert.equal(names.get(item.id), itemLabel(item, inEnglish));
      assert.equal(new Set(names.values()).size, names.size);
      before = now;
    }
  });

  it('are sent anew only where they changed', () => {
    const lines = (count: number): string =>
      writer.toString().split('\n').slice(0, count).join('\n');
    writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 100 },
        { type: 'text', text: 'Done.' },
      ],
    });
    const [early, late] = [inspectSession(`${lines(2)}\n`), inspectSession(writer)];
    const shared = shareUnchanged(early, late);
    assert.deepEqual(
      [early, shared].map(({ items }) => itemLabel(items[1]!, inEnglish)),
      ['Thinking in turn 1', 'Thinking before “Done.”'],
    );
    assert.equal(shared.items[0], early.items[0]);
    assert.equal(shareUnchanged(shared, inspectSession(writer)).items, shared.items);
  });
});

describe('the prompts of an inspection', () => {
  it('are those of turns that items belong to', () => {
    const writer = new TranscriptWriter();
    writer.attachment('environment', {}, ['<system-reminder>linux</system-reminder>']);
    for (const prompt of ['First', 'Second', 'Third']) writer.prompt(prompt);
    assert.deepEqual(inspectSession(writer).prompts, [
      { turn: 1, words: 'First' },
      { turn: 2, words: 'Second' },
      { turn: 3, words: 'Third' },
    ]);
    writer.compaction({ summary: text(400), preTokens: 100_000 });
    writer.prompt('Fourth');
    const { prompts } = inspectSession(writer);
    assert.deepEqual(prompts.at(-1), { turn: 4, words: 'Fourth' });
    assert.equal(shareUnchanged(inspectSession(writer), inspectSession(writer)).prompts.length, 4);
  });

  it('are at most a thousand, the newest', () => {
    const writer = new TranscriptWriter();
    for (let turn = 1; turn <= 1200; turn++) writer.prompt(`Prompt ${String(turn)}`);
    const { prompts } = inspectSession(writer);
    assert.deepEqual([prompts.length, prompts[0]?.turn, prompts.at(-1)?.turn], [1000, 201, 1200]);
  });

  it('stay the same list while no turn begins', () => {
    const writer = new TranscriptWriter();
    writer.prompt('First');
    const before = inspectSession(writer);
    writer.response({ blocks: [{ type: 'text', text: 'Done.' }] });
    assert.equal(shareUnchanged(before, inspectSession(writer)).prompts, before.prompts);
  });
});
