import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Item } from '../../../../src/domain/accounting/item';
import type { ItemContent } from '../../../../src/operations/reading/itemContent';
import { SessionReader } from '../../../../src/operations/reading/sessionReader';
import { pngImage } from '../../../fixtures/pngImage';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { inspectSession } from '../../../fixtures/inspectedSession';
import { observe } from '../../../fixtures/observedSession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('contents of items', () => {
  const directory = useTemporaryDirectory();
  let writer: TranscriptWriter;
  let path: string;
  beforeEach(() => {
    path = directory.path('one.jsonl');
    writer = new TranscriptWriter();
    writer.prompt('Räume auf → bitte');
  });
  const call = (name: string, input: Record<string, unknown>): string =>
    writer.response({ blocks: [{ type: 'tool_use', name, input }] }).toolUseIds[0]!;
  async function opened(): Promise<SessionReader> {
    writer.appendTo(path);
    const { session } = observe(path);
    await session.refresh();
    return session;
  }
  const items = (): readonly Item[] => inspectSession(readFileSync(path, 'utf8')).items;
  const textOf = (content: ItemContent): string | null =>
    content.kind === 'text' ? content.text : null;

  it('are the words as they stand in the file, one item after the other', async () => {
    writer.toolResult(
      call('Write', { file_path: '/größe.ts', content: 'line 1\nline 漢😀', flags: { all: true } }),
      [
        { type: 'text', text: 'é' },
        { type: 'image', png: pngImage({ width: 40, height: 30 }) },
        { type: 'text', text: 'ü' },
      ],
    );
    writer.response({
      blocks: [
        { type: 'thinking', thinking: 'Hmm.' },
        { type: 'thinking' },
        { type: 'text', text: 'Done.' },
      ],
    });
    writer.attachment('nested_memory', { path: '/CLAUDE.md' }, ['first', 'second']);
    const session = await opened();
    const contents = await Promise.all(items().map(({ id }) => session.contentOf(id, 0)));
    assert.deepEqual(
      contents.map((content) => textOf(content) ?? content.kind),
      [
        'Räume auf → bitte',
        'file_path: /größe.ts\ncontent:\nline 1\nline 漢😀\nflags:\n{\n  "all": true\n}',
        'é\nü',
        'image',
        'Hmm.',
        'empty',
        'Done.',
        'first\n\nsecond',
      ],
    );
  });

  it('are pictures as they stand in the file, however large the line', async () => {
    const png = pngImage({ width: 1440, height: 900 });
    writer.prompt('Look', [png]);
    const session = await opened();
    const image = items().find(({ kind }) => kind === 'image')!;
    assert.deepEqual(await session.contentOf(image.id, 0), {
      kind: 'image',
      mediaType: 'image/png',
      base64: png.toString('base64'),
      size: { width: 1440, height: 900 },
      bytes: Math.floor((png.toString('base64').length * 3) / 4),
    });
  });

  it('decode no picture above 50 megapixels, nor one that is no picture', async () => {
    const large = Buffer.from(pngImage({ width: 10, height: 10 }));
    large.writeUInt32BE(10_000, 16);
    large.writeUInt32BE(5_001, 20);
    writer.prompt('Look', [large, Buffer.from('<svg onload="alert(1)">')]);
    const session = await opened();
    const found = await Promise.all(
      items()
        .filter(({ kind }) => kind === 'image')
        .map(({ id }) => session.contentOf(id, 0)),
    );
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['tooLarge', 'document'],
    );
    assert.deepEqual(found[0]?.kind === 'tooLarge' && found[0].size, {
      width: 10_000,
      height: 5_001,
    });
  });

  it('are gone when they stand there no more, and for an id that never was one', async () => {
    writer.toolResult(call('Bash', { command: 'ls' }), 'words');
    const session = await opened();
    const result = items().find(({ kind }) => kind === 'toolResult')!;
    for (const id of [
      '',
      'x',
      `${result.id}.7`,
      result.id.replace(/:0$/, ':9'),
      'no-such-uuid:0',
      '@5:0',
    ])
      assert.deepEqual(await session.contentOf(id, 0), { kind: 'gone' }, id);
    const content = readFileSync(path, 'utf8');
    writeFileSync(path, `${' '.repeat(50)}\n${content}`);
    assert.deepEqual(await session.contentOf(result.id, 0), { kind: 'gone' });
  });

  it('come page by page', async () => {
    writer.toolResult(
      call('Bash', { command: 'seq' }),
      Array.from({ length: 500 }, (_, index) => String(index + 1)).join('\n'),
    );
    const session = await opened();
    const { id } = items().find(({ kind }) => kind === 'toolResult')!;
    const second = await session.contentOf(id, 1);
    assert.ok(second.kind === 'text');
    assert.deepEqual(
      [second.firstLine, second.lastLine, second.pages, second.totalLines],
      [201, 400, 3, 500],
    );
    const whole = await session.contentOf(id, 'whole');
    assert.ok(whole.kind === 'text' && whole.text.endsWith('\n500') && whole.pages === 1);
  });
});
