import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { useBuiltCli } from '../../fixtures/builtCli';
import { SESSION, sessionOfReads, type SessionOfReads } from '../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../fixtures/temporaryDirectory';

describe('the built command line, on sessions of others', function () {
  this.timeout(60_000);
  const directory = useTemporaryDirectory();
  const run = useBuiltCli(directory);
  let session: SessionOfReads;
  let path: string;

  beforeEach(() => {
    mkdirSync(directory.path('config', 'sessions'), { recursive: true });
    mkdirSync(directory.path('config', 'projects', 'p'), { recursive: true });
    path = directory.path('config', 'projects', 'p', `${SESSION}.jsonl`);
    session = sessionOfReads();
    session.writer.appendTo(path);
  });

  const json = (...args: string[]): Record<string, unknown> => {
    const { stdout, stderr } = run([...args, '--json']);
    assert.match(stdout, /^\{/, stderr);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const reply = (contextTokens: number): void => {
    session.writer.prompt('And now?');
    session.writer.response({
      blocks: [{ type: 'text', text: 'Later answer.' }],
      usage: { contextTokens, outputTokens: 10 },
    });
    session.writer.appendTo(path);
  };
  const content = (): string => readFileSync(path, 'utf8');

  it('counts everything behind a record that is nested without end', () => {
    const nested = '['.repeat(20_000) + ']'.repeat(20_000);
    appendFileSync(path, `{"type":"user","message":{"content":[{"type":"x","a":${nested}}]}}\n`);
    reply(61_000);
    assert.deepEqual(json('meter', path)['contextTokens'], 61_010);
    assert.ok((json('items', path)['items'] as unknown[]).length >= 3);
  });

  it('reads what once took the square of its size', () => {
    const stubs = '{"type":"base64"},'.repeat(60_000);
    appendFileSync(path, `{"type":"user","message":{"content":[${stubs}{"type":"text"}]}}\n`);
    appendFileSync(path, `${'{},'.repeat(3_000_000)}\n`);
    reply(62_000);
    assert.deepEqual(json('meter', path)['contextTokens'], 62_010);
  });

  it('gives back the counters of a session whose process never took the prune up', () => {
    const before = content();
    assert.equal(run(['prune', path, '--item', ...session.ids]).status, 0);
    const pruned = content();
    reply(26_100);
    const later = content().slice(pruned.length);
    assert.equal(run(['restore', path]).status, 0);
    assert.ok(content() === before + later);
  });

  it('does not prune again where a whole backup was put back', () => {
    const before = content();
    json('prune', path, '--item', session.ids[0]!);
    const prunedOnce = content();
    const { backup } = json('prune', path, '--item', session.ids[1]!);
    assert.equal(run(['restore', path, '--backup', String(backup)]).status, 0);
    assert.ok(content() === prunedOnce);
    assert.equal(run(['restore', path]).status, 0, 'the first prune still stands');
    assert.ok(content() === before);
    assert.equal(run(['restore', path]).status, 3);
    assert.ok(content() === before);
  });

  it('keeps two files of one session apart', () => {
    const other = directory.path('config', 'projects', 'q', `${SESSION}.jsonl`);
    mkdirSync(directory.path('config', 'projects', 'q'));
    writeFileSync(other, content());
    const before = content();
    assert.equal(run(['prune', path, '--item', ...session.ids]).status, 0);
    assert.equal(run(['restore', other]).status, 3, 'nothing was pruned there');
    assert.ok(readFileSync(other, 'utf8') === before);
    assert.equal(run(['restore', path]).status, 0);
    assert.ok(content() === before);
  });
});
