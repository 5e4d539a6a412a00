import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  assertCloses,
  assertClosesByReplies,
  sizesOf,
  unexplainedIn,
} from '../../../fixtures/closedAccount';
import { inspectSession } from '../../../fixtures/inspectedSession';
import { CALL_TOKENS, text } from '../../../fixtures/plainSizes';
import { randomSession } from '../../../fixtures/randomSession';
import { toldReply, type ReplyCounters } from '../../../fixtures/toldReply';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const NEW = 'claude-opus-5-5';
const OLD = 'claude-sonnet-4-6';

describe('contextAccount, of what a session can get wrong', () => {
  let writer: TranscriptWriter;
  beforeEach(() => (writer = new TranscriptWriter({ model: NEW })));
  const reply = (...told: ReplyCounters): string => toldReply(writer, ...told);
  /** The line of the newest entry. */
  const line = (): number => writer.lines.length;

  it('says where usage shrinks, and goes on from there', () => {
    writer.prompt(text(100));
    let id = reply(30_100, CALL_TOKENS);
    writer.toolResult(id, text(500));
    id = reply(12_000, CALL_TOKENS);
    const shrunkAt = line();
    writer.toolResult(id, text(700));
    reply(12_000 + CALL_TOKENS + 720, 90, { says: 90 });
    const found = inspectSession(writer);
    assert.deepEqual(unexplainedIn(found), [[shrunkAt, 12_000 - 30_150 - 500, 'hidden']]);
    assert.deepEqual(sizesOf(found), [
      'userText ~100',
      'toolCall 50',
      'toolResult ~500',
      'toolCall 50',
      'toolResult 720',
      'assistantText 90',
    ]);
    assert.equal(found.breakdown.overheadTokens, 30_000);
    assertClosesByReplies(found);
  });

  it('has no overhead where the first context is smaller than what the file holds', () => {
    writer.prompt(text(5000));
    reply(1200, 100, { says: 100 });
    const found = inspectSession(writer);
    assert.equal(found.breakdown.overheadTokens, 0);
    assert.deepEqual(unexplainedIn(found), [[line(), -3800, 'hidden']]);
    assertClosesByReplies(found);
  });

  it('measures what a reply without counters said with what came behind it', () => {
    for (const none of [() => reply(0, 0), () => withoutUsage()]) {
      writer = new TranscriptWriter({ model: NEW });
      writer.prompt(text(100));
      writer.toolResult(reply(20_100, CALL_TOKENS), text(400));
      writer.toolResult(none(), text(600));
      reply(20_150 + 400 + CALL_TOKENS + 600 + 105, 90, { says: 90 });
      const found = inspectSession(writer);
      assert.deepEqual(unexplainedIn(found), []);
      assert.deepEqual(sizesOf(found), [
        'userText ~100',
        'toolCall 50',
        'toolResult ~440',
        'toolCall ~55',
        'toolResult ~660',
        'assistantText 90',
      ]);
      assertClosesByReplies(found);
    }
  });
  const withoutUsage = (): string =>
    writer.response({
      blocks: [{ type: 'tool_use', name: 'Bash', input: {} }],
      usage: null,
    }).toolUseIds[0]!;

  it('knows no whole, and so no parts of one, where all counters are zero', () => {
    writer.prompt(text(100));
    writer.toolResult(reply(0, 0), text(400));
    reply(0, 0, { says: 50 });
    const found = inspectSession(writer);
    const { totalTokens, overheadTokens, unexplainedTokens } = found.breakdown;
    assert.deepEqual([totalTokens, overheadTokens, unexplainedTokens], [null, 0, 0]);
    assert.deepEqual(sizesOf(found), [
      'userText ~100',
      'toolCall ~50',
      'toolResult ~400',
      'assistantText ~50',
    ]);
    assertCloses(found);
  });

  it('forgets what an older model thought in a reply without counters, once it is prompted', () => {
    writer = new TranscriptWriter({ model: 'claude-haiku-4-5' });
    writer.prompt(text(100));
    reply(20_100, 80, { says: 80 });
    writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 900 },
        { type: 'text', text: text(40) },
      ],
      usage: { contextTokens: 0, outputTokens: 0 },
    });
    writer.prompt(text(30));
    const found = inspectSession(writer);
    assert.equal(found.breakdown.totalTokens, 20_100 + 80 + 40 + 30);
    assertClosesByReplies(found);
  });

  it('takes a model that comes and goes for no measure, both ways', () => {
    writer.prompt(text(100));
    writer.toolResult(reply(20_100, CALL_TOKENS), text(400));
    writer.toolResult(reply(23_000, CALL_TOKENS, { model: 'claude-sonnet-5' }), text(600));
    const there = line() - 1;
    reply(23_600, 90, { says: 90 });
    const found = inspectSession(writer);
    assert.deepEqual(unexplainedIn(found), [
      [there, 2450, 'modelChanged'],
      [line(), -50, 'modelChanged'],
    ]);
    assert.deepEqual(
      sizesOf(found).filter((size) => size.startsWith('toolResult')),
      ['toolResult ~400', 'toolResult ~600'],
    );
    assertClosesByReplies(found);
  });

  it('goes by the newest stretch of one tokenizer, also where an earlier one had it', () => {
    writer.prompt(text(100));
    writer.toolResult(reply(20_100, CALL_TOKENS), text(400));
    writer.toolResult(reply(15_000, CALL_TOKENS, { model: OLD }), text(600));
    reply(21_300, 90, { says: 90 });
    const found = inspectSession(writer);
    assert.equal(found.breakdown.overheadTokens, 21_300 - 100 - 2 * CALL_TOKENS - 400 - 600);
    assert.deepEqual(unexplainedIn(found), []);
    assert.deepEqual(
      sizesOf(found).filter((size) => !size.includes('~')),
      ['assistantText 90'],
    );
    assertClosesByReplies(found);
  });

  it('is exact for nothing where no reply tells its own size, as in old releases', () => {
    writer.prompt(text(100));
    writer.toolResult(reply(20_100, 3, { stopReason: null }), text(950));
    writer.toolResult(reply(21_200, 3, { stopReason: null }), text(450));
    reply(24_500, 3, { says: 90, stopReason: null });
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found), [
      'userText ~100',
      'toolCall ~55',
      'toolResult ~1045',
      'toolCall ~50',
      'toolResult ~450',
      'assistantText ~90',
    ]);
    assert.deepEqual(unexplainedIn(found), [[line(), 2800, 'hidden']]);
    assert.equal(found.breakdown.totalTokens, 24_590);
    assertClosesByReplies(found);
  });

  it('is in a fork what it was in the session whose history was copied', () => {
    writer.prompt(text(100));
    writer.toolResult(reply(20_100, CALL_TOKENS), text(400));
    reply(20_150 + 440, 90, { says: 90 });
    const whole = sizesOf(inspectSession(writer));
    const copied = writer.lines.map((each) => {
      const record = JSON.parse(each) as Record<string, unknown>;
      const forkedFrom = { sessionId: record['sessionId'], messageUuid: record['uuid'] };
      return JSON.stringify({ ...record, sessionId: 'the-fork', forkedFrom });
    });
    writer.lines.splice(0, Infinity, ...copied);
    writer.prompt(text(200));
    reply(20_680 + 230, 70, { says: 70 });
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found), [...whole, 'userText 230', 'assistantText 70']);
    assert.equal(found.breakdown.overheadTokens, 20_000);
    assertClosesByReplies(found);
  });

  it('counts once what stands in the file twice', () => {
    writer.prompt(text(100));
    writer.toolResult(reply(20_100, CALL_TOKENS), text(400));
    reply(20_150 + 440, 90, { says: 90 });
    const once = inspectSession(writer);
    const { lines } = writer;
    for (const twice of [
      [...lines, ...lines],
      ...lines.map((each, at) => [...lines.slice(0, at), each, ...lines.slice(at)]),
      [...lines, lines.at(-1)],
    ]) {
      const found = inspectSession(`${twice.join('\n')}\n`);
      assert.deepEqual(sizesOf(found), sizesOf(once));
      assert.deepEqual(found.breakdown, once.breakdown);
      assertClosesByReplies(found);
    }
  });

  it('counts both results of one call, and both calls of one id', () => {
    writer.prompt(text(100));
    const id = reply(20_100, CALL_TOKENS);
    writer.toolResult(id, text(400));
    writer.inUsersPlace([{ type: 'tool_result', tool_use_id: id, content: text(300) }]);
    writer.response({
      blocks: [{ type: 'tool_use', id, name: 'Bash', input: {} }],
      usage: { contextTokens: 20_850, outputTokens: 52 },
    });
    writer.inUsersPlace([{ type: 'tool_result', tool_use_id: id, content: text(800) }]);
    reply(20_902 + 810, 90, { says: 90 });
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found), [
      'userText ~100',
      'toolCall 50',
      'toolResult ~400',
      'toolResult ~300',
      'toolCall 52',
      'toolResult 810',
      'assistantText 90',
    ]);
    assertClosesByReplies(found);
  });

  for (const odd of ['-1', '0.5', '1e300', '1e400', '2000000000', '"12"', 'null', '[]', '{}'])
    it(`takes a counter of ${odd} for none`, () => {
      writer.prompt(text(100));
      writer.toolResult(reply(20_100, CALL_TOKENS), text(400));
      writer.toolResult(reply(20_600, CALL_TOKENS), text(600));
      reply(21_250, 90, { says: 90 });
      const { lines } = writer;
      for (let at = 0; at < lines.length; at++)
        for (const key of ['input_tokens', 'cache_creation_input_tokens', 'output_tokens']) {
          const changed = lines.with(
            at,
            lines[at]!.replace(new RegExp(`"${key}":\\d+`), `"${key}":${odd}`),
          );
          assertClosesByReplies(inspectSession(`${changed.join('\n')}\n`));
        }
    });

  it('holds a counter that is as large as one can be', () => {
    writer.prompt(text(100));
    writer.toolResult(reply(1_000_000_000, CALL_TOKENS), text(400));
    reply(20_000, 1_000_000_000, { says: 50 });
    const found = inspectSession(writer);
    assert.equal(found.breakdown.totalTokens, 1_000_020_000);
    assert.deepEqual(
      found.unexplained.map(({ tokens }) => tokens),
      [20_000 - 1_000_000_050 - 400, 1_000_000_000 - 50],
    );
    assertClosesByReplies(found);
  });

  it('closes for sessions of random records', () => {
    fc.assert(
      fc.property(randomSession, (lines) =>
        assertCloses(inspectSession(lines.map((each) => `${each}\n`).join(''))),
      ),
      { numRuns: 300 },
    );
  });
});
