import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HeldSession } from '../../../fixtures/heldSession';

describe('processContext', () => {
  let session: HeldSession;
  beforeEach(() => void (session = new HeldSession(61_000)));
  const number = () => {
    const { tokens, exact, held } = session.told();
    return [tokens, exact, held === null ? null : held.fileTokens];
  };

  it('is what the file says where nothing was done to it', () => {
    assert.deepEqual(number(), [61_000, true, null]);
  });

  it('is what the running process has, until it has loaded what a prune left', () => {
    session.rewrite('prune', 23_000);
    assert.deepEqual(number(), [61_000, true, 38_000], 'the reply before reported as much');
    assert.equal(session.told().held?.isMeasured, false);
    session.turn(1000);
    assert.deepEqual(number(), [62_100, true, 39_100], 'a prompt without /resume');
    assert.equal(session.told().held?.isMeasured, true);
    session.resume();
    assert.deepEqual(number(), [39_100, false, null], 'it let go of the old content');
    session.turn(500);
    assert.deepEqual(number(), [39_700, true, null], 'and a reply measured it');
  });

  it('believes the counter of a reply alone, where nothing was written at /resume', () => {
    session.rewrite('prune', 23_000).resume(false);
    assert.deepEqual(number(), [61_000, true, 38_000]);
    session.turn(800);
    assert.deepEqual(number(), [38_900, true, null]);
  });

  it('believes the process that says it has read the file, and its counter with it', () => {
    session.isTelling = true;
    session.rewrite('prune', 23_000);
    assert.deepEqual(number(), [61_000, true, 38_000], 'it has not');
    assert.equal(session.told().loadedAtMs, null);
    session.resume(false);
    assert.deepEqual(number(), [38_000, false, null], 'it has, and nothing was written of it');
    assert.equal(session.told().loadedAtMs, 1);
    session.rewrite('undo', -23_000);
    assert.deepEqual(number(), [38_000, false, 61_000], 'what came back since it has not');
    session.resume(false).turn(700);
    assert.deepEqual(number(), [61_800, true, null]);
  });

  it('is what the file holds once the process has ended, also where its last reply was larger', () => {
    session.rewrite('prune', 23_000).turn(1000).exit();
    assert.deepEqual(number(), [39_100, false, null]);
    session.turn(100);
    assert.deepEqual(number(), [39_300, true, null]);
  });

  it('agrees with the file again after the undo of a prune that was never loaded', () => {
    session.rewrite('prune', 23_000).rewrite('undo', -23_000);
    assert.deepEqual(number(), [61_000, true, null]);
    session.turn(1000);
    assert.deepEqual(number(), [62_100, true, null]);
  });

  it('is the smaller one after the undo of a prune that was loaded', () => {
    session.rewrite('prune', 23_000).resume().turn(900).rewrite('undo', -23_000);
    const { held } = session.told();
    assert.deepEqual(number(), [39_000, true, 62_000]);
    assert.equal(held?.by, 'undo');
    session.resume();
    assert.deepEqual(number(), [62_000, false, null]);
  });

  it('says nothing of prunes that a compaction has left behind', () => {
    session.rewrite('prune', 23_000);
    session.writer.compaction({ summary: 'All done.', preTokens: 61_000, postTokens: 400 });
    assert.equal(session.told().held, null);
  });

  it('does not take a run beside it, which ends, for the process that holds it', () => {
    session.rewrite('prune', 23_000);
    session.writer.raw(
      JSON.stringify({
        type: 'user',
        uuid: 'beside',
        parentUuid: session.writer.leafUuid,
        entrypoint: 'sdk-cli',
        message: { role: 'user', content: 'Hi' },
      }),
    );
    session.writer.metadata('cost-state');
    assert.equal(session.told().held?.process.pid, 1);
  });

  it('tells what the first reply without it saved', () => {
    session.rewrite('prune', 23_000).turn(1000).resume().turn(500);
    const [taken] = [...session.told().takenUp.values()];
    const { reply, ...measured } = taken!;
    assert.notEqual(reply, '');
    assert.deepEqual(measured, {
      fromTokens: 62_100,
      addedTokens: 500,
      contextTokens: 39_600,
      freedTokens: 23_000,
      isOtherModel: false,
    });
  });

  type Act = (held: HeldSession) => unknown;
  const freed: number[] = [];
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.integer({ min: 1, max: 3000 }).map(
      (tokens): Act =>
        (held) =>
          held.turn(tokens),
    ),
    // Two that differ by little cannot be told apart by any counter.
    fc.constantFrom(20_000, 60_000).map((tokens): Act => (held) => {
      if (held.fileTokens < tokens + 20_000) return;
      freed.push(tokens);
      held.rewrite('prune', tokens);
    }),
    fc.constant<Act>((held) => {
      const tokens = freed.pop();
      if (tokens !== undefined) held.rewrite('undo', -tokens);
    }),
    fc.constant<Act>((held) => held.resume()),
    fc.constant<Act>((held) => held.exit()),
  );

  it('is right about process and file after any of it, in any order', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        freed.length = 0;
        const held = new HeldSession(400_000);
        for (const each of acts) {
          each(held);
          const { tokens, fileTokens, held: content, exact } = held.told();
          const is = { tokens, file: content?.fileTokens ?? tokens, exact: exact && null };
          assert.deepEqual(
            { ...is, fileTokens },
            {
              tokens: held.processTokens,
              file: held.fileTokens,
              fileTokens: held.fileTokens,
              exact: is.exact,
            },
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
