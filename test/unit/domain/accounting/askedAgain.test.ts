import assert from 'node:assert/strict';
import { askedAgain, type AskedAgain } from '../../../../src/domain/accounting/askedAgain';
import { liveContext } from '../../../../src/domain/accounting/items';
import { itemTokens } from '../../../../src/domain/accounting/itemTokens';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { askedAgainWords } from '../../../../src/wording/askedAgainWords';
import { inEnglish } from '../../../../src/wording/translate';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const LEFT = '[pruned: Read a.ts, ~2K tokens; read it again if needed]';

describe('askedAgain', () => {
  let writer: TranscriptWriter;
  let pruned: Map<string, number>;
  beforeEach(() => {
    writer = new TranscriptWriter({ cwd: '/home/dev/proj' });
    writer.prompt('Look.');
    pruned = new Map();
  });

  function call(name: string, input: Record<string, unknown>, answer = LEFT): void {
    const { toolUseIds } = writer.response({ blocks: [{ type: 'tool_use', name, input }] });
    const uuid = writer.toolResult(toolUseIds[0]!, answer);
    if (answer === LEFT) pruned.set(`${uuid}:0`, writer.nowMs);
  }

  /** @param pruned when what was pruned was. */
  function told(): AskedAgain {
    const transcript = transcriptOf(writer.toString());
    const chain = activeChain(transcript);
    const { items } = liveContext({
      ...{ transcript, chain, model: null },
      tokensOf: (entry, generation) => itemTokens(entry, generation, null),
      isCounted: () => false,
      digestOf: () => null,
      pruned: new Map([...pruned.keys()].map((id) => [id, 900])),
    });
    return askedAgain(items, chain, pruned);
  }

  it('counts a file that was read again, whichever lines, and a search that was made again', () => {
    call('Read', { file_path: '/home/dev/proj/a.ts' });
    call('Read', { file_path: '/home/dev/proj/b.ts' });
    call('Grep', { pattern: 'parseRow', path: '/home/dev/proj/src' });
    call('Bash', { command: 'npm test' });
    assert.deepEqual(told(), { pruned: 4, again: 0 });
    call('Read', { file_path: '/home/dev/proj/a.ts', offset: 20, limit: 5 }, 'export {};');
    call('Grep', { pattern: 'parseCell', path: '/home/dev/proj/src' }, 'none');
    call('Bash', { command: 'npm test' }, 'ok');
    call('Edit', { file_path: '/home/dev/proj/b.ts', old_string: 'a', new_string: 'b' }, 'ok');
    assert.deepEqual(told(), { pruned: 4, again: 1 }, 'another search and a command are no regret');
    call('Grep', { pattern: 'parseRow', path: '/home/dev/proj/src' }, 'src/rows.ts:4');
    assert.deepEqual(told(), { pruned: 4, again: 2 });
  });

  it('counts nothing that was asked before it was pruned, nor what is no longer pruned', () => {
    call('Read', { file_path: '/home/dev/proj/a.ts' });
    call('Read', { file_path: '/home/dev/proj/a.ts' }, 'export {};');
    const [id] = [...pruned.keys()];
    pruned.set(id!, writer.nowMs + 1);
    assert.deepEqual(told(), { pruned: 1, again: 0 });
    pruned.clear();
    assert.deepEqual(told(), { pruned: 0, again: 0 });
  });

  it('is said in a sentence, and only where there is something to say', () => {
    assert.equal(askedAgainWords({ pruned: 41, again: 0 }, inEnglish), '');
    assert.equal(
      askedAgainWords({ pruned: 41, again: 3 }, inEnglish),
      'Claude asked again for 3 of 41 pruned items.',
    );
  });
});
