import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  integrityProblems,
  pruned,
  prunedWhole,
  pruneSource,
  undone,
} from '../../../fixtures/rewrittenSession';
import { REAL_SESSIONS, realSessionNames } from '../../../fixtures/realSessions';

const WORTH_PRUNING_TOKENS = 5000;
const TARGET = 0.7;

/** Where a table of what was reached goes; none is written without it. */
const TABLE = process.env['PRUNE_TABLE'];

describe('pruning real sessions', () => {
  const rows: string[] = [];

  for (const name of realSessionNames) {
    it(`prunes ${name} to 70 % as far as it goes, and gives it back`, function () {
      this.timeout(20_000);
      const file = readFileSync(join(REAL_SESSIONS, name));
      const { tokens } = pruneSource(file).usage;
      if (tokens === null || tokens < WORTH_PRUNING_TOKENS) this.skip();
      const { plan, bytes, missed, problems } = pruned(file, {
        kind: 'target',
        tokens: Math.floor(tokens * TARGET),
      });
      assert.deepEqual(missed, []);
      assert.deepEqual(problems, []);
      assert.ok(undone(bytes, file, plan).equals(file));
      assert.equal(plan.reached, plan.afterTokens! <= tokens * TARGET);
      assert.ok(plan.afterTokens! >= plan.lowestTokens!);
      const measured = pruneSource(bytes).usage.tokens!;
      assert.ok(
        Math.abs(measured - plan.afterTokens!) <= 0.01 * plan.beforeTokens!,
        `the meter says ${measured} after it, the plan ${plan.afterTokens!}`,
      );
      const share = (part: number): string => `${((100 * part) / plan.beforeTokens!).toFixed(0)} %`;
      const cells = [
        name.replace('.jsonl', ''),
        plan.beforeTokens!,
        plan.items.length,
        plan.afterTokens!,
        share(plan.afterTokens!),
        share(plan.lowestTokens!),
        plan.reached ? 'yes' : 'no',
        share(prunedWhole(file).plan.afterTokens!),
        `${((100 * bytes.length) / file.length).toFixed(0)} %`,
      ];
      rows.push(`| ${cells.join(' | ')} |`);
    });

    it(`prunes all of ${name} and gives it back`, function () {
      this.timeout(20_000);
      const file = readFileSync(join(REAL_SESSIONS, name));
      const { plan, bytes, missed, problems } = prunedWhole(file);
      assert.deepEqual(missed, []);
      assert.deepEqual(problems, []);
      assert.ok(undone(bytes, file, plan).equals(file));
      assert.deepEqual(integrityProblems(bytes, file, 'undo'), []);
    });
  }

  after(() => {
    if (TABLE === undefined || rows.length === 0) return;
    const lines = [
      '| session | before | items | after | of before | lowest, newest 10 rounds untouched | 70 % reached | lowest, all pruned | file left |',
      '|---|---|---|---|---|---|---|---|---|',
      ...rows,
    ];
    writeFileSync(TABLE, `${lines.join('\n')}\n`);
  });
});
