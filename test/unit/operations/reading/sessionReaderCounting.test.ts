import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { observe } from '../../../fixtures/observedSession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

/**
 * What an item of 1000 counted tokens is taken for with a model of the new generation, in a text
 * that has no more bytes.
 */
const THOUSAND = 1010;

describe('SessionReader counting', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  let writer: TranscriptWriter;
  let counted: string[];
  const thousand: TokenCount = (text) => {
    counted.push(text);
    return 1000;
  };

  beforeEach(() => {
    path = directory.path('one.jsonl');
    counted = [];
    writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
    writer.prompt('first');
    reply(30_000);
  });
  function reply(contextTokens: number): void {
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens, outputTokens: 400 },
    });
  }
  /** A counter that is loaded when the test says so. */
  function slowCount(): { load: () => Promise<TokenCount>; isLoaded: () => void } {
    let isLoaded = (): void => undefined;
    const loading = new Promise<TokenCount>((resolve) => (isLoaded = () => resolve(thousand)));
    return { load: () => loading, isLoaded };
  }

  it('tells what bytes tell at once, and what counting tells thereafter', async () => {
    writer.prompt('x'.repeat(227));
    writer.appendTo(path);
    const { session, told } = observe(path, () => Promise.resolve(thousand));
    await session.refresh();
    const tokens = told.map(({ usage }) => usage);
    assert.deepEqual(
      tokens.slice(0, -1),
      tokens.slice(0, -1).map(() => ({ tokens: 30_400 + 110, exact: false })),
    );
    assert.deepEqual(tokens.at(-1), { tokens: 30_400 + THOUSAND, exact: false });
  });

  it('counts the words as they stand in the file', async () => {
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/größe' } }],
      usage: { contextTokens: 31_000, outputTokens: 90 },
    });
    writer.toolResult(toolUseIds[0]!, 'é→漢😀');
    writer.prompt('grüße 漢字');
    writer.appendTo(path);
    await observe(path, () => Promise.resolve(thousand)).session.refresh();
    assert.deepEqual(counted, ['é→漢😀', 'grüße 漢字']);
  });

  it('counts each entry once, and none that a reply has made exact', async () => {
    const { session, told } = observe(path, () => Promise.resolve(thousand));
    writer.prompt('one');
    writer.appendTo(path);
    await session.refresh();
    writer.prompt('two');
    writer.appendTo(path);
    await session.refresh();
    await session.refresh();
    assert.deepEqual(counted, ['one', 'two']);
    reply(33_000);
    writer.appendTo(path);
    await session.refresh();
    assert.deepEqual(counted, ['one', 'two']);
    assert.deepEqual(told.at(-1)?.usage, { tokens: 33_400, exact: true });
  });

  it('loads no counter where there is nothing to count', async () => {
    writer.appendTo(path);
    let loads = 0;
    const load = (): Promise<TokenCount> => Promise.resolve(thousand).finally(() => loads++);
    await observe(path, load).session.refresh();
    assert.equal(loads, 0);
  });

  it('goes by the bytes where the counter cannot be loaded, and says so once', async () => {
    writer.prompt('x'.repeat(227));
    writer.appendTo(path);
    const { session, told, log } = observe(path, () => Promise.reject(new Error('no vocabulary')));
    for (let times = 0; times < 2; times++) await session.refresh();
    assert.deepEqual(told.at(-1)?.usage, { tokens: 30_400 + 110, exact: false });
    assert.deepEqual(log, ['Sizes stay estimated by bytes: no vocabulary']);
  });

  it('does not hold an old file’s sizes against a new one', async () => {
    writer.prompt('old words');
    writer.appendTo(path);
    const { load, isLoaded } = slowCount();
    const { session, told } = observe(path, load);
    const first = session.refresh();
    while (told.at(-1)?.isComplete !== true) await new Promise(setImmediate);

    const other = new TranscriptWriter({ seed: 2, model: 'claude-opus-5-5' });
    other.prompt('another');
    other.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: 50_000, outputTokens: 400 },
    });
    other.prompt('new words');
    writeFileSync(directory.path('new'), other.toString());
    renameSync(directory.path('new'), path);
    const second = session.refresh();
    while (told.at(-1)!.usage.tokens! < 50_000) await new Promise(setImmediate);
    const before = told.length;
    isLoaded();
    await Promise.all([first, second]);
    assert.deepEqual(counted, ['new words']);
    assert.deepEqual(
      told.slice(before).map(({ usage }) => usage.tokens),
      [50_400 + THOUSAND],
    );
  });

  it('says nothing more once it is disposed', async () => {
    writer.prompt('words');
    writer.appendTo(path);
    const { load, isLoaded } = slowCount();
    const { session, told } = observe(path, load);
    const refreshing = session.refresh();
    while (told.at(-1)?.isComplete !== true) await new Promise(setImmediate);
    const before = told.length;
    session.dispose();
    isLoaded();
    await refreshing;
    session.republish();
    await session.refresh();
    assert.equal(told.length, before);
    assert.deepEqual(counted, []);
  });

  it('says nothing at all when it is disposed while it reads for the first time', async () => {
    writer.appendTo(path);
    const { session, told } = observe(path);
    const refreshing = session.refresh();
    session.dispose();
    await refreshing;
    assert.deepEqual(told, []);
  });
});
