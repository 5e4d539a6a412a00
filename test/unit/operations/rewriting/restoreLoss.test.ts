import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { restoreLossWords } from '../../../../src/features/prune/backupsView';
import { lossOf } from '../../../../src/operations/rewriting/restoreSession';
import { inEnglish } from '../../../../src/wording/translate';
import { usePrunableFile } from '../../../fixtures/prunableFile';

describe('what restoring a whole backup would lose', () => {
  const { file, pruned, undo } = usePrunableFile();
  const append = (...records: object[]): void => {
    for (const record of records) appendFileSync(file.path, `${JSON.stringify(record)}\n`);
  };
  const sidechain = (type: string): object => ({
    parentUuid: null,
    isSidechain: true,
    type,
    message: { role: type, content: 'of a subagent' },
    uuid: type,
  });

  it('counts subagents, titles and what was spent, not the conversation alone', async () => {
    const { backup } = await pruned();
    const { writer } = file.session;
    writer.prompt('And now?');
    writer.response({
      blocks: [{ type: 'thinking' }, { type: 'text', text: 'Later answer.' }],
      usage: { contextTokens: 22_000, outputTokens: 300 },
    });
    writer.appendTo(file.path);
    append(
      sidechain('user'),
      sidechain('assistant'),
      { type: 'custom-title', customTitle: 'Ledger', sessionId: writer.sessionId },
      { type: 'ai-title', aiTitle: 'A ledger', sessionId: writer.sessionId },
      { type: 'summary', summary: 'Ledger', leafUuid: 'x' },
      { type: 'cost-state', sessionId: writer.sessionId, totalCostUSD: 0.2 },
      { type: 'mode', mode: 'default' },
    );
    const loss = await lossOf(file.path, backup!.id, file.tools);
    assert.deepEqual(loss, {
      lines: 3,
      prompts: 1,
      sidechainLines: 2,
      titles: 3,
      costRecords: 1,
      outputTokens: 300,
    });
    assert.deepEqual((await undo(backup!.id)).lost, loss);
  });

  it('is nothing where nothing came', async () => {
    const { backup } = await pruned();
    const loss = await lossOf(file.path, backup!.id, file.tools);
    assert.deepEqual(loss, {
      lines: 0,
      prompts: 0,
      sidechainLines: 0,
      titles: 0,
      costRecords: 0,
      outputTokens: 0,
    });
    assert.equal(restoreLossWords(loss, inEnglish), 'Nothing has been added to the session since.');
  });

  it('is said where only a title came', async () => {
    const { backup } = await pruned();
    append({ type: 'custom-title', customTitle: 'Ledger', sessionId: 'x' });
    const loss = await lossOf(file.path, backup!.id, file.tools);
    assert.equal(
      restoreLossWords(loss, inEnglish),
      '1 title that came later would be gone; the session goes by an earlier one again.',
    );
  });
});
