import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { jumpsOf } from '../../../../src/domain/accounting/jumps';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { CachedSession } from '../../../fixtures/cachedSession';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { plainSizes } from '../../../fixtures/plainSizes';
import { transcriptOf } from '../../../fixtures/transcriptOf';

const jumpsIn = (content: string, reported = new Map<string, number>()) => {
  const transcript = transcriptOf(content);
  return jumpsOf({ transcript, chain: activeChain(transcript), tokensOf: plainSizes }, reported);
};

/** Replies of these contexts, in thousands, one to a prompt; each adds ten tokens of its own. */
const sessionOf = (contexts: readonly number[]): CachedSession => {
  const session = new CachedSession();
  for (const read of contexts) session.turn({ read });
  return session;
};
const inShort = (session: CachedSession, reported?: Map<string, number>) =>
  jumpsIn(session.toString(), reported).map(({ line, turn, tokens }) => [line, turn, tokens]);

describe('jumpsOf', () => {
  it('has the largest step first, then the largest behind it, and so on', () =>
    assert.deepEqual(inShort(sessionOf([20, 25, 45, 46, 53, 56])), [
      [6, 3, 20_000],
      [10, 5, 7_000],
      [12, 6, 3_000],
    ]));

  it('has the later one of two that are alike', () =>
    assert.deepEqual(inShort(sessionOf([20, 25, 30])), [[6, 3, 5_000]]));

  it('has none for what became smaller, nor for the first reply', () => {
    assert.deepEqual(inShort(sessionOf([20, 15])), []);
    assert.deepEqual(inShort(sessionOf([40])), []);
    assert.deepEqual(inShort(sessionOf([])), []);
  });

  it('begins anew with a compaction', () => {
    const session = sessionOf([20, 60]);
    session.compact();
    session.turn({ read: 30 });
    session.turn({ read: 34 });
    assert.deepEqual(
      inShort(session).map(([, , tokens]) => tokens),
      [4_000],
    );
  });

  it('leaves out a branch that was rewound', () => {
    const session = sessionOf([20]);
    const kept = session.leafUuid;
    session.turn({ read: 90 });
    session.branch(kept);
    session.turn({ read: 23 });
    assert.deepEqual(
      inShort(session).map(([, , tokens]) => tokens),
      [3_000],
    );
  });

  it('goes by what a reply said before a prune lowered its counter', () => {
    const session = sessionOf([20]);
    const uuid = session.turn({ read: 25 });
    session.turn({ read: 43 });
    assert.deepEqual(inShort(session, new Map([[uuid, 42_000]])), [
      [4, 2, 22_000],
      [6, 3, 1_000],
    ]);
  });

  it('names what came with a step', () => {
    const writer = new TranscriptWriter({ seed: 5 });
    writer.prompt('Look around');
    const reply = (contextTokens: number, file: string): void => {
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: file } }],
        usage: { contextTokens, outputTokens: 10 },
      });
      writer.toolResult(toolUseIds[0]!, 'word '.repeat(contextTokens / 100));
    };
    reply(20_000, '/a.md');
    reply(40_000, '/b.md');
    reply(45_000, '/c.md');
    const [first, second] = jumpsIn(writer.toString());
    assert.deepEqual(
      [first, second].map((jump) => [jump?.tokens, jump?.added[0]?.kind, jump?.added[0]?.subject]),
      [
        [20_000, 'toolResult', '/a.md'],
        [5_000, 'toolResult', '/b.md'],
      ],
    );
    assert.ok(first!.added.length <= 2);
  });

  it('tells the largest step since any line: the first one behind it', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 24 }),
        (contexts) => {
          const found = inShort(sessionOf(contexts));
          const steps = contexts.map((context, index) => ({
            line: 2 * index + 2,
            gained: index === 0 ? 0 : (context - contexts[index - 1]!) * 1000,
          }));
          for (let line = 0; line <= 2 * contexts.length; line++) {
            const behind = steps.filter((step) => step.line > line && step.gained > 0);
            const largest = Math.max(0, ...behind.map(({ gained }) => gained));
            const first = found.find(([at]) => at! > line);
            assert.equal(first?.[2] ?? 0, largest);
            if (first !== undefined)
              assert.equal(steps.find((step) => step.line === first[0])?.gained, largest);
          }
        },
      ),
    ));

  it('stops where nobody reads on, without a fault in front', () => {
    const contexts = Array.from({ length: 60 }, (_, index) => 60 * index - (index * index) / 2);
    const found = inShort(sessionOf([1, ...contexts.map((context) => context + 100)]));
    assert.equal(found.length, 24);
    assert.deepEqual(
      found.map(([, , tokens]) => tokens),
      found.map(([, , tokens]) => tokens).toSorted((a, b) => b! - a!),
    );
  });
});
