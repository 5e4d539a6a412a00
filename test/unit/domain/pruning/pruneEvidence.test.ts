import assert from 'node:assert/strict';
import type { PruneEvidence } from '../../../../src/domain/pruning/pruneEvidence';
import { prunePlan } from '../../../../src/domain/pruning/prunePlan';
import { pruneSource } from '../../../fixtures/rewrittenSession';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const ROWS = '/home/dev/ledger/rows.ts';
const long = (words: string): string => `${words} and so on, for a while.\n`.repeat(60);

/** A session of calls, each of its own reply. */
class Calls {
  private readonly writer = new TranscriptWriter();

  constructor() {
    this.writer.prompt('Do all of it.');
  }

  call(
    name: string,
    input: Readonly<Record<string, unknown>>,
    answer: string,
    isError = false,
  ): this {
    const { toolUseIds } = this.writer.response({ blocks: [{ type: 'tool_use', name, input }] });
    this.writer.toolResult(toolUseIds[0]!, answer, { isError, toolUseResult: null });
    return this;
  }

  note(): this {
    this.writer.metaPrompt(long('Keep to this'));
    return this;
  }

  /** In file order, of all that may go. */
  evidence(): readonly PruneEvidence[] {
    const source = pruneSource(Buffer.from(this.writer.toString()));
    return prunePlan(source, { kind: 'target', tokens: 0 }, { untouchedRounds: 0 }).items.map(
      ({ evidence }) => evidence,
    );
  }
}

describe('The evidence for a prune', () => {
  it('tells by what something came in, and how many replies ago', () =>
    assert.deepEqual(
      new Calls()
        .note()
        .call('Bash', { command: 'ls' }, long('ls'), true)
        .call('Grep', { pattern: 'x' }, long('hit'))
        .call('Write', { file_path: '/a', content: long('new') }, long('diff'))
        .call('mcp__figma__get', { node: long('node') }, long('frame'))
        .evidence()
        .map(({ source, steps, isError }) => [source, steps, isError]),
      [
        ['heeded', 4, false],
        ['command', 3, true],
        ['search', 2, false],
        ['written', 1, false],
        ['confirmed', 1, false],
        ['call', 0, false],
        ['other', 0, false],
      ],
    ));

  it('tells since when no call has named the file', () => {
    const of = (...after: readonly string[]): readonly number[] => {
      const calls = new Calls().call('Read', { file_path: ROWS }, long('row'));
      for (const path of after) calls.call('Grep', { pattern: 'x', path }, 'nothing');
      const [{ steps, idleSteps } = { steps: -1, idleSteps: -1 }] = calls.evidence();
      return [steps, idleSteps];
    };
    assert.deepEqual(of(), [0, 0]);
    assert.deepEqual(of('/else', '/else', '/else'), [3, 3]);
    assert.deepEqual(of('/else', ROWS, '/else'), [3, 1]);
  });

  it('tells a file that was read again from one that was only changed', () => {
    const read = { file_path: ROWS };
    const edit = { ...read, old_string: 'row', new_string: 'line' };
    const of = (calls: Calls): readonly PruneEvidence['superseded'][] =>
      calls
        .evidence()
        .filter(({ source }) => source === 'read')
        .map(({ superseded }) => superseded);
    assert.deepEqual(of(new Calls().call('Read', read, long('row'))), [null]);
    assert.deepEqual(of(new Calls().call('Read', read, long('row')).call('Edit', edit, 'done')), [
      'changed',
    ]);
    const again = new Calls()
      .call('Read', read, long('row'))
      .call('Edit', edit, 'done')
      .call('Read', read, long('line'));
    assert.deepEqual(of(again), ['replaced', null]);
    const written = new Calls()
      .call('Read', read, long('row'))
      .call('Write', { ...read, content: 'all new' }, 'done');
    assert.deepEqual(of(written), ['replaced']);
  });
});
