import assert from 'node:assert/strict';
import { lastPrune } from '../../../../src/domain/accounting/lastPrune';
import type { TakenUp } from '../../../../src/domain/accounting/loadedFile';
import type { FileRewrite } from '../../../../src/domain/accounting/rewriteHistory';

describe('lastPrune', () => {
  const prune: FileRewrite = {
    kind: 'prune',
    dateMs: 5,
    newLines: 10,
    newBytes: 1000,
    beforeTokens: 152_300,
    afterTokens: 114_100,
    freedTokens: 38_200,
    stands: true,
    heldBy: null,
  };
  const taken: TakenUp = {
    reply: 'uuid-1',
    fromTokens: 153_000,
    addedTokens: 2000,
    contextTokens: 117_400,
    freedTokens: 38_200,
    isOtherModel: false,
  };
  const told = (rewrites: FileRewrite[], takenUp: [FileRewrite, TakenUp][] = [], isOf = true) =>
    lastPrune(
      { rewrites, reported: [], pruned: [] },
      { loadedAtMs: null, takenUp: new Map(takenUp) },
      () => isOf,
    );

  it('is not measured before a reply has come that was made without the content', () => {
    assert.deepEqual(told([prune]), {
      dateMs: 5,
      beforeTokens: 152_300,
      predictedTokens: 114_100,
      loadedAtMs: null,
      measured: null,
      isRefused: false,
    });
  });

  it('saved what the context was, and what came in between, less what the reply was sent', () => {
    const { measured } = told([prune], [[prune, taken]])!;
    assert.deepEqual([measured?.savedTokens, measured?.predictedTokens], [37_600, 38_200]);
  });

  it('predicted what was loaded at once, where that was more than this prune', () => {
    const measured = (freedTokens: number | null) =>
      told([prune], [[prune, { ...taken, freedTokens }]])?.measured?.predictedTokens;
    assert.deepEqual([measured(50_000), measured(null)], [50_000, 38_200]);
  });

  it('tells that a request was refused since, as long as no reply has come without the content', () => {
    const refused = (takenUp: [FileRewrite, TakenUp][]) =>
      lastPrune(
        { rewrites: [prune], reported: [], pruned: [] },
        { loadedAtMs: null, takenUp: new Map(takenUp) },
        () => true,
        (rewrite) => rewrite === prune,
      )?.isRefused;
    assert.equal(refused([]), true);
    assert.equal(refused([[prune, taken]]), false);
  });

  it('is the newest that stands', () => {
    const undone = { ...prune, dateMs: 6, stands: false };
    assert.equal(told([prune, undone, { ...undone, kind: 'undo' }])?.dateMs, 5);
    assert.equal(told([undone]), null);
  });

  it('says nothing once the session was compacted, or where nothing told its size', () => {
    assert.equal(told([prune], [], false), null);
    assert.equal(told([{ ...prune, beforeTokens: null }]), null);
    assert.equal(told([]), null);
  });
});
