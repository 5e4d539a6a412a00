import assert from 'node:assert/strict';
import { measuredPlan, plannedExtents } from '../../../../src/domain/pruning/measuredPlan';
import {
  prunePlan,
  type PrunePlan,
  type PruneSource,
} from '../../../../src/domain/pruning/prunePlan';
import { prunableSession } from '../../../fixtures/prunableSession';
import { pruneSource } from '../../../fixtures/rewrittenSession';

/** Four characters a token: not how Claude counts, but plain to follow. */
const count = (text: string): number => text.length / 4;

function recordsFor(file: Buffer, source: PruneSource, plan: PrunePlan): (Buffer | null)[] {
  return plannedExtents(source, plan).map((extent) =>
    extent === null ? null : file.subarray(extent.offset, extent.offset + extent.bytes),
  );
}

describe('measuredPlan', () => {
  const file = Buffer.from(prunableSession({ seed: 31, rounds: 11 }).toString());
  const source = pruneSource(file);
  const plan = prunePlan(
    source,
    {
      kind: 'items',
      ids: source.items.filter(({ keptBecause }) => keptBecause === null).map(({ id }) => id),
    },
    { untouchedRounds: 0 },
  );
  const records = recordsFor(file, source, plan);

  it('frees what disappears from the record, counted before and after', () => {
    const measured = measuredPlan(source, plan, records, count);
    const bash = source.items.find(
      ({ kind, toolName }) => kind === 'toolResult' && toolName === 'Bash',
    )!;
    const item = measured.items.find(({ id }) => id === bash.id)!;
    const text = (
      JSON.parse(file.toString().split('\n')[bash.line - 1]!) as {
        message: { content: { content: string }[] };
      }
    ).message.content[0]!.content;
    assert.ok(Math.abs(item.freedTokens - (count(text) - count(item.placeholder))) < 3);
    assert.equal(
      measured.freedTokens,
      measured.items.reduce((sum, { freedTokens }) => sum + freedTokens, 0),
    );
    assert.equal(measured.afterTokens, measured.beforeTokens! - measured.freedTokens);
  });

  it('comes near the first estimate, so that a preview does not jump', () => {
    const measured = measuredPlan(source, plan, records, null);
    assert.ok(
      Math.abs(measured.freedTokens - plan.freedTokens) < 0.05 * plan.freedTokens,
      `${plan.freedTokens} became ${measured.freedTokens}`,
    );
    assert.equal(measured.items.length, plan.items.length);
  });

  it('leaves out what is gone, what cannot be read as a whole, and what frees nothing', () => {
    const [first, second, third] = plan.items;
    const spoiled = [...records];
    spoiled[0] = null;
    spoiled[1] = Buffer.from('{"type":"user","message":');
    const longPlaceholder = {
      ...plan,
      items: plan.items.map((item) =>
        item === third ? { ...item, placeholder: 'x'.repeat(200_000) } : item,
      ),
    };
    const measured = measuredPlan(source, longPlaceholder, spoiled, null);
    assert.deepEqual(measured.skipped, [
      ...plan.skipped,
      { id: first!.id, reason: 'gone' },
      { id: second!.id, reason: 'damaged' },
      { id: third!.id, reason: 'small' },
    ]);
    assert.equal(measured.items.length, plan.items.length - 3);
  });

  it('says anew whether a target is reached', () => {
    const target = {
      ...plan,
      targetTokens: measuredPlan(source, plan, records, null).afterTokens! + 10,
      reached: true,
    };
    assert.equal(measuredPlan(source, target, records, null).reached, true);
    const spoiled: (Buffer | null)[] = records.map((record, index) =>
      index === 0 ? null : record,
    );
    assert.equal(measuredPlan(source, target, spoiled, null).reached, false);
  });
});
