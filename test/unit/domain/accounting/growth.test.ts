import assert from 'node:assert/strict';
import { growthOf, type Growth } from '../../../../src/domain/accounting/growth';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';

/** A session as a list: `p` a prompt, a number the context behind a reply, `c` a compaction. */
type Step = 'p' | 'c' | number;

function growthAfter(...steps: Step[]): Growth {
  const writer = new TranscriptWriter();
  for (const step of steps) {
    if (step === 'p') writer.prompt('go on');
    else if (step === 'c')
      writer.compaction({ summary: 'so far', preTokens: 100_000, postTokens: 2000 });
    else
      writer.response({
        blocks: [{ type: 'text', text: 'done' }],
        usage: { contextTokens: step - 10, outputTokens: 10 },
      });
  }
  const transcript = transcriptOf(writer.toString());
  return growthOf(transcript, activeChain(transcript));
}

describe('growthOf', () => {
  const rows: [what: string, steps: Step[], turns: number, tokensPerTurn: number | null][] = [
    ['an empty session', [], 0, null],
    ['a first prompt', ['p'], 1, null],
    ['one turn', ['p', 30_000], 1, null],
    ['two turns', ['p', 30_000, 'p', 40_000], 2, 10_000],
    ['rounds within a turn', ['p', 30_000, 'p', 33_000, 36_000, 40_000], 2, 10_000],
    ['a turn that has only begun', ['p', 30_000, 'p', 40_000, 'p'], 3, 10_000],
    [
      'the last six turns alone',
      [
        'p',
        20_000,
        'p',
        90_000,
        ...[1, 2, 3, 4, 5, 6].flatMap((turn): Step[] => ['p', 90_000 + turn * 1000]),
      ],
      8,
      1000,
    ],
    ['a context that shrank', ['p', 40_000, 'p', 30_000], 2, null],
    ['one that came back to where it was', ['p', 30_000, 'p', 40_000, 'p', 30_000], 3, null],
    ['one that stands still', ['p', 40_000, 'p', 40_000], 2, null],
    ['a compaction', ['p', 30_000, 'p', 90_000, 'c'], 0, null],
    [
      'the turns since a compaction',
      ['p', 30_000, 'p', 90_000, 'c', 'p', 22_000, 'p', 25_000],
      2,
      3000,
    ],
  ];
  for (const [what, steps, turns, tokensPerTurn] of rows)
    it(`measures ${what}`, () => {
      const growth = growthAfter(...steps);
      assert.deepEqual([growth.turns, growth.tokensPerTurn], [turns, tokensPerTurn]);
    });

  const eachTurn: [what: string, steps: Step[], turnTokens: number[]][] = [
    ['nothing before a reply', ['p'], []],
    ['of the first turn what came after its first reply', ['p', 30_000, 34_000], [4010]],
    ['every turn since', ['p', 30_000, 'p', 33_000, 36_000, 'p', 50_000], [10, 6000, 14_000]],
    ['not the one that has only begun', ['p', 30_000, 'p', 40_000, 'p'], [10, 10_000]],
    ['a context that shrank as none', ['p', 40_000, 'p', 30_000, 'p', 31_000], [10, 0, 1000]],
    ['those since a compaction', ['p', 90_000, 'c', 'p', 22_000, 'p', 25_000], [10, 3000]],
  ];
  for (const [what, steps, turnTokens] of eachTurn)
    it(`tells what each turn added: ${what}`, () =>
      assert.deepEqual(growthAfter(...steps).turnTokens, turnTokens));
});

it('growthOf measures nothing on what a compaction kept', () => {
  const writer = new TranscriptWriter();
  const kept = ['one', 'two'].flatMap((prompt, turn) => [
    writer.prompt(prompt),
    ...writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: 90_000 + turn * 5000, outputTokens: 10 },
    }).uuids,
  ]);
  writer.compaction({ summary: 'so far', preTokens: 100_000, postTokens: 2000, preserve: kept });
  const transcript = transcriptOf(writer.toString());
  assert.equal(growthOf(transcript, activeChain(transcript)).tokensPerTurn, null);
});

describe('growthOf a session that was pruned', () => {
  /** Two turns of 10K, then a prune that took 15K out of the newest reply's counter. */
  const pruned = (...later: readonly number[]): number | null => {
    const writer = new TranscriptWriter();
    let uuid = '';
    for (const size of [30_000, 40_000, 35_000, ...later]) {
      writer.prompt('go on');
      const { uuids } = writer.response({
        blocks: [{ type: 'text', text: 'done' }],
        usage: { contextTokens: size - 10, outputTokens: 10 },
      });
      if (size === 35_000) uuid = uuids[0]!;
    }
    const transcript = transcriptOf(writer.toString());
    const reported = [{ uuid, contextTokens: 49_990 }];
    return growthOf(transcript, activeChain(transcript), reported).tokensPerTurn;
  };

  it('goes by what the reply reported, not by what the prune made of it', () =>
    assert.equal(pruned(), 10_000));

  it('goes on with the pace of a process that took the prune up', () =>
    assert.equal(pruned(45_000, 55_000), 10_000));

  it('goes on with the pace of one that did not', () =>
    assert.equal(pruned(60_000, 70_000), 10_000));
});
