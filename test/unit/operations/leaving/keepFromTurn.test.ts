import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCutPoints } from '../../../../src/operations/leaving/branchSession';
import { keepFromTurn } from '../../../../src/operations/leaving/keepFromTurn';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { REAL_SESSIONS, realSessionNames } from '../../../fixtures/realSessions';

const OPTIONS = { budgetTokens: 2000, countTokens: (text: string): number => text.length / 3 };

describe('keepFromTurn', () => {
  const directory = useTemporaryDirectory();

  function session(): TranscriptWriter {
    const writer = new TranscriptWriter({ sessionId: 'old-id' });
    for (const turn of [1, 2, 3]) {
      writer.prompt(`prompt ${String(turn)}`);
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/p/a', n: 1.5 } }],
        usage: { contextTokens: turn * 1000, outputTokens: 10 },
      });
      writer.toolResult(toolUseIds[0]!, `result of turn ${String(turn)}`);
      writer.response({ blocks: [{ type: 'text', text: `answer ${String(turn)}` }] });
    }
    return writer.lastPrompt();
  }

  it('begins with a handoff, holds the turns since, and believes no size of before', async () => {
    const path = directory.write('projects/x/one.jsonl', session().toString());
    const before = readFileSync(path);
    const cuts = await readCutPoints(path);
    assert.ok(!('problem' in cuts));
    const kept = await keepFromTurn(path, cuts[0]!.id, localFileSystem, OPTIONS);
    assert.ok('path' in kept, JSON.stringify(kept));
    const text = readFileSync(kept.path, 'utf8');
    const lines = text.split('\n');
    const sent = activeChain(transcriptOf(text))
      .entries.map((entry) => lines[entry.line - 1])
      .join('\n');
    assert.match(sent, /# Handoff: [^]*prompt 1[^]*prompt 2[^]*result of turn 2[^]*answer 3/);
    assert.doesNotMatch(text, /result of turn 1|"usage"|old-id"/);
    assert.equal(transcriptOf(text).namedTitle, 'prompt 1 (kept from turn 2)');
    assert.ok(readFileSync(path).equals(before));
  });

  it('holds the turns since where some of them name a parent that was not written', async () => {
    const { lines } = session();
    const prompts = lines.flatMap((line, index) => (/"content":"prompt/.test(line) ? [index] : []));
    const gone = '00000000-0000-4000-8000-000000000000';
    const broken = lines.map((line, index) =>
      prompts.slice(1).some((prompt) => index === prompt || index === prompt + 2)
        ? line.replace(/"parentUuid":"[^"]*"/, `"parentUuid":"${gone}"`)
        : line,
    );
    const path = directory.write('projects/x/one.jsonl', `${broken.join('\n')}\n`);
    const cuts = await readCutPoints(path);
    assert.ok(!('problem' in cuts));
    const kept = await keepFromTurn(path, cuts[0]!.id, localFileSystem, OPTIONS);
    assert.ok('path' in kept, JSON.stringify(kept));
    const text = readFileSync(kept.path, 'utf8');
    const copied = text.split('\n');
    const sent = activeChain(transcriptOf(text))
      .entries.map((entry) => copied[entry.line - 1])
      .join('\n');
    assert.match(
      sent,
      /# Handoff: [^]*prompt 2[^]*result of turn 2[^]*answer 2[^]*prompt 3[^]*result of turn 3[^]*answer 3/,
    );
    assert.ok(!text.includes(gone));
  });

  it('refuses what lies before a compaction, and leaves nothing behind', async () => {
    const writer = session();
    writer.compaction({ summary: 'summary', preTokens: 3000, postTokens: 100 });
    writer.prompt('after');
    writer.response({ blocks: [{ type: 'text', text: 'words' }] });
    const path = directory.write('projects/x/one.jsonl', writer.toString());
    const cuts = await readCutPoints(path);
    assert.ok(!('problem' in cuts));
    assert.deepEqual(await keepFromTurn(path, cuts[0]!.id, localFileSystem, OPTIONS), {
      problem: 'changed',
      code: '',
    });
    assert.deepEqual(readdirSync(directory.path('projects/x')), ['one.jsonl']);
  });

  const real = realSessionNames.filter((name) =>
    /oh-my-posh-0[12]|entireio__skills-01|claude-code-log-1|M-Claude-03|evaluator-05/.test(name),
  );
  for (const name of real) {
    it(`keeps the rest of ${name} from each of its turns`, async () => {
      mkdirSync(directory.path('projects/x'), { recursive: true });
      const path = directory.path('projects/x', name);
      copyFileSync(join(REAL_SESSIONS, name), path);
      const cuts = await readCutPoints(path);
      assert.ok(!('problem' in cuts));
      for (const cut of cuts.filter(
        ({ isBeforeCompaction, kind }) => !isBeforeCompaction && kind === 'turnEnd',
      )) {
        const kept = await keepFromTurn(path, cut.id, localFileSystem, OPTIONS);
        assert.ok('path' in kept, `turn ${String(cut.turn)}: ${JSON.stringify(kept)}`);
      }
    }).timeout(60_000);
  }
});
