import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CORPORA, recordedSessions, turnsOfSession } from '../../backtest/forecast/corpus';
import { forecastCases, type ForecastCase } from '../../backtest/forecast/forecastCases';
import { judge, shortcomings } from '../../backtest/forecast/judgement';
import { judgementTable } from '../../backtest/forecast/judgementTable';
import { recordedSteps, type RecordedStep } from '../../backtest/forecast/recordedSteps';
import { typicalTurns } from '../../backtest/forecast/typicalTurns';
import { REAL_SESSIONS } from '../../fixtures/realSessions';
import { useTemporaryDirectory } from '../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';

/** A session as a list: `p` a prompt, `c` a compaction, a number the context behind a reply. */
function written(...steps: ('p' | 'c' | number)[]): Buffer {
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
  return Buffer.from(writer.toString());
}

const step = (changes: Partial<RecordedStep> = {}): RecordedStep => ({
  contextTokens: 55_000,
  turnTokens: [20_000, 15_000],
  laterTokens: [58_000, 83_000],
  ...changes,
});

describe('recordedSteps', () => {
  it('knows at each prompt what was known then, and what came', () =>
    assert.deepEqual(
      recordedSteps(written('p', 30_000, 34_000, 'p', 50_000, 48_000, 'p', 60_000)),
      [
        { contextTokens: 34_000, turnTokens: [4010], laterTokens: [50_000, 60_000] },
        { contextTokens: 48_000, turnTokens: [4010, 14_000], laterTokens: [60_000] },
      ],
    ));

  it('looks no farther than a compaction', () => {
    const steps = recordedSteps(
      written('p', 30_000, 'p', 40_000, 'p', 90_000, 'c', 'p', 22_000, 'p', 25_000),
    );
    assert.deepEqual(
      steps.map(({ laterTokens }) => laterTokens),
      [[40_000, 90_000], [90_000], [25_000]],
    );
    assert.deepEqual(steps.at(-1)?.turnTokens, [10]);
  });
});

describe('forecastCases', () => {
  it('has a wall at every 20K that was reached, and the first that was not', () =>
    assert.deepEqual(
      forecastCases(step()).map(({ trueTurns, turnsSeen }) => [trueTurns, turnsSeen]),
      [
        [2, 2],
        [2, 2],
        [null, 2],
      ],
    ));

  it('asks the product, or a rule of one’s own', () => {
    const rule = {
      typicalTurns: [30_000],
      earlier: 0.1,
      later: 0.1,
      laterThanNext: 0.1,
      widest: 99,
    };
    assert.deepEqual(forecastCases(step({ turnTokens: [30_000] }), rule)[0]?.range, {
      least: 1,
      most: 1,
    });
  });
});

describe('judge', () => {
  const said = (
    least: number,
    most: number,
    trueTurns: number | null,
    turnsSeen = trueTurns ?? 9,
  ) => ({ range: { least, most }, trueTurns, turnsSeen, turnsRecorded: 9 }) satisfies ForecastCase;

  it('tells shown, ratio and inside', () => {
    const { cases, shown, ratio, inside } = judge([
      said(1, 3, 2),
      said(2, 4, 4),
      said(2, 6, 1),
      { ...said(1, 1, 1), range: null },
    ]);
    assert.deepEqual([cases, shown, ratio, inside], [4, 0.75, 3, 2 / 3]);
  });

  it('takes what outlasted a range for a miss, and what ended within it for nothing', () => {
    const { inside, insideAtWorst } = judge([
      said(1, 3, 2),
      said(1, 3, null, 3),
      said(1, 9, null, 3),
    ]);
    assert.deepEqual([inside, insideAtWorst], [1, 0.5]);
  });

  it('weighs what few recordings are long enough to decide', () => {
    const short = { ...said(1, 2, 1), turnsRecorded: 1 };
    const { insideIfNoneEnded } = judge([short, { ...said(3, 5, 9), turnsRecorded: 9 }]);
    assert.equal(insideIfNoneEnded, 1 / 3);
  });

  it('says in sentences what is lacking', () => {
    assert.deepEqual(shortcomings(judge([said(1, 3, 2)])), []);
    assert.equal(shortcomings(judge([said(1, 4, 5), { ...said(1, 1, 1), range: null }])).length, 3);
  });

  it('has a line for each repository and one for all', () => {
    const table = judgementTable(
      new Map([
        ['a/few', [said(1, 3, 2)]],
        ['b/more', [said(1, 3, 2), said(1, 2, 3)]],
        ['c/none', []],
      ]),
    );
    assert.deepEqual(
      table
        .split('\n')
        .slice(2)
        .map((line) => line.split(' | ').slice(0, 5)),
      [
        ['| b/more', '2', '100.0 %', '3.0', '50.0 %'],
        ['| a/few', '1', '100.0 %', '3.0', '100.0 %'],
        ['| **all**', '3', '100.0 %', '3.0', '66.7 %'],
      ],
    );
  });
});

describe('recordedSessions', () => {
  const directory = useTemporaryDirectory();

  it('reads those of a manifest, without the beginnings of others and what is none', () => {
    const sessions = {
      'a.jsonl': written('p', 30_000, 'p', 40_000, 'p', 41_000),
      'beginning.jsonl': written('p', 30_000, 'p', 40_000),
      'small.jsonl': written('p', 300, 'p', 400),
    };
    for (const [name, content] of Object.entries(sessions))
      directory.write(name, content.toString());
    directory.write('manifest.json', JSON.stringify([{ file: 'a.jsonl', repo: 'some/where' }]));
    const found = recordedSessions(directory.path());
    assert.deepEqual(
      found.map(({ repository, steps }) => [repository, steps.length]),
      [['some/where', 2]],
    );
    assert.deepEqual(turnsOfSession(found[0]!), [10, 10_000, 1000]);
    assert.deepEqual(recordedSessions(directory.path('absent')), []);
  });
});

describe('typicalTurns', () => {
  it('are the middles of sixteen equal shares', () => {
    const turns = Array.from({ length: 160 }, (_, index) => index * 100).reverse();
    assert.deepEqual(typicalTurns(turns).slice(0, 3), [500, 1500, 2500]);
    assert.equal(typicalTurns(turns).length, 16);
  });
});

describe('The forecast', () => {
  const judged = recordedSessions(join(REAL_SESSIONS, '..', CORPORA.judged));
  it(
    judged.length > 0
      ? 'is true enough on repositories that it was not fitted to'
      : 'is true enough on real sessions (NOT RUN: no corpus beside this checkout)',
    function () {
      if (judged.length === 0) this.skip();
      const cases = judged.flatMap(({ steps }) => steps.flatMap((each) => forecastCases(each)));
      assert.deepEqual(shortcomings(judge(cases)), []);
    },
  );
});
