import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contextUsage } from '../../../../src/domain/accounting/contextUsage';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { plainSizes } from '../../../fixtures/plainSizes';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';

function chainOf(writer: TranscriptWriter): (string | null)[] {
  return activeChain(transcriptOf(writer.toString())).entries.map((entry) => entry.uuid);
}

const text = (words: string) => ({ blocks: [{ type: 'text', text: words } as const] });

describe('activeChain', () => {
  it('follows the parents from the newest entry', () => {
    const writer = new TranscriptWriter();
    const prompt = writer.prompt('go');
    const { uuids } = writer.response(text('done'));
    assert.deepEqual(chainOf(writer), [prompt, ...uuids]);
  });

  it('attaches all results of parallel calls', () => {
    const writer = new TranscriptWriter();
    const prompt = writer.prompt('go');
    const calls = writer.response({
      blocks: ['a', 'b', 'c'].map(
        (path) => ({ type: 'tool_use', name: 'Read', input: { file_path: path } }) as const,
      ),
    });
    const results = calls.toolUseIds.map((id) => writer.toolResult(id, 'content'));
    const last = writer.response(text('read'));
    assert.deepEqual(
      chainOf(writer).sort(),
      [prompt, ...calls.uuids, ...results, ...last.uuids].sort(),
    );
  });

  it('leaves an abandoned branch out after a rewind', () => {
    const writer = new TranscriptWriter();
    const first = writer.prompt('one');
    const answer = writer.response(text('1'));
    writer.prompt('wrong way');
    writer.response(text('2'));
    writer.branch(answer.uuids[0]!);
    const again = writer.prompt('right way');
    assert.deepEqual(chainOf(writer), [first, ...answer.uuids, again]);
  });

  it('takes the branch that the newest last-prompt names, not the last line', () => {
    const writer = new TranscriptWriter();
    const first = writer.prompt('one');
    const answer = writer.response(text('1'));
    const kept = writer.prompt('kept');
    const end = writer.response(text('2'));
    writer.lastPrompt();
    writer.branch(answer.uuids[0]!);
    writer.prompt('another process');
    writer.response(text('3'));
    assert.deepEqual(chainOf(writer), [first, ...answer.uuids, kept, ...end.uuids]);
  });

  it('goes on behind the last-prompt of its own branch', () => {
    const writer = new TranscriptWriter();
    writer.prompt('one');
    writer.lastPrompt();
    const { uuids } = writer.response(text('1'));
    assert.equal(chainOf(writer).at(-1), uuids[0]);
  });

  it('goes on behind the other calls of a reply where the last-prompt names the result of one', () => {
    const writer = new TranscriptWriter();
    const prompt = writer.prompt('Look at both');
    const call = (path: string) => ({ type: 'tool_use', name: 'Read', input: { path } }) as const;
    const { toolUseIds, uuids } = writer.response({ blocks: [call('/a'), call('/b')] });
    const first = writer.toolResult(toolUseIds[0]!, 'a');
    writer.lastPrompt(first);
    const second = writer.toolResult(toolUseIds[1]!, 'b');
    const reply = writer.response({ blocks: [{ type: 'text', text: 'Both are letters.' }] });
    assert.deepEqual(chainOf(writer), [prompt, ...uuids, first, second, ...reply.uuids]);
  });

  it('cuts at the compaction, though the last-prompt stands in front of it', () => {
    const writer = new TranscriptWriter();
    writer.prompt('one');
    writer.response(text('1'));
    writer.lastPrompt();
    const { summaryUuid } = writer.compaction({
      summary: 'so far',
      preTokens: 100_000,
      postTokens: 5000,
    });
    const next = writer.prompt('two');
    assert.deepEqual(chainOf(writer), [summaryUuid, next]);
  });

  it('keeps what the compaction preserved', () => {
    const writer = new TranscriptWriter();
    writer.prompt('one');
    const kept = writer.response(text('kept word for word')).uuids[0]!;
    const { summaryUuid } = writer.compaction({
      summary: 'so far',
      preTokens: 100_000,
      postTokens: 5000,
      preserve: [kept],
    });
    assert.deepEqual(chainOf(writer), [kept, summaryUuid]);
  });

  it('cuts at a compaction that the conversation passes by, from the preserved tail', () => {
    const writer = new TranscriptWriter();
    writer.prompt('one');
    const tail = writer.response(text('tail')).uuids[0]!;
    const { summaryUuid } = writer.compaction({
      summary: 'so far',
      preTokens: 100_000,
      postTokens: 5000,
      preserve: [tail],
    });
    writer.branch(tail);
    const next = writer.prompt('two');
    assert.deepEqual(chainOf(writer), [tail, summaryUuid, next]);
  });

  it('brings the old history back after a rewind to before the compaction', () => {
    const writer = new TranscriptWriter();
    const first = writer.prompt('one');
    const answer = writer.response(text('1'));
    writer.prompt('two');
    writer.response(text('2'));
    writer.compaction({ summary: 'so far', preTokens: 100_000 });
    writer.branch(answer.uuids[0]!);
    const again = writer.prompt('two, otherwise');
    assert.deepEqual(chainOf(writer), [first, ...answer.uuids, again]);
  });

  it('goes on with the line before where a parent is missing', () => {
    const writer = new TranscriptWriter();
    const first = writer.prompt('one');
    const lost = writer.system('turn_duration', {});
    const next = writer.prompt('two');
    const content = writer.lines.filter((line) => !line.includes(`"uuid":"${lost}"`)).join('\n');
    assert.deepEqual(
      activeChain(transcriptOf(content)).entries.map((entry) => entry.uuid),
      [first, next],
    );
  });

  it('has a line that came into the file late in its place of the conversation', () => {
    const writer = new TranscriptWriter();
    for (const turn of ['one', 'two', 'three']) {
      writer.prompt(turn);
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: turn } }],
      });
      writer.toolResult(toolUseIds[0]!, 'content '.repeat(500));
      writer.response(text('done'));
    }
    writer.lastPrompt();
    const lines = [...writer.lines];
    const usageOf = (file: string) => {
      const transcript = transcriptOf(file);
      const chain = activeChain(transcript);
      const { tokens, exact } = contextUsage(transcript, chain, plainSizes);
      return { tokens, exact, chain: chain.entries.map(({ uuid }) => uuid) };
    };
    const whole = usageOf(writer.toString());
    assert.equal(whole.chain.length, 12);
    for (const [late, line] of lines.entries())
      for (const after of [late + 1, lines.length - 2, lines.length - 1]) {
        const moved = lines.toSpliced(late, 1).toSpliced(after, 0, line);
        assert.deepEqual(usageOf(moved.join('\n')), whole, `line ${late} behind ${after}`);
      }
  });

  it('ends at a cycle', () => {
    const line = (uuid: string, parentUuid: string): string =>
      JSON.stringify({ type: 'user', uuid, parentUuid, message: { content: 'x' } });
    const transcript = transcriptOf([line('a', 'b'), line('b', 'a'), line('c', 'c')].join('\n'));
    assert.deepEqual(
      activeChain(transcript).entries.map((entry) => entry.uuid),
      ['c'],
    );
    assert.equal(
      activeChain(transcriptOf([line('a', 'b'), line('b', 'a')].join('\n'))).entries.length,
      2,
    );
  });

  it('is empty for an empty session', () => {
    assert.deepEqual(activeChain(transcriptOf('')), { entries: [], boundary: null });
  });

  it('ends and holds no entry twice, however parents and ids are mixed up', () => {
    const uuid = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const entry = fc.oneof(
      fc.record({
        type: fc.constant('user'),
        uuid,
        parentUuid: fc.option(uuid),
        message: fc.constant({ content: 'x' }),
      }),
      fc.record({ type: fc.constant('last-prompt'), leafUuid: uuid }),
      fc.record({
        type: fc.constant('system'),
        subtype: fc.constant('compact_boundary'),
        uuid,
        parentUuid: fc.constant(null),
        logicalParentUuid: fc.option(uuid),
        compactMetadata: fc.record({ preservedMessages: fc.record({ uuids: fc.array(uuid) }) }),
      }),
      fc.record({
        type: fc.constant('assistant'),
        uuid,
        parentUuid: fc.option(uuid),
        message: fc.record({
          id: uuid,
          model: fc.constant('m'),
          content: fc.array(
            fc.record({ type: fc.constant('tool_use'), id: uuid, name: fc.constant('Read') }),
          ),
        }),
      }),
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 14 }), (lines) => {
        const { entries } = activeChain(
          transcriptOf(lines.map((line) => JSON.stringify(line)).join('\n')),
        );
        assert.equal(new Set(entries).size, entries.length);
        for (const [index, { uuid: own, offset }] of entries.entries()) {
          const isLate = offset > (entries[index + 1]?.offset ?? Infinity);
          assert.ok(!isLate || entries.some(({ parentUuid }) => parentUuid === own));
        }
      }),
      { numRuns: 500 },
    );
  });
});
