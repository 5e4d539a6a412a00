import assert from 'node:assert/strict';
import { readCompactionLoss } from '../../src/operations/reading/readCompactionLoss';
import type { CompactionLoss } from '../../src/domain/compaction/compactionLoss';
import { meter } from './meter';
import { reply, summary, text, toolUse } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

const model = 'claude-sonnet-4-6';

describe('what a compaction of the CLI took', () => {
  const claude = useClaude();

  async function lossOf(file: string): Promise<CompactionLoss> {
    const read = await readCompactionLoss(file, { countTokens: null });
    assert.ok(!('problem' in read), JSON.stringify(read));
    return read;
  }

  it('is what the model was sent before, is not sent now, and the summary does not have', async () => {
    const { api, sandbox } = claude();
    const [large, small] = await Promise.all([
      writeWorkspaceFile(sandbox, 'large.md', prose(80_000, 5)),
      writeWorkspaceFile(sandbox, 'small.md', prose(4_000, 6)),
    ]);
    api.script(
      reply(toolUse('Read', { file_path: large })),
      reply(toolUse('Read', { file_path: small })),
      reply(text('Read.')),
    );
    const first = 'Compare the giraffe with the walrus.';
    const { sessionId, sessionFile } = await runClaude(sandbox, first, { model });
    const go = (prompt: string) => runClaude(sandbox, prompt, { model, resume: sessionId });
    await go('Never rename the zebra column.');
    api.rules.compaction = summary('They compared a giraffe with a walrus, by large.md.');
    await go('/compact');
    assert.ok(api.requests.some(({ kind }) => kind === 'compaction'));

    const { compaction, prompts, files, cutId, earlier } = await lossOf(sessionFile);
    assert.deepEqual([compaction.kind, compaction.ordinal, earlier], ['manual', 1, null]);
    assert.deepEqual(
      [prompts.of, prompts.lost.map((thing) => thing.text)],
      [2, ['Never rename the zebra column.']],
    );
    await go('And now?');
    const sent = JSON.stringify(api.requests.findLast(({ kind }) => kind === 'turn')!.body);
    assert.deepEqual(
      files.lost.map((thing) => [thing.text, thing.isNamed]),
      [[large, true]],
      'the small one is attached again',
    );
    assert.ok(sent.includes(prose(4_000, 6).slice(0, 60)), 'as the request shows');
    assert.ok(!sent.includes(prose(80_000, 5).slice(-60)));
    assert.ok(!sent.includes('zebra'));
    assert.notEqual(cutId, null);
    const { compaction: measured } = await lossOf(sessionFile);
    assert.ok(measured.isAfterExact && measured.id === compaction.id);
  });

  it('is told apart where the CLI compacts by itself, and counted', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await runClaude(sandbox, 'Mind the zebra.', { model });
    const go = (prompt: string) => runClaude(sandbox, prompt, { model, resume: sessionId });
    await go('/compact');
    await go('Go on.');
    const { walls } = await meter(sandbox, sessionFile);
    const wall = walls.find(({ kind }) => kind === 'autoCompact')!.tokens;
    const usage = {
      ...{ input_tokens: wall + 1_000, output_tokens: 10 },
      ...{ cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
    };
    api.script({ ...reply(text('Full.')), usage });
    await go('And on.');
    await go('And further on.');
    const { compaction, earlier } = await lossOf(sessionFile);
    assert.deepEqual([compaction.kind, compaction.ordinal], ['automatic', 2]);
    assert.ok(compaction.beforeTokens! > wall, String(compaction.beforeTokens));
    assert.ok(compaction.isAfterExact && compaction.afterTokens! < 60_000);
    assert.ok(earlier !== null && earlier.tokens < 60_000);
  });
});
