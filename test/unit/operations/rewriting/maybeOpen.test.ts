import assert from 'node:assert/strict';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import type { RewriteTools } from '../../../../src/operations/rewriting/rewriteSession';
import { listBackups } from '../../../../src/io/keeping/backups';
import { reason, usePrunableFile } from '../../../fixtures/prunableFile';
import { SESSION, text } from '../../../fixtures/sessionOfReads';

describe('A session that may be open, and nobody tells', () => {
  const { file, prune, pruned, live } = usePrunableFile();
  /** A minute after the session was written, without a registry of open ones. */
  const aMinuteLater = (assumeClosed?: boolean): RewriteTools => ({
    ...file.tools,
    nowMs: () => file.session.writer.nowMs + 60_000,
    ...(assumeClosed === undefined ? {} : { assumeClosed }),
  });

  it('is pruned only when a person said that it is closed', async () => {
    assert.equal(reason(await prune({}, aMinuteLater())), 'maybeOpen');
    assert.equal(reason(await prune({}, aMinuteLater(false))), 'maybeOpen');
    assert.equal(text(file.path), file.original);
    assert.deepEqual(await listBackups(file.tools, SESSION), []);
    assert.equal((await pruned({}, aMinuteLater(true))).takesEffect, 'atNextStart');
  });

  it('is undone and restored only then, too', async () => {
    const { backup } = await pruned();
    const after = text(file.path);
    for (const backupId of [null, backup!.id]) {
      const request = { path: file.path, backupId };
      assert.equal(reason(await restoreSession(request, aMinuteLater())), 'maybeOpen');
      assert.equal(text(file.path), after);
    }
    const request = { path: file.path, backupId: null };
    assert.equal(reason(await restoreSession(request, aMinuteLater(true))), 'restored');
    assert.equal(text(file.path), file.original);
  });

  it('is pruned into a copy all the same', async () => {
    assert.equal(reason(await prune({ intoCopy: true }, aMinuteLater())), 'pruned');
  });

  it('is left alone while it is at work, whatever was said', async () => {
    live('busy');
    assert.equal(reason(await prune({}, aMinuteLater(true))), 'busy');
  });

  it('is one no more when it was left alone for minutes', async () => {
    const later = { ...file.tools, nowMs: () => file.session.writer.nowMs + 6 * 60_000 };
    assert.equal(reason(await prune({}, later)), 'pruned');
  });
});
