import assert from 'node:assert/strict';
import fc from 'fast-check';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { GrowingChain } from '../../../../src/domain/transcript/growingChain';
import { parseLine } from '../../../../src/domain/transcript/parseEntry';
import { Transcript } from '../../../../src/domain/transcript/transcript';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

/** A transcript to which lines are added one by one. */
class Growing {
  readonly transcript = new Transcript();
  private offset = 0;

  add(lines: readonly string[]): void {
    for (const line of lines) {
      const bytes = Buffer.from(line);
      const number = this.transcript.lines + 1;
      this.transcript.add(parseLine(bytes, number, this.offset, bytes.length));
      this.offset += bytes.length + 1;
    }
  }
}

function assertFollows(lines: readonly string[], together: (at: number) => boolean): void {
  const growing = new Growing();
  const chains = new GrowingChain();
  for (const [at, line] of lines.entries()) {
    growing.add([line]);
    if (together(at)) continue;
    assert.deepEqual(
      chains.of(growing.transcript).entries.map(({ line }) => line),
      activeChain(growing.transcript).entries.map(({ line }) => line),
      lines.slice(0, at + 1).join('\n'),
    );
    assert.equal(
      chains.of(growing.transcript).boundary,
      activeChain(growing.transcript).boundary,
      lines.slice(0, at + 1).join('\n'),
    );
  }
}

describe('GrowingChain', () => {
  it('puts behind the end what continues it, without a walk through the rest', () => {
    const writer = new TranscriptWriter();
    const growing = new Growing();
    const chains = new GrowingChain();
    writer.prompt('go');
    for (let at = 0; at < 5; at++) writer.response({ blocks: [{ type: 'text', text: 'on' }] });
    growing.add(writer.take());
    const before = chains.of(growing.transcript);
    const call = writer.response({
      blocks: [
        { type: 'thinking', thinking: 'a' },
        { type: 'tool_use', name: 'Read', input: {} },
      ],
    });
    writer.toolResult(call.toolUseIds[0]!, 'found');
    writer.response({ blocks: [{ type: 'text', text: 'read' }] });
    growing.add(writer.take());
    const { transcript } = growing;
    const walk = transcript.entryOf.bind(transcript);
    let asked = 0;
    transcript.entryOf = (uuid) => (asked++, walk(uuid));
    const after = chains.of(transcript);
    assert.equal(asked, 0);
    assert.deepEqual(after, activeChain(transcript));
    assert.equal(after.entries.length, before.entries.length + 4);
    assert.equal(chains.of(transcript), after);
  });

  it('is empty as long as there is nothing, and begins anew with another transcript', () => {
    const chains = new GrowingChain();
    assert.deepEqual(chains.of(new Transcript()), { entries: [], boundary: null });
    for (const words of ['one', 'two']) {
      const writer = new TranscriptWriter();
      const uuid = writer.prompt(words);
      const growing = new Growing();
      growing.add(writer.take());
      assert.deepEqual(
        chains.of(growing.transcript).entries.map((entry) => entry.uuid),
        [uuid],
      );
    }
  });

  it('is the active chain after each line, whatever comes', () => {
    // mostly one behind the other, as real lines are
    const at = fc.oneof(
      { weight: 12, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.integer({ min: -2, max: 8 }) },
    );
    const kind = fc.oneof(
      { weight: 6, arbitrary: fc.constant('user' as const) },
      { weight: 8, arbitrary: fc.constant('assistant' as const) },
      { weight: 1, arbitrary: fc.constantFrom('system' as const, 'last-prompt' as const) },
    );
    const few = fc.integer({ min: 0, max: 3 });
    const seed = fc.record({
      kind,
      at,
      doubled: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, few),
      message: few,
      tools: fc.array(few, { maxLength: 2 }),
      isTogether: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(seed, { minLength: 4, maxLength: 24 }), (seeds) => {
        const lines = seeds.map(({ kind, at, doubled, message, tools }, index) => {
          const uuid = `u${String(index - doubled)}`;
          const parentUuid = index === 0 ? null : `u${String(index - 1 - at)}`;
          const ids = tools.map((tool) => `t${String(Math.floor(index / 8))}${String(tool)}`);
          if (kind === 'last-prompt')
            return JSON.stringify({ type: kind, leafUuid: parentUuid ?? uuid });
          if (kind === 'system')
            return JSON.stringify({
              ...{ type: kind, subtype: 'compact_boundary', uuid, parentUuid: null },
              logicalParentUuid: parentUuid,
              compactMetadata: { preservedMessages: { uuids: [parentUuid] } },
            });
          const content = ids.map((id) =>
            kind === 'user'
              ? { type: 'tool_result', tool_use_id: id, content: 'x' }
              : { type: 'tool_use', id, name: 'Read', input: {} },
          );
          const own = { role: kind, content: content.length === 0 ? 'x' : content };
          const group = `m${String(Math.floor(index / 4))}${String(message)}`;
          return JSON.stringify({
            ...{ type: kind, uuid, parentUuid },
            message: kind === 'user' ? own : { ...own, id: group, model: 'm' },
          });
        });
        assertFollows(lines, (index) => seeds[index]!.isTogether);
      }),
      { numRuns: 3_000 },
    );
  });
});
