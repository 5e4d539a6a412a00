import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ReplyStep } from '../../../../src/domain/accounting/replySteps';
import { madeWithout } from '../../../../src/domain/accounting/takenUp';

type LaterReply = Omit<ReplyStep, 'response' | 'added'>;

const PRUNE = { beforeTokens: 120_000, afterTokens: 80_000 };

/** Replies of processes, each with or without what was pruned, estimated as well as we do. */
function replies(
  steps: readonly { readonly grown: number; readonly error: number; readonly without: boolean }[],
  { beforeTokens, afterTokens } = PRUNE,
): LaterReply[] {
  let grownTokens = 0;
  return steps.map(({ grown, error, without }) => {
    grownTokens += grown;
    return {
      contextTokens: (without ? afterTokens : beforeTokens) + grownTokens,
      outputTokens: 0,
      addedTokens: Math.round(grown * (1 + error)),
      uncertainTokens: 0,
    };
  });
}

const step = fc.record({
  grown: fc.integer({ min: 0, max: 12_000 }),
  error: fc.double({ min: -0.15, max: 0.15, noNaN: true }),
});

describe('madeWithout', () => {
  it('knows the replies of a process that took the prune up', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const without = madeWithout(PRUNE, replies(steps.map((s) => ({ ...s, without: true }))));
        assert.deepEqual(new Set(without), new Set([true]));
      }),
    );
  });

  it('touches none of a process that never took it up', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.integer({ min: 1, max: 119_000 }),
        (steps, freedTokens) => {
          const prune = { beforeTokens: 120_000, afterTokens: 120_000 - freedTokens };
          const later = replies(
            steps.map((s) => ({ ...s, without: false })),
            prune,
          );
          assert.ok(madeWithout(prune, later).every((each) => !each));
        },
      ),
    );
  });

  it('finds the reply from which on the session was loaded again', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 6 }),
        fc.array(step, { minLength: 1, maxLength: 6 }),
        (running, resumed) => {
          const steps = [
            ...running.map((s) => ({ ...s, without: false })),
            ...resumed.map((s) => ({ ...s, without: true })),
          ];
          assert.deepEqual(
            madeWithout(PRUNE, replies(steps)),
            steps.map(({ without }) => without),
          );
        },
      ),
    );
  });

  const reply = (contextTokens: number, more: Partial<LaterReply> = {}): LaterReply => ({
    contextTokens,
    outputTokens: 100,
    addedTokens: 0,
    uncertainTokens: 0,
    ...more,
  });
  const rows: [what: string, later: LaterReply[], without: boolean[]][] = [
    ['a counter halfway between', [reply(100_000)], [false]],
    ['a fall far below what the prune explains', [reply(20_000)], [false]],
    [
      'a step whose estimate may be off by as much',
      [reply(85_000, { uncertainTokens: 30_000 })],
      [false],
    ],
    [
      'what comes after such a step',
      [reply(85_000, { uncertainTokens: 30_000 }), reply(85_100)],
      [false, false],
    ],
    [
      'a large step of a process that took it up before',
      [reply(80_000), reply(171_000, { addedTokens: 100_000 })],
      [true, true],
    ],
    ['counters that jump back up', [reply(80_000), reply(120_100)], [true, false]],
  ];
  for (const [what, later, without] of rows)
    it(`is cautious with ${what}`, () => assert.deepEqual(madeWithout(PRUNE, later), without));

  it('touches nothing where nothing was freed', () => {
    assert.deepEqual(madeWithout({ beforeTokens: 50_000, afterTokens: 50_000 }, [reply(50_000)]), [
      false,
    ]);
  });
});
