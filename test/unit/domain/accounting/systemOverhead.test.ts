import assert from 'node:assert/strict';
import { systemOverhead } from '../../../../src/domain/accounting/systemOverhead';
import type { ConversationEntry } from '../../../../src/domain/transcript/entry';
import type { Transcript } from '../../../../src/domain/transcript/transcript';
import { Transcript as PartialTranscript } from '../../../../src/domain/transcript/transcript';
import { parseLine } from '../../../../src/domain/transcript/parseEntry';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { plainSizes, text } from '../../../fixtures/plainSizes';

const tokensOf = (entry: ConversationEntry): readonly number[] => plainSizes(entry, 'new');

/** `null` where the session never told it. */
function overheadOf(transcript: Transcript, boundary: number | null = null): number | null {
  const start = boundary === null ? null : transcript.boundaries[boundary]!;
  return systemOverhead(transcript, start, tokensOf)?.tokens ?? null;
}

describe('systemOverhead', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter();
  });
  const reply = (contextTokens: number): void =>
    void writer.response({
      blocks: [{ type: 'text', text: text(300) }],
      usage: { contextTokens, outputTokens: 300 },
    });
  const compact = (preserve: readonly string[] = []): void =>
    void writer.compaction({ summary: text(500), preTokens: 100_000, preserve });
  const read = (): Transcript => transcriptOf(writer.toString());

  it('is unknown before anything tells it', () => {
    assert.equal(systemOverhead(read(), null, tokensOf), null);
    writer.prompt(text(100));
    assert.equal(overheadOf(read()), null);
  });

  it('is the first context less what stood before it', () => {
    writer.prompt(text(100));
    writer.attachment('file', {}, [text(40)]);
    writer.system('informational', { content: 'not sent' });
    reply(18_000);
    writer.prompt(text(9999));
    reply(40_000);
    const { tokens, entries } = systemOverhead(read(), null, tokensOf)!;
    assert.equal(tokens, 18_000 - 140);
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['user', 'attachment', 'system'],
    );
  });

  it('is measured anew where the context started anew, with what was kept', () => {
    writer.prompt(text(100));
    reply(18_000);
    const kept = writer.prompt(text(70));
    compact([kept]);
    reply(19_000);
    assert.equal(overheadOf(read()), 19_000 - 500 - 70);
  });

  it('is that of the stretch before the compaction, not of what follows it', () => {
    writer.prompt(text(100));
    reply(18_000);
    compact();
    reply(19_000);
    compact();
    reply(25_000);
    assert.equal(overheadOf(read(), 0), 18_000 - 100);
    assert.equal(overheadOf(read(), 1), 19_000 - 500);
    assert.equal(overheadOf(read()), 25_000 - 500);
  });

  it('passes over stretches without a reply, and over what cannot be', () => {
    writer.prompt(text(100));
    reply(18_000);
    compact();
    compact();
    assert.equal(overheadOf(read(), 1), 18_000 - 100);
    reply(400); // less than the summary in front of it
    assert.equal(overheadOf(read()), 18_000 - 100);
  });

  it('does not take the middle of a session for its beginning', () => {
    writer.prompt(text(100));
    reply(90_000);
    const transcript = new PartialTranscript(4096);
    for (const line of writer.lines)
      transcript.add(parseLine(Buffer.from(line), 0, 4096, line.length));
    assert.equal(overheadOf(transcript), null);
  });
});
