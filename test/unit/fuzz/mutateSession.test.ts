import assert from 'node:assert/strict';
import { assertHandoff, assertJson, assertNumbers, assertShown } from '../../fuzz/invariants';
import { mutatedSession } from '../../fuzz/mutateSession';
import { SeededRandom } from '../../fixtures/seededRandom';
import { sessionOfReads } from '../../fixtures/sessionOfReads';

describe('the fuzzing of sessions', () => {
  const { lines } = sessionOfReads().writer;
  const made = (seed: number): Buffer => mutatedSession(lines, lines, new SeededRandom(seed));

  it('makes the same session again from the same seed, and others from others', () => {
    const sessions = Array.from({ length: 200 }, (_, seed) => made(seed).toString('latin1'));
    sessions.forEach((session, seed) => assert.equal(made(seed).toString('latin1'), session));
    assert.ok(new Set(sessions).size > 150);
    assert.ok(sessions.some((session) => /"[^"]+":-?1e400/.test(session)));
    assert.ok(sessions.some((session) => session.includes('['.repeat(50))));
  });

  it('tells a number, a text, a line of JSON and a handoff that are not as they have to be', () => {
    assertNumbers({ a: [0, 1.5, { b: null }] }, 'numbers');
    for (const number of [NaN, Infinity, -1])
      assert.throws(() => assertNumbers({ a: [number] }, 'numbers'), /numbers\.a\.0 is /);
    assertShown('[x](command:y) $(z)\n\u001b[31m\u202e', 'a text that is made plain');
    assertJson('{"text":"\u009b \u202e"}', 'a line that is made plain');
    assert.throws(() => assertJson('{"size":1e400}', 'a line'), /size is Infinity/);
    assertHandoff('# Handoff\n', 'a handoff');
    assert.throws(() => assertHandoff('<!-- leeway:handoff:end -->', 'a handoff'), /its section/);
    assert.throws(() => assertHandoff('\u001b[2J', 'a handoff'));
  });
});
