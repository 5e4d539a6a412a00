import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
import { text } from '../../../fixtures/sessionOfReads';
import { usePrunableFile } from '../../../fixtures/prunableFile';

/** What each reply says that it was sent, in file order. */
function counters(content: string): number[] {
  return content
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { message?: { usage?: Record<string, number> } })
    .flatMap(({ message }) =>
      message?.usage === undefined
        ? []
        : [
            message.usage['input_tokens']! +
              message.usage['cache_read_input_tokens']! +
              message.usage['cache_creation_input_tokens']!,
          ],
    );
}

describe('counters after an undo', () => {
  const { directory, file, items, pruned, undo } = usePrunableFile();
  let nowMs = 0;
  beforeEach(() => {
    nowMs = Date.now();
    file.tools = { ...file.tools, nowMs: () => (nowMs += 1000) };
  });
  const later = (contextTokens: number): void => {
    file.session.writer.prompt('And now?');
    file.session.writer.response({
      blocks: [{ type: 'text', text: 'Later answer.' }],
      usage: { contextTokens, outputTokens: 10 },
    });
    file.session.writer.appendTo(file.path);
  };

  it('are those of the running Claude Code that never took the prune up, to the byte', async () => {
    await pruned({ choice: items(0, 1) });
    const prunedText = text(file.path);
    later(26_100);
    later(26_150);
    const added = text(file.path).slice(prunedText.length);
    const { afterTokens } = await undo();
    assert.ok(text(file.path) === file.original + added);
    assert.equal(afterTokens, 26_160);
  });

  it('are raised in every reply that was made without what was pruned, and in no other', async () => {
    const { plan } = await pruned({ choice: items(0, 1) });
    later(26_100);
    later(26_150 - plan.freedTokens);
    later(26_200 - plan.freedTokens);
    await undo();
    assert.deepEqual(counters(text(file.path)).slice(-4), [26_000, 26_100, 26_150, 26_200]);
  });

  it('stay as they are where the prune is too small to be told from an estimate', async () => {
    await pruned({ choice: items(0) });
    const prunedText = text(file.path);
    file.session.writer.prompt('So many words. '.repeat(20_000));
    file.session.writer.response({
      blocks: [{ type: 'text', text: 'Later answer.' }],
      usage: { contextTokens: 120_000, outputTokens: 10 },
    });
    file.session.writer.appendTo(file.path);
    const added = text(file.path).slice(prunedText.length);
    await undo();
    assert.ok(text(file.path) === file.original + added);
  });

  it('stay as they are where the conversation went on from an earlier turn', async () => {
    await pruned({ choice: items(0) });
    const prunedText = text(file.path);
    const [first] = file.original.split('\n');
    const { uuid } = JSON.parse(first!) as { uuid: string };
    const { writer } = file.session;
    writer.take();
    writer.prompt('Another way.');
    writer.response({
      blocks: [{ type: 'text', text: 'From the beginning.' }],
      usage: { contextTokens: 19_000, outputTokens: 10 },
    });
    const lines = writer
      .take()
      .map((line, index) =>
        index === 0 ? line.replace(/"parentUuid":"[^"]*"/, `"parentUuid":"${uuid}"`) : line,
      );
    appendFileSync(file.path, `${lines.join('\n')}\n`);
    const added = text(file.path).slice(prunedText.length);
    await undo();
    assert.ok(text(file.path) === file.original + added);
  });

  it('are remembered, with the number that was reported before the first prune', async () => {
    await pruned({ choice: items(0) });
    await pruned({ choice: items(1) });
    const reply = JSON.parse(file.original.trimEnd().split('\n').at(-1)!) as { uuid: string };
    const reported = async () => (await readRewriteHistory(directory.path(), file.path)).reported;
    assert.deepEqual(await reported(), [{ uuid: reply.uuid, contextTokens: 26_000 }]);
    await undo();
    assert.deepEqual(await reported(), [{ uuid: reply.uuid, contextTokens: 26_000 }]);
  });
});
