import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTokenCount } from '../../../../src/domain/accounting/loadTokenCount';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { previewPrune, pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { readPruneSource } from '../../../../src/operations/rewriting/readPruneSource';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import { testTools } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { REAL_SESSIONS, realSessionNames } from '../../../fixtures/realSessions';

/** Smaller contexts hold little but the system prompt. */
const SMALLEST_TOKENS = 5000;
const SHARE = 0.7;

describe('pruning real sessions to 70 %', () => {
  const directory = useTemporaryDirectory();
  let counter: Promise<TokenCount>;
  before(function () {
    if (realSessionNames.length === 0) this.skip();
    counter = loadTokenCount();
  });

  for (const name of realSessionNames) {
    it(`frees what it says, and is undone to the same bytes: ${name}`, async () => {
      const path = directory.path(name);
      copyFileSync(join(REAL_SESSIONS, name), path);
      const original = readFileSync(path);
      const tools = testTools(directory.path('config'), { loadTokenCount: () => counter });
      const preview = await previewPrune({ path, choice: { kind: 'target', tokens: 0 } }, tools);
      const before = preview.kind === 'preview' ? preview.plan.beforeTokens : null;
      if (before === null || before < SMALLEST_TOKENS) return;
      const pruned = await pruneSession(
        { path, choice: { kind: 'target', tokens: Math.floor(before * SHARE) } },
        tools,
      );
      assert.ok(pruned.kind === 'pruned', JSON.stringify(pruned));
      const { items, afterTokens, reached, lowestTokens } = pruned.plan;
      assert.ok(
        reached || lowestTokens! > before * SHARE || afterTokens! <= before * SHARE * 1.01,
        `${String(afterTokens)} of ${before} are left, and ${String(lowestTokens)} could be`,
      );
      const now = await readPruneSource(path, tools);
      assert.ok('source' in now);
      assert.equal(
        Math.round(now.source.usage.tokens!),
        afterTokens,
        'what the meter says afterwards',
      );
      if (items.length === 0) return;
      assert.ok(readFileSync(path).length < original.length);
      const restored = await restoreSession({ path, backupId: null }, tools);
      assert.equal(restored.kind, 'restored', JSON.stringify(restored));
      assert.ok(readFileSync(path).equals(original));
    }).timeout(60_000);
  }
});
