import assert from 'node:assert/strict';
import type { TokensOf } from '../../../../src/domain/accounting/contextUsage';
import type { Item } from '../../../../src/domain/accounting/item';
import { imageTokens } from '../../../../src/domain/accounting/imageTokens';
import { itemTokens } from '../../../../src/domain/accounting/itemTokens';
import { pngImage } from '../../../fixtures/pngImage';
import { SeededRandom } from '../../../fixtures/seededRandom';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { brief, inspectSession } from '../../../fixtures/inspectedSession';
import { text } from '../../../fixtures/plainSizes';

const byBytes: TokensOf = (entry, generation) => itemTokens(entry, generation, null);
const WINDOW = { width: 1440, height: 900 };

describe('items', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter({ cwd: '/home/dev/ledger' });
    writer.prompt('Add CSV import');
  });
  const call = (name: string, input: Record<string, unknown>): string =>
    writer.response({ blocks: [{ type: 'tool_use', name, input }] }).toolUseIds[0]!;
  const read = (path: string, content: string, input: Record<string, unknown> = {}): string =>
    writer.toolResult(call('Read', { file_path: path, ...input }), content);
  const itemsNow = (): readonly Item[] => inspectSession(writer).items;
  const ofKind = (kind: Item['kind']): Item[] => itemsNow().filter((item) => item.kind === kind);
  const kept = (kind: Item['kind']): unknown[] =>
    ofKind(kind).map(({ keptBecause }) => keptBecause);

  it('are one for each block, named after what they are about, in the order of the file', () => {
    read('/home/dev/ledger/src/app.ts', text(900));
    writer.response({ blocks: [{ type: 'text', text: 'It imports nothing yet.' }] });
    writer.prompt('Go on');
    assert.deepEqual(brief(itemsNow()), [
      ['userText', null, 'Add CSV import', 14, 1],
      ['toolCall', 'Read', 'src/app.ts', 100, 1],
      ['toolResult', 'Read', 'src/app.ts', 900, 1],
      ['assistantText', null, 'It imports nothing yet.', 100, 1],
      ['userText', null, 'Go on', 5, 2],
    ]);
    const [, , result] = itemsNow();
    assert.deepEqual(
      [result?.path, result?.bytes, result?.line, result?.isLive],
      ['/home/dev/ledger/src/app.ts', 900, 3, true],
    );
  });

  it('have ids that stay when the session grows, one for each', () => {
    writer.toolResult(call('browser_take_screenshot', {}), [
      { type: 'text', text: text(40) },
      { type: 'image', png: pngImage(WINDOW) },
      { type: 'image', png: pngImage(WINDOW) },
    ]);
    const before = itemsNow().map(({ id }) => id);
    read('/a.ts', text(10));
    const after = itemsNow().map(({ id }) => id);
    assert.deepEqual(after.slice(0, before.length), before);
    assert.equal(new Set(after).size, after.length);
  });

  it('count prompts as turns, also those before a compaction, and none before the first', () => {
    writer = new TranscriptWriter();
    writer.attachment('environment', {}, ['<system-reminder>linux</system-reminder>']);
    for (let turn = 0; turn < 3; turn++) {
      writer.prompt(`Prompt ${String(turn)}`);
      writer.response({ blocks: [{ type: 'text', text: 'Done.' }] });
    }
    assert.deepEqual(
      itemsNow().map(({ turn }) => turn),
      [0, 1, 1, 2, 2, 3, 3],
    );
    writer.compaction({ summary: text(300), preTokens: 100_000 });
    writer.prompt('After it');
    const { items, turn } = inspectSession(writer);
    assert.deepEqual([turn, brief(items).map((each) => (each as unknown[])[4])], [4, [3, 4]]);
  });

  it('keep what nobody may prune, with the reason', () => {
    writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 900 },
        { type: 'text', text: text(900) },
      ],
    });
    assert.deepEqual(
      [kept('userText'), kept('thinking'), kept('assistantText')],
      [['userText'], ['thinking'], ['assistantText']],
    );
    writer.compaction({ summary: text(900), preTokens: 100_000 });
    assert.deepEqual(kept('summary'), ['summary']);
  });

  it('tell what Claude Code wrote in the user’s place from what a person wrote', () => {
    const said = `<summary>Agent “Look” completed</summary>\n<result>${text(900)}</result>`;
    const notification = `<task-notification>\n${said}\n</task-notification>`;
    writer.inUsersPlace(notification, { origin: { kind: 'task-notification' } });
    writer.inUsersPlace(notification);
    writer.metaPrompt(`Base directory for this skill: /skills/look\n${text(900)}`);
    writer.commandEcho('cost', text(900));
    writer.inUsersPlace('<bash-input>git status</bash-input>');
    writer.inUsersPlace(`<bash-stdout>${text(900)}</bash-stdout><bash-stderr></bash-stderr>`);
    writer.inUsersPlace([
      { type: 'text', text: '<ide_opened_file>The user opened a.ts.</ide_opened_file>' },
      { type: 'text', text: 'What does it do?' },
    ]);
    writer.inUsersPlace(
      '<command-message>look</command-message>\n<command-name>/look</command-name>\n<command-args>at the stars</command-args>',
    );
    writer.inUsersPlace(notification, { origin: { kind: 'human' } });
    writer.inUsersPlace(`${notification}\nWhat does this mean?`);
    writer.attachment('queued_command', {
      prompt: notification,
      commandMode: 'task-notification',
    });
    writer.attachment('queued_command', { prompt: notification, commandMode: 'prompt' });
    const told = itemsNow().map(({ kind, machineText, subject, keptBecause }) => [
      machineText ?? kind,
      subject?.slice(0, 22),
      keptBecause,
    ]);
    assert.deepEqual(told, [
      ['userText', 'Add CSV import', 'userText'],
      ['taskNotification', 'Agent “Look” completed', null],
      ['taskNotification', 'Agent “Look” completed', null],
      ['note', 'Base directory for thi', null],
      ['note', 'Printed by a command, ', 'small'],
      ['command', '/cost', 'small'],
      ['commandOutput', text(900).slice(0, 22), null],
      ['userText', '! git status', 'userText'],
      ['commandOutput', text(900).slice(0, 22), null],
      ['note', 'The user opened a.ts.', 'small'],
      ['userText', 'What does it do?', 'userText'],
      ['userText', '/look at the stars', 'userText'],
      ['userText', '<task-notification>\n<s', 'userText'],
      ['userText', '<task-notification>\n<s', 'userText'],
      ['taskNotification', 'Agent “Look” completed', null],
      ['attachment', '<task-notification>\n<s', 'userText'],
    ]);
    assert.deepEqual(
      itemsNow().filter(({ kind }) => kind === 'machineText').length,
      itemsNow().filter(({ machineText }) => machineText !== null).length,
    );
  });

  it('keep small results and calls, and let large ones go', () => {
    read('/small.ts', text(100));
    read('/large.ts', text(1000));
    writer.toolResult(call('Write', { file_path: '/x.ts', content: text(1000) }), 'File created.');
    assert.deepEqual(kept('toolResult'), ['small', null, 'small']);
    assert.deepEqual(kept('toolCall'), ['small', 'small', null]);
  });

  it('let attachments go that repeat what is on the disk, and keep what Claude Code needs, and what a person typed', () => {
    const reminder = [`<system-reminder>${text(900)}</system-reminder>`];
    const types = {
      file: null,
      edited_text_file: null,
      nested_memory: null,
      hook_additional_context: null,
      hook_success: null,
      plan_file_reference: null,
      skill_listing: 'system',
      task_reminder: 'system',
      model: 'system',
      agent_listing_delta: 'system',
      queued_command: 'userText',
      from_the_future: 'unknown',
    };
    for (const type of Object.keys(types)) writer.attachment(type, {}, reminder);
    assert.deepEqual(
      Object.fromEntries(
        ofKind('attachment').map(({ attachmentType, keptBecause }) => [
          attachmentType,
          keptBecause,
        ]),
      ),
      types,
    );
  });

  it('are none for what is never sent: system prompts, API errors', () => {
    const before = itemsNow().length;
    writer.attachment('prompt_snapshot', { content: text(5000) });
    writer.apiError('promptTooLong');
    assert.equal(itemsNow().length, before);
  });

  it('tell pictures and texts of one result apart, without counting anything twice', () => {
    const content = [
      { type: 'text', text: text(4000) },
      { type: 'image', png: pngImage(WINDOW) },
    ] as const;
    const id = call('mcp__playwright__browser_take_screenshot', {});
    writer.toolResult(id, content);
    const { items } = inspectSession(writer, undefined, byBytes);
    const [result, image] = items.slice(-2);
    assert.deepEqual(
      [result?.kind, image?.kind, image?.size, image?.mediaType, image?.toolName],
      ['toolResult', 'image', WINDOW, 'image/png', 'mcp__playwright__browser_take_screenshot'],
    );
    assert.equal(image?.tokens, imageTokens(WINDOW, 'new'));
    assert.ok(result !== undefined && Math.abs(result.tokens - 4000 / 2.27) < 10);
    assert.match(image.id, /:0\.1$/);
  });

  it('give thinking what a finished response did not say', () => {
    writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 100 },
        { type: 'thinking', signatureLength: 300 },
        { type: 'text', text: text(50) },
      ],
      usage: { contextTokens: 20_000, outputTokens: 850 },
    });
    assert.deepEqual(
      ofKind('thinking').map(({ tokens }) => tokens),
      [200, 600],
    );
    writer.response({
      blocks: [{ type: 'thinking', signatureLength: 70 }],
      usage: { contextTokens: 21_000, outputTokens: 1 },
      stopReason: null,
    });
    assert.deepEqual(
      ofKind('thinking').map(({ tokens }) => tokens),
      [200, 600, 70],
    );
  });

  it('leave out the thinking of turns that older models are not sent again', () => {
    writer = new TranscriptWriter({ model: 'claude-sonnet-4-5-20250929' });
    for (const turn of [1, 2]) {
      writer.prompt(`Prompt ${String(turn)}`);
      writer.response({
        blocks: [
          { type: 'thinking', signatureLength: 100 },
          { type: 'text', text: 'Done.' },
        ],
      });
    }
    assert.deepEqual(
      ofKind('thinking').map(({ turn }) => turn),
      [2],
    );
  });

  it('name pasted images, which can go', () => {
    writer.prompt('What is wrong here?', [pngImage(WINDOW)]);
    const images = inspectSession(writer, undefined, byBytes).items.filter(
      ({ kind }) => kind === 'image',
    );
    assert.deepEqual(
      images.map(({ toolName, size, keptBecause }) => [toolName, size, keptBecause]),
      [[null, WINDOW, null]],
    );
  });

  it('tell the largest of what left the context, which frees nothing', () => {
    for (let at = 0; at < 250; at++) read(`/file-${String(at)}.ts`, text(1000 + at));
    writer.compaction({ summary: 'Short.', preTokens: 100_000 });
    const { items, past } = inspectSession(writer);
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['summary'],
    );
    assert.deepEqual(
      past.map(({ bytes }) => bytes),
      Array.from({ length: 200 }, (_, index) => 1050 + index),
    );
    assert.ok(past.every(({ isLive, keptBecause }) => !isLive && keptBecause === 'notLive'));
  });

  it('tell the largest of what left the context, whatever else makes lines wide', () => {
    const random = new SeededRandom(5);
    const sizes = Array.from({ length: 900 }, () => random.integer(200, 5200));
    for (const [at, size] of sizes.entries())
      writer.toolResult(call('Read', { file_path: `/file-${String(at)}.ts` }), text(size), {
        toolUseResult: text(at % 2 === 0 ? 0 : random.integer(0, 9000)),
      });
    writer.compaction({ summary: 'Short.', preTokens: 100_000 });
    assert.deepEqual(
      inspectSession(writer)
        .past.map(({ bytes }) => bytes)
        .sort((a, b) => b - a),
      sizes.sort((a, b) => b - a).slice(0, 200),
    );
  });

  it('are plain: nothing of them is lost between threads', () => {
    read('/a.ts', text(900));
    const inspection = inspectSession(writer);
    assert.deepEqual(structuredClone(inspection), inspection);
  });
});
