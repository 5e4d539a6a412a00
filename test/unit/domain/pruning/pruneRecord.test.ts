import assert from 'node:assert/strict';
import type { ContentEdit, RecordEdit } from '../../../../src/domain/pruning/lineEdit';
import { pruneRecord } from '../../../../src/domain/pruning/pruneRecord';
import { RemovedStrings } from '../../../../src/domain/pruning/removedStrings';

const GONE = '[pruned: Read a.ts, ~9K tokens]';
const LONG = `a long one ${'é"\\ \u2028 '.repeat(60)}`;
const BASE64 = 'iVBORw0KGgo'.repeat(40);

function content(block: number, part: number | null = null): ContentEdit {
  return {
    kind: 'content',
    id: part === null ? `u:${block}` : `u:${block}.${part}`,
    block,
    part,
    placeholder: GONE,
    isNamed: false,
  };
}

/** What a record becomes, as a value; and whether an item was not found. */
function pruned(record: unknown, ...edits: RecordEdit[]): unknown {
  const result = pruneRecord(Buffer.from(JSON.stringify(record)), edits, new RemovedStrings());
  assert.deepEqual(result.missed, []);
  return JSON.parse(result.bytes.toString()) as unknown;
}

function user(blocks: unknown, more: object = {}): object {
  return { type: 'user', message: { role: 'user', content: blocks }, uuid: 'u', ...more };
}

function result(inner: unknown): object {
  return { tool_use_id: 't1', type: 'tool_result', content: inner, is_error: true };
}

describe('pruneRecord', () => {
  it("replaces the text of a result, and Claude Code's own copy of it", () => {
    const read = {
      type: 'text',
      file: { filePath: `/home/${'deep/'.repeat(60)}a.ts`, content: LONG, numLines: 3 },
    };
    assert.deepEqual(
      pruned(user([result(LONG)], { toolUseResult: read }), content(0)),
      user([result(GONE)], { toolUseResult: { ...read, file: { ...read.file, content: GONE } } }),
    );
    assert.deepEqual(
      pruned(user([result(LONG)], { toolUseResult: LONG }), content(0)),
      user([result(GONE)], { toolUseResult: GONE }),
    );
  });

  it('replaces the texts of a list and leaves its images, which are items of their own', () => {
    const image = {
      type: 'image',
      source: { type: 'base64', data: BASE64, media_type: 'image/png' },
    };
    const copy = [{ type: 'text', text: LONG }, image];
    assert.deepEqual(
      pruned(
        user([result([{ type: 'text', text: LONG }, image, { type: 'text', text: LONG }])], {
          toolUseResult: copy,
        }),
        content(0),
      ),
      user([result([{ type: 'text', text: GONE }, image, { type: 'text', text: '[pruned]' }])], {
        toolUseResult: [{ type: 'text', text: GONE }, image],
      }),
    );
  });

  it('turns an image or a document of a result into a text, and empties the copies that hold its bytes', () => {
    const image = {
      type: 'image',
      source: { type: 'base64', data: BASE64, media_type: 'image/png' },
    };
    assert.deepEqual(
      pruned(
        user([result([{ type: 'text', text: LONG }, image])], {
          toolUseResult: { type: 'image', file: { base64: BASE64, type: 'image/png', note: LONG } },
        }),
        content(0, 1),
      ),
      user(
        [
          result([
            { type: 'text', text: LONG },
            { type: 'text', text: GONE },
          ]),
        ],
        { toolUseResult: { type: 'image', file: { base64: '', type: 'image/png', note: LONG } } },
      ),
    );
    const document = {
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf', data: BASE64 },
    };
    assert.deepEqual(
      pruned(user([result([document])]), content(0, 0)),
      user([result([{ type: 'text', text: GONE }])]),
    );
  });

  it('turns a pasted image into a text and keeps the prompt beside it', () => {
    const image = {
      type: 'image',
      source: { type: 'base64', media_type: 'image/png', data: BASE64 },
    };
    const prompt = { type: 'text', text: LONG };
    assert.deepEqual(
      pruned(user([prompt, image, image], { imagePasteIds: [1, 2] }), content(2)),
      user([prompt, image, { type: 'text', text: GONE }], { imagePasteIds: [1, 2] }),
    );
  });

  it('counts blocks as entries do: what is neither string nor object is none', () => {
    assert.deepEqual(
      pruned(user([null, 5, [], result(LONG)]), content(0)),
      user([null, 5, [], result(GONE)]),
    );
  });

  it('keeps the object of an input and its keys, and shortens its long strings', () => {
    const call = (input: object): object => ({
      type: 'assistant',
      message: { id: 'm', content: [{ type: 'tool_use', id: 't1', name: 'MultiEdit', input }] },
      uuid: 'u',
    });
    assert.deepEqual(
      pruned(
        call({
          file_path: `/home/${'deep/'.repeat(60)}a.ts`,
          edits: [
            { old_string: LONG, new_string: 'short' },
            { old_string: LONG, count: 2 },
          ],
          replace_all: false,
        }),
        content(0),
      ),
      call({
        file_path: `/home/${'deep/'.repeat(60)}a.ts`,
        edits: [
          { old_string: GONE, new_string: 'short' },
          { old_string: '[pruned]', count: 2 },
        ],
        replace_all: false,
      }),
    );
  });

  it("shortens what a call left in its result's copy, without touching the result", () => {
    const copy = {
      type: 'create',
      filePath: '/a.ts',
      content: LONG,
      structuredPatch: [
        { oldStart: 1, lines: Array.from({ length: 40 }, (_, line) => `+ line ${line}`) },
      ],
      originalFile: null,
    };
    assert.deepEqual(
      pruned(user([result(LONG)], { toolUseResult: copy }), { kind: 'copy' }),
      user([result(LONG)], {
        toolUseResult: {
          ...copy,
          content: '[pruned]',
          structuredPatch: [{ oldStart: 1, lines: ['[pruned]'] }],
        },
      }),
    );
  });

  it('prunes an attachment in both of its forms', () => {
    const reminder = `<system-reminder>\n${LONG}\n</system-reminder>`;
    const attachment = (text: string, sent: string, lines: unknown): object => ({
      attachment: {
        type: 'file',
        filename: '/home/a.txt',
        content: { type: 'text', file: { filePath: '/home/a.txt', content: text } },
        extra: lines,
      },
      type: 'attachment',
      uuid: 'u',
      rendered: [
        { content: '<system-reminder>\nCalled the Read tool.\n</system-reminder>' },
        { content: sent },
      ],
      renderedRole: 'user',
    });
    assert.deepEqual(
      pruned(attachment(LONG, reminder, [LONG, 'short']), content(0)),
      attachment(GONE, `<system-reminder>\n${GONE}\n</system-reminder>`, ['[pruned]']),
    );
  });

  it('prunes an older attachment, which is sent from its fields alone', () => {
    const hook = (lines: unknown): object => ({
      attachment: { type: 'hook_additional_context', content: lines, hookName: 'PostToolUse' },
      type: 'attachment',
      uuid: 'u',
    });
    assert.deepEqual(
      pruned(hook(Array.from({ length: 60 }, () => 'a short line')), content(0)),
      hook([GONE]),
    );
  });

  it('leaves every byte alone that does not go: escapes, numbers, order and doubled keys', () => {
    const long = 'q'.repeat(300);
    const text = `{"n":1.00e2,"big":12345678901234567890.10,"a":1,"a":2, "message" : {"content":[{"type":"tool_result","content":"first","x":"\\u00e9\\/\\ud83d","content":"${long}"}]},"uuid":"u","z":-0}`;
    const { bytes } = pruneRecord(Buffer.from(text), [content(0)], new RemovedStrings());
    assert.equal(bytes.toString(), text.replace(long, GONE));
  });

  it('misses what is not there and what is never pruned, and then changes nothing', () => {
    const thinking = {
      type: 'assistant',
      message: {
        content: [
          { type: 'thinking', thinking: LONG, signature: LONG },
          { type: 'text', text: LONG },
        ],
      },
      uuid: 'u',
    };
    for (const [record, edit] of [
      [thinking, content(0)],
      [thinking, content(1)],
      [user(LONG), content(0)],
      [user([{ type: 'text', text: LONG }]), content(0)],
      [user([result(LONG)]), content(1)],
      [user([result(LONG)]), content(0, 0)],
      [user([result('')]), content(0)],
      [user([{ type: 'document', source: { type: 'text', data: LONG } }]), content(0)],
    ] as const) {
      const bytes = Buffer.from(JSON.stringify(record));
      const { bytes: after, missed } = pruneRecord(bytes, [edit], new RemovedStrings());
      assert.equal(after, bytes);
      assert.deepEqual(missed, [edit]);
    }
  });

  it('changes nothing in a record that is no JSON further on', () => {
    const long = 'q'.repeat(300);
    const bytes = Buffer.from(
      `{"message":{"content":[{"type":"tool_result","content":"${long}"}]},"toolUseResult":{"a":tru},"uuid":"u"}`,
    );
    assert.equal(pruneRecord(bytes, [content(0)], new RemovedStrings()).bytes, bytes);
  });
});
