import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Item } from '../../../../src/domain/accounting/item';
import { pngImage } from '../../../fixtures/pngImage';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { inspectSession } from '../../../fixtures/inspectedSession';
import { text } from '../../../fixtures/plainSizes';

describe('marks of items', () => {
  let writer: TranscriptWriter;
  beforeEach(() => {
    writer = new TranscriptWriter();
    writer.prompt('Add CSV import');
  });
  const call = (name: string, input: Record<string, unknown>): string =>
    writer.response({ blocks: [{ type: 'tool_use', name, input }] }).toolUseIds[0]!;
  const read = (file_path: string, range: object = {}, content = text(2000)): string =>
    writer.toolResult(call('Read', { file_path, ...range }), content);
  const change = (name: 'Edit' | 'Write', file_path: string, isError = false): string =>
    writer.toolResult(call(name, { file_path, content: text(900) }), 'Done.', { isError });
  const marked = (kind: Item['kind'], digestOf?: (id: string) => string | null): unknown[] =>
    inspectSession(writer, digestOf)
      .items.filter((item) => item.kind === kind)
      .map(({ marks }) => marks.join());

  it('mark a read that is repeated, not the last one', () => {
    read('/a.ts');
    read('/b.ts');
    read('/a.ts');
    assert.deepEqual(marked('toolResult'), ['superseded', '', '']);
  });

  it('mark a read whose file was changed later, by an edit or a write', () => {
    read('/a.ts');
    read('/b.ts');
    read('/c.ts');
    change('Edit', '/a.ts');
    change('Write', '/b.ts');
    assert.deepEqual(marked('toolResult'), ['superseded', 'superseded', '', '', '']);
  });

  it('mark nothing because of a call that failed', () => {
    read('/a.ts');
    change('Edit', '/a.ts', true);
    writer.toolResult(call('Read', { file_path: '/a.ts' }), 'No such file.', { isError: true });
    assert.deepEqual(marked('toolResult'), ['', '', '']);
  });

  it('mark a part of a file only when the same lines were read again', () => {
    read('/a.ts', { offset: 100, limit: 50 });
    read('/a.ts', { offset: 300, limit: 50 });
    read('/a.ts', { offset: 90, limit: 60 });
    assert.deepEqual(marked('toolResult'), ['superseded', '', '']);
    read('/a.ts', { offset: 250 });
    assert.deepEqual(marked('toolResult'), ['superseded', 'superseded', '', '']);
    read('/a.ts');
    assert.deepEqual(marked('toolResult'), [
      'superseded',
      'superseded',
      'superseded',
      'superseded',
      '',
    ]);
  });

  it('do not take a part for all of a file', () => {
    read('/a.ts');
    read('/a.ts', { offset: 1, limit: 2000 });
    assert.deepEqual(marked('toolResult'), ['', '']);
  });

  it('mark what was written when the file was written again or read as a whole', () => {
    change('Write', '/a.ts');
    assert.deepEqual(marked('toolCall'), ['']);
    change('Write', '/a.ts');
    assert.deepEqual(marked('toolCall'), ['superseded', '']);
    read('/a.ts');
    assert.deepEqual(marked('toolCall'), ['superseded', 'superseded', '']);
  });

  it('mark an attached file that was changed later', () => {
    writer.attachment('file', { filename: '/a.ts' }, [text(900)]);
    writer.attachment('edited_text_file', { filename: '/a.ts' }, [text(900)]);
    assert.deepEqual(marked('attachment'), ['superseded', '']);
    read('/a.ts');
    assert.deepEqual(marked('attachment'), ['superseded', 'superseded']);
  });

  it('mark equal contents but the last, once somebody has read that they are equal', () => {
    for (const content of ['same', 'same', 'other', 'same'])
      writer.toolResult(call('Bash', { command: 'npm test' }), content.padEnd(2000, '.'));
    assert.deepEqual(marked('toolResult'), ['', '', '', ''], 'looks prove nothing');
    const everythingIsOne = (): string => 'digest';
    assert.deepEqual(marked('toolResult', everythingIsOne), ['duplicate', 'duplicate', '', '']);
    const byId = (id: string): string => createHash('sha1').update(id).digest('hex');
    assert.deepEqual(marked('toolResult', byId), ['', '', '', '']);
  });

  it('mark images above 2000 px while more than 20 are in the context', () => {
    writer.prompt('Look', [
      pngImage({ width: 2001, height: 10 }),
      pngImage({ width: 10, height: 2000 }),
      ...Array.from({ length: 18 }, () => pngImage({ width: 10, height: 10 })),
    ]);
    assert.ok(marked('image').every((marks) => marks === ''));
    writer.prompt('And this', [pngImage({ width: 20, height: 20 })]);
    assert.deepEqual(marked('image'), ['refusedImage', ...Array.from({ length: 20 }, () => '')]);
    assert.equal(inspectSession(writer).request.images, 21);
  });

  it('cost no more than their number when one file is read over and over', function () {
    this.timeout(20_000);
    const lines = Array.from({ length: 4000 }, (_, at) => at);
    for (const at of lines) read('/a.ts', { offset: 1 + at, limit: 1 }, 'x');
    const start = performance.now();
    inspectSession(writer);
    assert.ok(performance.now() - start < 5000);
  });
});
