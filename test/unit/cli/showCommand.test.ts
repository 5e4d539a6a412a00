import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pngImage } from '../../fixtures/pngImage';
import type { ResultContent } from '../../fixtures/resultContent';
import { useCliSession } from '../../fixtures/cliSession';

const ESCAPE = '\u001b[2J';
const WORDS = `The first line.\n${'A line of the log, and what it says.\n'.repeat(200)}`;

describe('cli, show', function () {
  const { session, run } = useCliSession();

  this.timeout(60_000);

  /** Adds a result of reading. @returns the id of its item. */
  function read(content: ResultContent): string {
    const { toolUseIds } = session.writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/home/dev/a.log' } }],
      usage: { contextTokens: 40_000, outputTokens: 100 },
    });
    const uuid = session.writer.toolResult(toolUseIds[0]!, content);
    session.writer.appendTo(session.path);
    return `${uuid}:0`;
  }

  const show = (id: string, ...more: string[]) =>
    run(['show', session.path, '--item', id, ...more]);

  it('prints what an item holds, without what would move the cursor', () => {
    const id = read(`${ESCAPE}${WORDS}`);
    const shown = show(id);
    assert.equal(shown.status, 0);
    assert.ok(shown.stdout.endsWith(WORDS) && !shown.stdout.includes('\u001b'));
    const json = JSON.parse(show(id, '--json').stdout) as Record<string, unknown>;
    assert.deepEqual(json, { id, kind: 'text', backedUpAtMs: null, text: `${ESCAPE}${WORDS}` });
  });

  it('prints what stood where it was pruned, and what stands there once it is back', () => {
    const id = read(WORDS);
    assert.equal(run(['prune', session.path, '--item', id]).status, 0);
    assert.ok(!readFileSync(session.path, 'utf8').includes('A line of the log'));
    assert.equal(show(id).stdout, WORDS);
    const json = JSON.parse(show(id, '--json').stdout) as Record<string, unknown>;
    assert.deepEqual([json['text'], typeof json['backedUpAtMs']], [WORDS, 'number']);
    assert.equal(run(['restore', session.path]).status, 0);
    assert.equal(show(id).stdout, WORDS);
    assert.match(show(id, '--json').stdout, /"backedUpAtMs":null/);
  });

  it('prints what left the context with a compaction', () => {
    const id = read(WORDS);
    session.writer.compaction({ summary: 'So far.', preTokens: 40_000, postTokens: 900 });
    session.writer.appendTo(session.path);
    assert.equal(show(id).stdout, WORDS);
  });

  it('says of a picture what it is, and gives it as JSON', () => {
    const png = pngImage({ width: 640, height: 480 });
    const id = `${read([{ type: 'image', png }])}.0`;
    assert.equal(show(id).stdout, 'An image of 640×480 pixels. With --json it comes in base64.\n');
    const json = JSON.parse(show(id, '--json').stdout) as Record<string, unknown>;
    assert.deepEqual([json['kind'], json['base64']], ['image', png.toString('base64')]);
  });

  it('ends with 1 where there is no such item or file, with 2 where it was asked wrongly', () => {
    read(WORDS);
    for (const id of ['nobody:0', 'no id at all', '../../etc/passwd:0']) {
      const { status, stderr, stdout } = show(id);
      assert.deepEqual(
        [status, stderr, stdout],
        [1, 'There is no such item, neither in the session nor in a backup of a prune.\n', ''],
      );
    }
    assert.deepEqual(
      [run(['show', 'missing.jsonl', '--item', 'a:0']).status, run(['show', session.path]).status],
      [1, 2],
    );
    assert.match(run(['items', session.path, '--item', 'a:0']).stderr, /^--item goes with show\./);
  });
});
