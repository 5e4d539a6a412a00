import assert from 'node:assert/strict';
import { cutsOf } from '../../backtest/prune/sessionCuts';
import { drawnSession } from '../../backtest/prune/drawnSession';
import { evidenceWeights } from '../../backtest/prune/evidenceWeights';
import type { IsBoilerplate } from '../../backtest/prune/laterNeeds';
import { laterNeeds } from '../../backtest/prune/laterNeeds';
import { MEASURED_NEEDS } from '../../backtest/prune/measuredNeeds';
import { needRatesOf } from '../../backtest/prune/needRates';
import { pruneBacktest } from '../../backtest/prune/pruneBacktest';
import { pruneShortcomings } from '../../backtest/prune/pruneGate';
import { oracleOrder, randomOrder, SIMPLE_ORDERS } from '../../backtest/prune/pruneOrders';
import { outcomeOf } from '../../backtest/prune/pruneOutcome';
import { plainLine, tellingLines } from '../../backtest/prune/recordedLines';
import { readRawSession, type RawRecord } from '../../backtest/prune/recordedSession';
import { regretOf, type JudgedCut } from '../../backtest/prune/regret';
import { regretTable } from '../../backtest/prune/regretTable';
import { recordedFiles } from '../../fixtures/recordedFiles';
import { sampleItem } from '../../fixtures/sampleItem';
import { SeededRandom } from '../../fixtures/seededRandom';
import { useTemporaryDirectory } from '../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';

const A = 'const separator = separators.find(isKnown);';
const B = 'export function parseRow(row: string): Row {';
const C = 'throw new Error(`Unknown separator: ${separator}`);';
const PATH = '/home/dev/ledger/src/rows.ts';
const nothingIs: IsBoilerplate = () => false;

/** A session with one read of three lines, and what came after it. */
class ReadAndAfter {
  private readonly writer = new TranscriptWriter();
  private readonly cutLine: number;
  readonly id: string;

  constructor() {
    this.writer.prompt('Look at the rows.');
    this.id = `${this.call('Read', { file_path: PATH }, `1→${A}\n2→  ${B}\n3→    ${C}`)}:0`;
    this.cutLine = this.writer.lines.length;
  }

  say(text: string): this {
    this.writer.response({ blocks: [{ type: 'text', text }] });
    return this;
  }

  call(name: string, input: Readonly<Record<string, unknown>>, answer: string): string {
    const { toolUseIds } = this.writer.response({ blocks: [{ type: 'tool_use', name, input }] });
    return this.writer.toolResult(toolUseIds[0]!, answer);
  }

  needs(isBoilerplate = nothingIs): readonly string[] {
    const records = this.writer.lines.map((line) => JSON.parse(line) as RawRecord);
    const cut = {
      share: 0.5,
      content: '',
      before: records.slice(0, this.cutLine),
      after: records.slice(this.cutLine),
    };
    return laterNeeds(cut, [sampleItem({ id: this.id })], isBoilerplate).map(
      ({ kind, text, holders }) => {
        assert.deepEqual(holders, [this.id]);
        return `${kind}: ${text}`;
      },
    );
  }
}

describe('tellingLines', () => {
  it('are long enough to be told from others, without their numbers and margins', () => {
    assert.deepEqual(tellingLines(`  12→    ${A}\n13\t${A}\n}\n${'='.repeat(40)}\n7:  ${B}`), [
      A,
      B,
    ]);
    assert.equal(plainLine('   3→\tif (a)   b'), 'if (a) b');
  });
});

describe('laterNeeds', () => {
  it('are lines that are said, thought, run or written again, each once', () => {
    const session = new ReadAndAfter().say(`It is this one:\n${A}\nand so on`).say(A);
    session.call('Bash', { command: `grep -rn x .\n${C}` }, 'nothing');
    assert.deepEqual(session.needs(), [`line: ${A}`, `line: ${C}`]);
  });

  it('are what edits replace, however short the lines', () => {
    const session = new ReadAndAfter();
    session.call('Edit', { file_path: PATH, old_string: 'isKnown);\nexport', new_string: 'x' }, '');
    assert.deepEqual(session.needs(), ['edit: isKnown);\nexport']);
  });

  it('are none of what came in again before', () => {
    const session = new ReadAndAfter();
    session.call('Bash', { command: `cat ${PATH}` }, `${A}\n  ${B}`);
    session.call('Edit', { file_path: PATH, old_string: A, new_string: 'x' }, '').length;
    session.say(C);
    assert.deepEqual(session.needs(), [`line: ${C}`]);
  });

  it('are files and searches that are asked for again and answered the same', () => {
    const same = new ReadAndAfter();
    same.call('Read', { file_path: PATH, offset: 2, limit: 2 }, `2→  ${B}\n3→    ${C}`);
    assert.deepEqual(same.needs(), [`question: ["Read","${PATH}"]`]);
    const changed = new ReadAndAfter();
    changed.call('Read', { file_path: PATH }, `1→${A}\n2→all else\n3→is different`);
    changed.call('Read', { file_path: '/elsewhere' }, `1→${A}\n2→  ${B}\n3→    ${C}`);
    changed.call('Bash', { command: `cat ${PATH}` }, `${A}\n  ${B}\n${C}`);
    assert.deepEqual(changed.needs(), []);
  });

  it('are no lines that stand everywhere', () =>
    assert.deepEqual(
      new ReadAndAfter().say(`${A}\n${B}`).needs((line) => line === A),
      [`line: ${B}`],
    ));
});

describe('outcomeOf', () => {
  const line = { kind: 'line', text: A, holders: ['a', 'b'] } as const;
  const edit = { kind: 'edit', text: 'known', holders: ['b'] } as const;
  const taken = (id: string, left = '[pruned]') => ({ id, left, freedTokens: 100 });

  it('misses what stands nowhere any more, and blames the last that held it', () => {
    assert.deepEqual(outcomeOf([taken('a'), taken('c')], [line, edit]), {
      freedTokens: 200,
      neededTokens: 0,
      needs: {
        line: { all: 1, missed: 0 },
        edit: { all: 1, missed: 0 },
        question: { all: 0, missed: 0 },
      },
    });
    const { neededTokens, needs } = outcomeOf([taken('a'), taken('b')], [line, edit]);
    assert.deepEqual([neededTokens, needs.line.missed, needs.edit.missed], [100, 1, 1]);
  });

  it('counts what is left of it as there', () => {
    const { needs } = outcomeOf([taken('a'), taken('b', `[pruned]\n  ${A}`)], [line, edit]);
    assert.deepEqual([needs.line.missed, needs.edit.missed], [0, 1]);
    const kept = outcomeOf([taken('b', 'isKnown(x) is known')], [edit]);
    assert.equal(kept.needs.edit.missed, 0);
  });

  it('takes a question for missed whatever stays of its answer', () => {
    const question = { kind: 'question', text: 'Read', holders: ['a'] } as const;
    assert.equal(outcomeOf([taken('a', A)], [question]).needs.question.missed, 1);
  });
});

describe('Orders to compare with', () => {
  const some = [300, 100, 200].map((freedTokens, index) => ({
    ...{ id: String(index), freedTokens, left: '' },
    item: sampleItem({ id: String(index), kind: index === 1 ? 'toolCall' : 'toolResult' }),
  }));
  const ids = (order: (typeof SIMPLE_ORDERS)[string]): string =>
    order(some)
      .map(({ id }) => id)
      .join('');

  it('go by age, by size, by age of results, by chance', () => {
    assert.deepEqual(Object.values(SIMPLE_ORDERS).map(ids), ['012', '021', '02']);
    const drawn = new Set(Array.from({ length: 40 }, (_, seed) => ids(randomOrder(seed))));
    assert.equal(drawn.size, 6);
    assert.equal(ids(randomOrder(7)), ids(randomOrder(7)));
  });

  it('know the future', () => {
    const need = (holders: readonly string[]) => ({ kind: 'line', text: A, holders }) as const;
    assert.equal(ids(oracleOrder([])), '021');
    assert.equal(ids(oracleOrder([need(['0']), need(['0']), need(['2'])])), '120');
    assert.equal(ids(oracleOrder([need(['0', '2'])])), '102');
  });
});

describe('regretOf', () => {
  const cut = (path: string, missed: number, over: Partial<JudgedCut> = {}): JudgedCut => ({
    ...{ path, repository: 'r', share: 0.4, strategy: 'ours', target: 0.7, contextTokens: 50_000 },
    reached: true,
    outcome: {
      freedTokens: 1000,
      neededTokens: 100 * missed,
      needs: {
        line: { all: 10, missed },
        edit: { all: 0, missed: 0 },
        question: { all: 1, missed: 1 },
      },
    },
    ...over,
  });

  it('is a share of sums over what was reached, with an interval by sessions', () => {
    const regret = regretOf([
      cut('a', 1),
      cut('a', 1),
      cut('b', 7),
      cut('b', 9, { reached: false }),
    ]);
    assert.deepEqual([regret.cuts, regret.reached, regret.lines.share], [4, 0.75, 0.3]);
    assert.deepEqual([regret.lines.from, regret.lines.to], [0.1, 0.7]);
    assert.equal(regret.tokens.share, 0.3);
    assert.deepEqual(regret.questions, { share: 1, from: 1, to: 1 });
    assert.ok(Number.isNaN(regret.edits.share));
  });

  it('is a line of a table for each order', () =>
    assert.deepEqual(
      regretTable([cut('a', 1), cut('a', 2, { strategy: 'oracle', reached: false })])
        .split('\n')
        .slice(2),
      [
        '| ours | 100.0 % | 10.0 % (10.0–10.0) | 10.0 % (10.0–10.0) | – | 100.0 % (100.0–100.0) |',
        '| oracle | 0.0 % | – | – | – | – |',
      ],
    ));
});

describe('The back-test of prunes', () => {
  const directory = useTemporaryDirectory();
  const drawn = (sessions: number) => {
    for (let seed = 1; seed <= sessions; seed++)
      directory.write(`${String(seed).padStart(2, '0')}.jsonl`, drawnSession(seed));
    return recordedFiles(directory.path());
  };

  it('cuts a session where enough is before and behind, up to a compaction', () => {
    const writer = new TranscriptWriter();
    writer.prompt('Go on.');
    for (let reply = 0; reply < 100; reply++) {
      if (reply === 72)
        writer.compaction({ summary: 'So far.', preTokens: 100_000, postTokens: 2000 });
      writer.response({ blocks: [{ type: 'text', text: `Reply ${String(reply)}.` }] });
    }
    const file = directory.write('a.jsonl', writer.toString());
    const cuts = cutsOf(readRawSession(file));
    const replies = (records: readonly (RawRecord | null)[]): number =>
      records.filter((record) => record?.type === 'assistant').length;
    assert.deepEqual(
      cuts.map(({ share, before, after }) => [share, replies(before), replies(after)]),
      [
        [0.3, 30, 40],
        [0.4, 40, 32],
        [0.5, 50, 22],
        [0.8, 80, 20],
      ],
    );
    assert.equal(cuts[0]!.content, writer.toString().slice(0, cuts[0]!.content.length));
  });

  it('draws sessions whose needs are as frequent as they were measured', () => {
    const rates = needRatesOf(drawn(12));
    for (const source of ['read', 'written', 'command'] as const)
      for (const [bucket, expected] of MEASURED_NEEDS[source].needed.entries()) {
        const told = rates[source].needed[bucket]!;
        const where = `${source} ${String(bucket)}: ${String(told)} for ${String(expected)}`;
        assert.ok(Math.abs(told - expected) <= 0.25 * expected + 0.0006, where);
      }
  });

  it('finds that what ships is better than chance and than the oldest first', async () => {
    const { judged } = await pruneBacktest(drawn(12));
    const gates = [
      { strategy: 'ours', against: 'random', lines: 0.55, tokens: 0.55 },
      { strategy: 'ours', against: 'oldest', lines: 0.95, tokens: 0.8 },
      { strategy: 'oracle', against: 'random', lines: 0.1, tokens: 0.1 },
    ];
    for (const gate of gates) assert.deepEqual(pruneShortcomings(judged, gate), []);
    // a gate that chance passes is none
    const chance = { ...gates[0]!, strategy: 'random' };
    assert.equal(pruneShortcomings(judged, chance).length, 2);
    const reachedBy = (name: string): number =>
      judged.filter(({ strategy, reached }) => strategy === name && reached).length;
    assert.equal(reachedBy('ours'), reachedBy('random'), 'and gets wherever another order gets');
  }).timeout(120_000);

  it('says the same again, and fits weights to what it saw', async () => {
    const files = drawn(3);
    const found = await pruneBacktest(files);
    assert.deepEqual(await pruneBacktest(files), found);
    const weights = evidenceWeights(found.samples);
    assert.ok(weights.steps! < 0 && weights.command! < weights.written!, JSON.stringify(weights));
  }).timeout(120_000);
});

describe('evidenceWeights', () => {
  it('finds the weights that needs were drawn with', () => {
    const random = new SeededRandom(5);
    const samples = Array.from({ length: 4000 }, () => {
      const terms = { steps: 4 * random.next(), read: random.integer(0, 1) };
      const expected = Math.exp(-0.5 * terms.steps + 1.2 * terms.read - 2);
      return { terms, needs: random.next() < expected ? 1 : 0 };
    });
    const { steps = 0, read = 0 } = evidenceWeights(samples);
    assert.ok(Math.abs(steps + 0.5) < 0.1 && Math.abs(read - 1.2) < 0.2, `${steps} ${read}`);
  });
});
