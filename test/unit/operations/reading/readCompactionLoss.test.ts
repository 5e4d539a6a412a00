import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import type { CompactionLoss } from '../../../../src/domain/compaction/compactionLoss';
import { readCutPoints } from '../../../../src/operations/leaving/branchSession';
import { readCompactionLoss } from '../../../../src/operations/reading/readCompactionLoss';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const SUMMARY = `This session is being continued from a previous conversation.
Summary:
1. Primary Request: upgrade the ledger to Postgres 18.
2. Files: /app/replication.py was edited.
3. All user messages: "Upgrade the ledger to Postgres 18"`;

describe('what a compaction took', () => {
  const directory = useTemporaryDirectory();
  let writer: TranscriptWriter;
  const file = (): string => directory.path('session.jsonl');
  const write = (): void => {
    writer.appendTo(file());
  };
  const lost = async (): Promise<CompactionLoss> => {
    const read = await readCompactionLoss(file(), { countTokens: (text) => text.length });
    assert.ok(!('problem' in read), JSON.stringify(read));
    return read;
  };
  const reply = (
    contextTokens: number,
    ...blocks: Parameters<typeof writer.response>[0]['blocks']
  ) =>
    writer.response({
      blocks: [{ type: 'text', text: 'Yes.' }, ...blocks],
      usage: { contextTokens, outputTokens: 100 },
    });
  const read = (path: string, contextTokens: number, content: string): void => {
    const { toolUseIds } = reply(contextTokens, {
      type: 'tool_use',
      name: 'Read',
      input: { file_path: path },
    });
    writer.toolResult(toolUseIds[0]!, content);
  };

  beforeEach(() => {
    writer = new TranscriptWriter({ model: 'claude-sonnet-4-6' });
    writer.prompt('Upgrade the ledger to Postgres 18');
    read('/app/replication.py', 20_000, 'replicate\n'.repeat(2000));
    read('/app/runbook.md', 27_000, 'zebra '.repeat(3000));
    writer.prompt('Don’t touch the audit trigger, ops owns it');
    writer.attachment('nested_memory', { path: '/app/CLAUDE.md', content: { content: 'Rule.' } }, [
      'Contents of /app/CLAUDE.md: Rule.',
    ]);
    reply(34_000);
  });

  it('is what the context held before, holds no more, and the summary does not have', async () => {
    writer.compaction({ summary: SUMMARY, preTokens: 34_100, postTokens: 300 });
    write();
    const { compaction, turn, earlier, before, prompts, files, rules, rest, summary } =
      await lost();
    assert.deepEqual(
      [compaction.kind, compaction.beforeTokens, turn, earlier, before.totalTokens],
      ['automatic', 34_100, 2, null, 34_100],
    );
    assert.deepEqual(
      [prompts.of, prompts.lost.map(({ text, turn: of }) => [text, of])],
      [2, [['Don’t touch the audit trigger, ops owns it', 2]]],
    );
    assert.deepEqual(files.lost.map(({ text, isNamed }) => [text, isNamed]).sort(), [
      ['/app/replication.py', true],
      ['/app/runbook.md', false],
    ]);
    const sizes = files.lost.map(({ tokens }) => tokens);
    assert.ok(
      sizes.every((tokens) => tokens > 5_000 && tokens < 8_000),
      String(sizes),
    );
    assert.deepEqual([rules.of, rules.lost[0]?.text], [1, '/app/CLAUDE.md']);
    assert.equal(rest.results, 0, 'both are files that are listed');
    assert.ok(summary.startsWith('1. Primary Request'), summary);
  });

  it('is no longer what was read again since', async () => {
    writer.compaction({ summary: SUMMARY, preTokens: 34_100, postTokens: 300 });
    writer.prompt('Go on');
    read('/app/runbook.md', 22_000, 'zebra '.repeat(3000));
    reply(29_000);
    write();
    const { files, now, compaction } = await lost();
    assert.deepEqual([files.of, files.lost.map(({ text }) => text)], [2, ['/app/replication.py']]);
    assert.deepEqual(
      [now.totalTokens, now.isExact, compaction.afterTokens],
      [29_100, true, 22_000],
    );
  });

  it('is nothing that was kept word for word', async () => {
    const kept = writer.prompt('Keep the giraffe out of it');
    reply(35_000);
    writer.compaction({ summary: SUMMARY, preTokens: 35_100, postTokens: 300, preserve: [kept] });
    write();
    const { prompts } = await lost();
    assert.deepEqual(
      [prompts.of, prompts.lost.map(({ text }) => text)],
      [2, ['Don’t touch the audit trigger, ops owns it']],
    );
  });

  it('names the place to branch from, which is the one before the compaction', async () => {
    writer.compaction({ summary: SUMMARY, preTokens: 34_100, postTokens: 300 });
    writer.prompt('Go on');
    reply(22_000);
    write();
    const { cutId } = await lost();
    const cuts = await readCutPoints(file());
    assert.ok(!('problem' in cuts));
    const cut = cuts.find(({ id }) => id === cutId);
    assert.deepEqual([cut?.turn, cut?.contextTokens, cut?.isBeforeCompaction], [2, 34_100, true]);
  });

  it('goes by the newest compaction alone, and says how large the one before was', async () => {
    writer.compaction({ summary: SUMMARY, preTokens: 34_100, postTokens: 300 });
    writer.prompt('Now the giraffe');
    reply(22_000);
    const second = { summary: 'Nothing worth saying.', preTokens: 22_100, postTokens: 300 };
    writer.compaction({ ...second, trigger: 'manual' });
    write();
    const { prompts, compaction, earlier, files } = await lost();
    assert.deepEqual([compaction.kind, compaction.ordinal], ['manual', 2]);
    assert.deepEqual(earlier, { turn: 2, tokens: 34_100 });
    assert.deepEqual(
      prompts.lost.map(({ text, turn }) => [text, turn]),
      [['Now the giraffe', 3]],
    );
    assert.equal(files.of, 0);
  });

  it('is of the branch that went on, not of one that was rewound', async () => {
    writer.prompt('Mind the alpaca');
    reply(35_000);
    const rewoundTo = writer.leafUuid;
    writer.prompt('Rewound walrus');
    reply(35_200);
    writer.compaction({ summary: 'Nothing worth saying.', preTokens: 35_100, postTokens: 300 });
    writer.prompt('Rewound penguin');
    reply(21_000);
    writer.branch(rewoundTo);
    writer.prompt('Mind the dolphin');
    reply(36_000);
    writer.compaction({ summary: 'Nothing worth saying.', preTokens: 36_100, postTokens: 300 });
    write();
    const { prompts, before: context } = await lost();
    const texts = prompts.lost.map(({ text }) => text);
    assert.deepEqual(
      [texts.includes('Mind the alpaca'), texts.includes('Mind the dolphin')],
      [true, true],
      texts.join(' | '),
    );
    assert.ok(!texts.some((text) => text.startsWith('Rewound')), texts.join(' | '));
    assert.equal(context.totalTokens, 36_100);
  });

  it('is nothing where there is no compaction, and no file is ever too strange to be asked', async () => {
    write();
    const problemOf = async (path: string, signal?: AbortSignal): Promise<string> => {
      const answer = await readCompactionLoss(path, {
        countTokens: null,
        ...(signal === undefined ? {} : { signal }),
      });
      return 'problem' in answer ? answer.problem : 'none';
    };
    assert.equal(await problemOf(file()), 'notCompacted');
    assert.equal(await problemOf(directory.path('missing.jsonl')), 'missing');
    assert.equal(await problemOf(directory.path()), 'unreadable');
    assert.equal(await problemOf(file(), AbortSignal.abort()), 'cancelled');
    // Only the boundary is left of what came before.
    const short = new TranscriptWriter();
    short.compaction({ summary: SUMMARY, preTokens: 900_000, postTokens: 300 });
    appendFileSync(directory.path('short.jsonl'), `not json\n${short.toString()}{"torn`);
    const told = await readCompactionLoss(directory.path('short.jsonl'), { countTokens: null });
    assert.ok(!('problem' in told));
    assert.deepEqual(
      [told.before.totalTokens, told.compaction.beforeTokens, told.cutId],
      [null, 900_000, null],
    );
  });
});
