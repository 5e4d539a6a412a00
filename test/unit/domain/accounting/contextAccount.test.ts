import assert from 'node:assert/strict';
import { assertClosesByReplies, sizesOf, unexplainedIn } from '../../../fixtures/closedAccount';
import { inspectSession } from '../../../fixtures/inspectedSession';
import { CALL_TOKENS, text } from '../../../fixtures/plainSizes';
import { toldReply, type ReplyCounters } from '../../../fixtures/toldReply';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const NEW = 'claude-opus-5-5';
const OLD = 'claude-sonnet-4-5';

describe('contextAccount', () => {
  let writer: TranscriptWriter;
  beforeEach(() => (writer = new TranscriptWriter({ model: NEW })));

  const reply = (...told: ReplyCounters): string => toldReply(writer, ...told);

  it('is exact for what stood alone between two replies, and for what one said alone', () => {
    writer.prompt(text(1000));
    const id = reply(21_000, 60);
    writer.toolResult(id, text(4000));
    reply(25_321, 480, { says: 500 });
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found), [
      'userText ~1000',
      'toolCall 60',
      'toolResult 4261',
      'assistantText 480',
    ]);
    assert.equal(found.breakdown.overheadTokens, 20_000);
    assert.deepEqual(unexplainedIn(found), []);
    assertClosesByReplies(found);
  });

  it('shares an exact sum among what came together, by what their texts tell', () => {
    writer.prompt(text(100));
    const { toolUseIds } = writer.response({
      blocks: [
        { type: 'tool_use', name: 'Read', input: { file_path: '/a' } },
        { type: 'tool_use', name: 'Read', input: { file_path: '/b' } },
      ],
      usage: { contextTokens: 20_100, outputTokens: 111 },
    });
    writer.toolResult(toolUseIds[0]!, text(1000));
    writer.toolResult(toolUseIds[1]!, text(3000));
    reply(20_211 + 4401, 300, { says: 300 });
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found), [
      'userText ~100',
      'toolCall ~56',
      'toolCall ~55',
      'toolResult ~1100',
      'toolResult ~3301',
      'assistantText 300',
    ]);
    assertClosesByReplies(found);
  });

  it('is not exact for a call beside which something was thought, however short', () => {
    writer.prompt(text(100));
    const { toolUseIds } = writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 0 },
        { type: 'tool_use', name: 'Bash', input: { command: 'ls' } },
      ],
      usage: { contextTokens: 20_100, outputTokens: 44 },
    });
    writer.toolResult(toolUseIds[0]!, text(900));
    reply(20_144 + 910, 100, { says: 100 });
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found).slice(1, 4), ['thinking ~0', 'toolCall ~44', 'toolResult 910']);
    assertClosesByReplies(found);
  });

  it('takes what bytes alone have sized as measured from farther off, and not as exact', () => {
    writer.prompt(text(100));
    const id = reply(20_100, CALL_TOKENS);
    writer.toolResult(id, text(1000));
    reply(20_150 + 2000, 300, { says: 300 });
    const ofBytes = inspectSession(writer, () => null, undefined, false);
    assert.deepEqual(
      ofBytes.items.map(({ tokens, isExact, isMeasured }) => [tokens, isExact, isMeasured]),
      [
        [100, false, false],
        [50, true, true],
        [2000, false, true],
        [300, true, true],
      ],
    );
    assertClosesByReplies(ofBytes);
    assert.deepEqual(unexplainedIn(inspectSession(writer)), [[4, 1000, 'hidden']]);
  });

  it('estimates what no reply has seen', () => {
    writer.prompt(text(100));
    const id = reply(20_100, CALL_TOKENS);
    writer.toolResult(id, text(700));
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found).at(-1), 'toolResult ~700');
    assert.equal(found.breakdown.totalTokens, 20_850);
    assertClosesByReplies(found);
  });

  it('says with which reply came what no text explains, and leaves the estimate', () => {
    writer.prompt(text(100));
    let id = reply(20_100, CALL_TOKENS);
    writer.toolResult(id, text(1000));
    id = reply(21_150 + 1130, CALL_TOKENS);
    writer.toolResult(id, text(1000));
    reply(22_330 + 1000 - 4000, 200, { says: 200 });
    const found = inspectSession(writer);
    const lines = writer.lines.flatMap((line, at) => (line.includes('"assistant"') ? at + 1 : []));
    assert.deepEqual(unexplainedIn(found), [
      [lines[1], 1130, 'hidden'],
      [lines[2], -4000, 'hidden'],
    ]);
    assert.deepEqual(
      sizesOf(found).filter((size) => size.startsWith('toolResult')),
      ['toolResult ~1000', 'toolResult ~1000'],
    );
    assert.equal(found.breakdown.overheadTokens, 20_000);
    assertClosesByReplies(found);
  });

  for (const [difference, isExact] of [
    [199, true],
    [200, true],
    [201, false],
    [-199, true],
    [-201, false],
  ] as const)
    it(`${isExact ? 'takes' : 'leaves'} ${String(difference)} tokens for the item’s own`, () => {
      writer.prompt(text(100));
      const id = reply(20_100, CALL_TOKENS);
      writer.toolResult(id, text(500));
      reply(20_650 + difference, 100, { says: 100 });
      const found = inspectSession(writer);
      assert.equal(found.items[2]!.isExact, isExact);
      assert.equal(found.items[2]!.tokens, isExact ? 500 + difference : 500);
      assertClosesByReplies(found);
    });

  it('takes a quarter of a large one', () => {
    for (const [tokens, isExact] of [
      [12_900, true],
      [13_400, false],
    ] as const) {
      writer = new TranscriptWriter({ model: NEW });
      writer.prompt(text(100));
      const id = reply(20_100, CALL_TOKENS);
      writer.toolResult(id, text(10_000));
      reply(20_150 + tokens, 100, { says: 100 });
      assert.equal(inspectSession(writer).items[2]!.isExact, isExact, String(tokens));
    }
  });

  it('begins anew behind a compaction', () => {
    writer.prompt(text(100));
    reply(20_100, 300, { says: 300 });
    writer.compaction({ summary: text(2000), preTokens: 20_400 });
    writer.prompt(text(50));
    const id = reply(24_050, CALL_TOKENS);
    writer.toolResult(id, text(900));
    reply(25_010, 100, { says: 100 });
    const found = inspectSession(writer);
    assert.equal(found.breakdown.overheadTokens, 22_000);
    assert.deepEqual(sizesOf(found), [
      'summary ~2000',
      'userText ~50',
      'toolCall 50',
      'toolResult 910',
      'assistantText 100',
    ]);
    assertClosesByReplies(found);
  });

  it('takes a step to another model for no measure, and goes on from there', () => {
    writer.prompt(text(100));
    const id = reply(20_100, CALL_TOKENS);
    writer.toolResult(id, text(800));
    const next = reply(21_500, CALL_TOKENS, { model: 'claude-sonnet-5' });
    writer.toolResult(next, text(600));
    reply(22_170, 100, { says: 100, model: 'claude-sonnet-5' });
    const found = inspectSession(writer);
    assert.deepEqual(
      found.unexplained.map(({ tokens, cause }) => [tokens, cause]),
      [[550, 'modelChanged']],
    );
    assert.deepEqual(sizesOf(found).slice(2), [
      'toolResult ~800',
      'toolCall 50',
      'toolResult 620',
      'assistantText 100',
    ]);
    assertClosesByReplies(found);
  });

  it('goes by the newest tokenizer alone', () => {
    writer.prompt(text(100));
    const id = reply(15_100, CALL_TOKENS, { model: OLD });
    writer.toolResult(id, text(800));
    reply(25_950, 100, { says: 100 });
    const found = inspectSession(writer);
    assert.equal(found.breakdown.overheadTokens, 25_000);
    assert.deepEqual(sizesOf(found), [
      'userText ~100',
      'toolCall ~50',
      'toolResult ~800',
      'assistantText 100',
    ]);
    assertClosesByReplies(found);
  });

  it('counts no thinking that an older model is not sent again', () => {
    writer = new TranscriptWriter({ model: OLD });
    writer.prompt(text(100));
    writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 400 },
        { type: 'text', text: text(200) },
      ],
      usage: { contextTokens: 20_100, outputTokens: 700 },
    });
    writer.prompt(text(300));
    reply(20_100 + 200 + 300, 100, { says: 100, model: OLD });
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found), [
      'userText ~100',
      'assistantText ~200',
      'userText ~300',
      'assistantText 100',
    ]);
    assert.deepEqual(unexplainedIn(found), []);
    assertClosesByReplies(found);
  });

  it('says where an older model’s answer counted less than its text, with thinking in it', () => {
    writer = new TranscriptWriter({ model: OLD });
    writer.prompt(text(100));
    writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 0 },
        { type: 'text', text: text(200) },
      ],
      usage: { contextTokens: 20_100, outputTokens: 150 },
    });
    writer.prompt(text(300));
    const before = inspectSession(writer);
    assert.equal(before.breakdown.totalTokens, 20_100 + 150 + 300);
    assert.deepEqual(
      before.unexplained.map(({ tokens, cause }) => [tokens, cause]),
      [[-50, 'hidden']],
    );
    assertClosesByReplies(before);
    reply(20_100 + 150 + 300, 100, { says: 100, model: OLD });
    assertClosesByReplies(inspectSession(writer));
  });

  it('tells thinking that is no item apart where the model still is sent it', () => {
    writer.prompt(text(100));
    const thought = writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 400 },
        { type: 'text', text: text(200) },
      ],
      usage: { contextTokens: 20_100, outputTokens: 700 },
      model: 'claude-sonnet-4-6',
    });
    assert.equal(thought.uuids.length, 2);
    writer.prompt(text(300));
    const id = reply(20_100 + 700 + 300, CALL_TOKENS, { model: 'claude-sonnet-4-6' });
    writer.toolResult(id, text(100));
    reply(21_100 + CALL_TOKENS + 100, 100, { says: 100, model: OLD });
    const found = inspectSession(writer);
    assert.ok(!sizesOf(found).some((size) => size.startsWith('thinking')));
    assert.deepEqual(
      found.unexplained.map(({ tokens, cause }) => [tokens, cause]),
      [[500, 'hidden']],
    );
    assertClosesByReplies(found);
  });

  it('measures what an unfinished reply said with what came behind it', () => {
    writer.prompt(text(100));
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Bash', input: { command: 'ls' } }],
      stopReason: null,
      usage: { contextTokens: 20_100, outputTokens: 3 },
    });
    writer.toolResult(toolUseIds[0]!, text(950));
    reply(20_100 + 1100, 100, { says: 100 });
    const found = inspectSession(writer);
    assert.deepEqual(sizesOf(found), [
      'userText ~100',
      'toolCall ~55',
      'toolResult ~1045',
      'assistantText 100',
    ]);
    assertClosesByReplies(found);
  });
});
