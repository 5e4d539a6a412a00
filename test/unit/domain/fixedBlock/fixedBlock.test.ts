import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fixedPart, inSession, tokensIn } from '../../../../src/domain/fixedBlock/fixedBlock';

const PARTS = [
  fixedPart('systemPrompt', null, 2_000),
  fixedPart('tools', null, 8_000),
  fixedPart('tools', null, 9_000, { place: 'deferred' }),
  fixedPart('memory', '/a/CLAUDE.md', 500),
  fixedPart('skill', 'ship', 30),
];
const placesOf = (parts: ReturnType<typeof inSession>): unknown[] =>
  parts.map(({ kind, tokens, place }) => [kind, tokens, place]);

describe('inSession', () => {
  it('makes a part of what replies counted beyond the others', () => {
    const parts = inSession(PARTS, { overheadTokens: 13_000, attachments: new Map() });
    assert.deepEqual(placesOf(parts).at(-1), ['rest', 2_470, 'overhead']);
    assert.equal(tokensIn(parts, 'overhead'), 13_000);
  });

  it('goes below 0 where the parts are told too large, and scales none of them', () => {
    const parts = inSession(PARTS, { overheadTokens: 9_000, attachments: new Map() });
    assert.deepEqual(placesOf(parts).at(-1), ['rest', -1_530, 'overhead']);
    assert.deepEqual(parts.slice(0, -1), PARTS);
  });

  it('has no rest where the parts are all, and none before the first reply', () => {
    const attachments = new Map<string, number>();
    assert.deepEqual(inSession(PARTS, { overheadTokens: 10_530, attachments }), PARTS);
    assert.deepEqual(inSession(PARTS, { overheadTokens: null, attachments }), PARTS);
  });

  it('does not count twice what the conversation holds', () => {
    const attachments = new Map([
      ['instructions', 700],
      ['agent_listing_delta', 600],
      ['file', 90_000],
    ]);
    const parts = inSession(PARTS, { overheadTokens: 10_030, attachments });
    assert.deepEqual(placesOf(parts).slice(3), [
      ['memory', 500, 'items'],
      ['skill', 30, 'overhead'],
      ['agent', 600, 'items'],
    ]);
  });

  it('closes, whatever is told', () => {
    const tokens = fc.integer({ min: -1_000, max: 1_000_000 });
    const part = fc
      .tuple(
        fc.constantFrom('memory', 'skill', 'agent', 'tools', 'other'),
        tokens,
        fc.constantFrom('overhead', 'deferred', 'items'),
      )
      .map(([kind, size, place]) => fixedPart(kind, null, size, { place }));
    const type = fc.constantFrom('instructions', 'skill_listing', 'agent_listing_delta', 'file');
    fc.assert(
      fc.property(
        fc.array(part),
        tokens,
        fc.array(fc.tuple(type, fc.nat(9_999))),
        (parts, overheadTokens, attached) => {
          const placed = inSession(parts, { overheadTokens, attachments: new Map(attached) });
          assert.equal(tokensIn(placed, 'overhead'), overheadTokens);
        },
      ),
    );
  });
});
