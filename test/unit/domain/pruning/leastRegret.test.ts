import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Candidate } from '../../../../src/domain/pruning/candidates';
import { evidenceTerms, leastRegretted } from '../../../../src/domain/pruning/leastRegret';
import type { PruneEvidence } from '../../../../src/domain/pruning/pruneEvidence';
import { sampleEvidence } from '../../../fixtures/sampleEvidence';
import { sampleItem } from '../../../fixtures/sampleItem';

function candidate(
  id: string,
  freedTokens: number,
  evidence: Partial<PruneEvidence> = {},
  age = 9,
): Candidate {
  return {
    ...{ item: sampleItem({ id, tokens: freedTokens }), placeholder: '', freedTokens, age },
    evidence: sampleEvidence(evidence),
  };
}

const idsOf = (chosen: readonly Candidate[]): readonly string[] =>
  chosen.map(({ item }) => item.id);

describe('leastRegretted', () => {
  const evidence = fc.record({
    source: fc.constantFrom<PruneEvidence['source'][]>(
      'read',
      'written',
      'confirmed',
      'search',
      'command',
      'call',
      'heeded',
      'other',
    ),
    steps: fc.nat(400),
    idleSteps: fc.nat(400),
    superseded: fc.constantFrom<PruneEvidence['superseded'][]>(
      'replaced',
      'changed',
      'repeated',
      null,
    ),
    isError: fc.boolean(),
  });
  const candidates = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 9000 }), evidence, fc.nat(500)), { maxLength: 40 })
    .map((all) =>
      all.map(([tokens, told, age], index) => candidate(`u${String(index)}:0`, tokens, told, age)),
    );
  const sumOf = (some: readonly Candidate[]): number =>
    some.reduce((sum, { freedTokens }) => sum + freedTokens, 0);

  it('takes enough where there is enough, and nothing that it could do without', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 60_000 }), (given, needed) => {
        const chosen = leastRegretted(given, needed);
        assert.equal(new Set(chosen).size, chosen.length);
        if (sumOf(given) < needed) {
          assert.deepEqual(new Set(chosen), new Set(given));
          return;
        }
        const freed = sumOf(chosen);
        for (const { freedTokens } of chosen)
          assert.ok(freed >= needed && freed - freedTokens < needed);
      }),
    );
  });

  it('takes nothing where nothing is needed', () =>
    assert.deepEqual(leastRegretted([candidate('a:0', 100)], 0), []));

  /** The first of the pair goes, in whatever order they come. */
  const goesBefore = (first: Candidate, second: Candidate): void => {
    for (const both of [
      [first, second],
      [second, first],
    ])
      assert.deepEqual(leastRegretted(both, 1), [first]);
  };

  it('prefers what is older, longer unused, of a command, or a failure', () => {
    const read = candidate('read:0', 900);
    goesBefore(candidate('older:0', 900, { steps: 90, idleSteps: 90 }), read);
    goesBefore(read, candidate('used:0', 900, { idleSteps: 2 }));
    goesBefore(candidate('command:0', 900, { source: 'command' }), read);
    goesBefore(read, candidate('written:0', 900, { source: 'written' }));
    goesBefore(candidate('error:0', 900, { isError: true }), read);
  });

  it('takes no change of a file for a reason to let go of what was read, but a second reading', () => {
    const command = candidate('command:0', 900, { source: 'command' });
    goesBefore(candidate('replaced:0', 900, { superseded: 'replaced' }), command);
    goesBefore(command, candidate('changed:0', 900, { superseded: 'changed' }));
  });

  it('takes first what stands there once more, and last what is to be heeded', () => {
    const fresh = candidate('fresh:0', 10, { source: 'written', steps: 2, idleSteps: 0 });
    const heeded = candidate('heeded:0', 9000, { source: 'heeded', steps: 400, idleSteps: 400 });
    goesBefore(fresh, heeded);
    goesBefore(candidate('again:0', 10, { superseded: 'repeated', steps: 2 }), fresh);
    assert.deepEqual(idsOf(leastRegretted([heeded, fresh], 9005)), ['fresh:0', 'heeded:0']);
  });

  it('takes the later of two that are regretted the same', () => {
    const [earlier, later] = [candidate('a:0', 500, {}, 29), candidate('b:0', 500, {}, 9)];
    goesBefore(later, earlier);
    const repeated = { superseded: 'repeated' } as const;
    goesBefore(candidate('b:0', 500, repeated, 9), candidate('a:0', 900, repeated, 29));
  });

  it('passes by what is far larger than what is left, for small ones that are missed little more', () => {
    const first = candidate('first:0', 500, { source: 'command', steps: 90, idleSteps: 90 });
    const large = candidate('large:0', 40_000, { steps: 90, idleSteps: 90 });
    const small = [1, 2].map((at) => candidate(`${String(at)}:0`, 300, { steps: 60 }));
    assert.deepEqual(idsOf(leastRegretted([first, large, ...small], 1000)), [
      ...['first:0', '1:0', '2:0'],
    ]);
    assert.deepEqual(idsOf(leastRegretted([first, large, ...small], 1200)), ['large:0']);
  });

  it('goes by the weights that it is given', () => {
    const [read, command] = [candidate('a:0', 900), candidate('b:0', 900, { source: 'command' })];
    assert.deepEqual(leastRegretted([read, command], 1, { command: 5 }), [read]);
    assert.deepEqual(leastRegretted([read, command], 1, { read: 5 }), [command]);
  });
});

describe('evidenceTerms', () => {
  it('are one for the source, and logarithms of replies and tokens', () =>
    assert.deepEqual(
      evidenceTerms(sampleEvidence({ steps: 0, superseded: 'changed', isError: true }), 0),
      {
        ...{ read: 1, steps: 0, idleSteps: Math.log(35), size: 0 },
        ...{ replaced: 0, changed: 1, error: 1 },
      },
    ));
});
