import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { pruneSession } from '../../../src/operations/rewriting/pruneSession';
import { livedRegret } from '../../backtest/prune/livedRegret';
import { SESSION, sessionOfReads, testTools, text } from '../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../fixtures/temporaryDirectory';

describe('what was pruned and asked for again', () => {
  const directory = useTemporaryDirectory();

  it('is counted over all sessions of a config directory', async () => {
    assert.deepEqual(await livedRegret(directory.path()), { sessions: 0, pruned: 0, again: 0 });
    const path = directory.path('projects', 'p', `${SESSION}.jsonl`);
    mkdirSync(directory.path('projects', 'p'), { recursive: true });
    const { writer, ids } = sessionOfReads(4);
    writeFileSync(path, writer.toString());
    const whole = writer.toString().length;
    const choice = { kind: 'items', ids: ids.slice(0, 3) } as const;
    const outcome = await pruneSession({ path, choice }, testTools(directory.path()));
    assert.ok(outcome.kind === 'pruned', JSON.stringify(outcome));
    assert.deepEqual(await livedRegret(directory.path()), { sessions: 1, pruned: 3, again: 0 });

    writer.nowMs = Date.now() + 60_000;
    const input = { file_path: '/home/dev/proj/1.md' };
    writer.response({ blocks: [{ type: 'tool_use', name: 'Read', input }] });
    writeFileSync(path, `${text(path)}${writer.toString().slice(whole)}`);
    assert.deepEqual(await livedRegret(directory.path()), { sessions: 1, pruned: 3, again: 1 });

    rmSync(path);
    assert.deepEqual(await livedRegret(directory.path()), { sessions: 0, pruned: 0, again: 0 });
  });
});
