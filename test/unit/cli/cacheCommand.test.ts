import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { useCliSession } from '../../fixtures/cliSession';
import { WrittenSubagent } from '../../fixtures/writtenSubagents';

describe('cli, cache', function () {
  const { directory, session, run } = useCliSession();

  this.timeout(20_000);
  const HOSTILE = '\u001b[2J<img src=x>';

  /** A reply to a prompt, with these counters and these fields of its message. */
  const reply = (usage: Record<string, unknown>, fields: Record<string, unknown> = {}): void => {
    session.writer.prompt(`Go on${HOSTILE}`);
    session.writer.response({ blocks: [{ type: 'text', text: 'done' }] });
    const record = JSON.parse(session.writer.lines.pop()!) as { message: Record<string, unknown> };
    record.message = { ...record.message, ...fields, usage: { output_tokens: 9, ...usage } };
    session.writer.raw(JSON.stringify(record));
  };
  const counters = (read: number, written: number, uncached = 5): Record<string, unknown> => ({
    input_tokens: uncached,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
  });
  const report = () =>
    JSON.parse(run(['cache', session.path, '--json']).stdout) as Record<string, unknown>;

  /** Two re-writes: one after ten minutes, one with the server's word. */
  const rewritten = (): void => {
    reply(counters(30_000, 10_000));
    session.writer.passTime(10 * 60_000);
    reply(counters(15_000, 26_000));
    const changed = { cache_miss_reason: { type: 'tools_changed', [HOSTILE]: HOSTILE } };
    reply(counters(0, 42_000), { diagnostics: changed });
    session.writer.appendTo(session.path);
  };

  it('lists what was written again as JSON, with all totals', () => {
    rewritten();
    const told = report();
    assert.deepEqual(told['rewrites'], [
      {
        line: 6,
        turn: 3,
        tokens: 25_000,
        pauseMs: 600_500,
        reason: 'pause',
        serverReason: null,
        pruned: null,
      },
      {
        line: 8,
        turn: 4,
        tokens: 41_000,
        pauseMs: 500,
        reason: 'toolsChanged',
        serverReason: 'toolsChanged',
        pruned: null,
      },
    ]);
    const first = 9_990;
    const written = first + 10_000 + 26_000 + 42_000;
    assert.deepEqual(
      [told['requests'], told['readTokens'], told['writtenTokens'], told['uncachedTokens']],
      [4, 65_000, written, 25],
    );
    assert.deepEqual([told['fiveMinuteTokens'], told['oneHourTokens']], [written, 0]);
    const weighted = 65_000 * 0.1 + written * 1.25 + 25;
    assert.equal(told['weightedTokens'], Math.round(weighted));
    assert.equal(told['rewrittenTokens'], 66_000);
    assert.equal(told['rewrittenShare'], (66_000 * 1.25) / weighted);
    assert.deepEqual(told['listPrice'], {
      inputUsd: (weighted * 5) / 1e6,
      rewritesUsd: (66_000 * 1.25 * 5) / 1e6,
      asOf: '2026-10-24',
    });
    assert.deepEqual(told['cache'], {
      state: 'cold',
      warmUntil: null,
      nextWriteTokens: 42_014,
    });
    assert.deepEqual(
      told['cache'],
      (JSON.parse(run(['meter', session.path, '--json']).stdout) as typeof told)['cache'],
    );
  });

  it('shows people a table, the totals and how the cache stands', () => {
    rewritten();
    const { status, stdout, stderr } = run(['cache', session.path]);
    assert.deepEqual([status, stderr], [0, '']);
    const lines = stdout.split('\n');
    assert.deepEqual(lines.slice(0, 7), [
      'turn  size  pause   reason',
      '   3   25K  10 min  expired meanwhile',
      '   4   41K  0 s     tools changed',
      '',
      '2 re-writes, 66K together: 70% of the input, by its price',
      '4 requests: 65K read from the cache, 87.9K written into it, 25 neither',
      'Written again: $0.41 of $0.58 by the API’s price list of 2026-10-24; on a plan you pay with limits, not per token.',
    ]);
    assert.match(
      lines[7]!,
      /^Cache: cold since .+: the next prompt writes ~42K again, as much as 2 ordinary prompts$/,
    );
    assert.deepEqual(lines.slice(8), ['']);
  });

  it('says what the server says, where that is not the reason', () => {
    reply(counters(30_000, 10_000));
    session.writer.passTime(2 * 3_600_000);
    const lost = { cache_miss_reason: { type: 'previous_message_not_found' } };
    reply(counters(0, 41_000), { diagnostics: lost });
    session.writer.appendTo(session.path);
    const [row] = run(['cache', session.path]).stdout.split('\n').slice(1);
    assert.equal(
      row,
      '   3   40K  2 h    expired meanwhile; the server says: earlier message not found',
    );
    assert.match(run(['cache', session.path]).stdout, /\n1 re-write of 40K: \d+% of the input/);
  });

  it('says that nothing was written again where nothing was', () => {
    session.writer.appendTo(session.path);
    assert.deepEqual(report()['rewrites'], []);
    assert.equal(report()['rewrittenShare'], 0);
    assert.match(
      run(['cache', session.path]).stdout,
      /^Nothing was written into the cache again\.\n1 request: 20K read from the cache, 9\.9K written into it, 10 neither\nAll input: \$0\.07 by the API’s price list of \S+; on a plan/,
    );
  });

  it('has no price for a model that is on no list', () => {
    rewritten();
    const text = readFileSync(session.path, 'utf8');
    writeFileSync(session.path, text.replaceAll('claude-opus-4-8', 'own-model'));
    assert.equal(report()['listPrice'], null);
    assert.doesNotMatch(run(['cache', session.path]).stdout, /price list/);
  });

  it('tells of no cache where the replies do not', () => {
    session.writer.lines.pop();
    reply({ input_tokens: 30_000 });
    session.writer.appendTo(session.path);
    const { used, ...told } = report() as { used: Record<string, unknown> };
    assert.deepEqual([used['requests'], used['inputTokens'], used['subagents']], [1, 30_000, null]);
    assert.deepEqual(told, {
      sessionId: 'one',
      rewrites: [],
      requests: 0,
      readTokens: 0,
      writtenTokens: 0,
      fiveMinuteTokens: 0,
      oneHourTokens: 0,
      uncachedTokens: 0,
      weightedTokens: 0,
      rewrittenTokens: 0,
      rewrittenShare: null,
      listPrice: null,
      cache: null,
    });
    assert.equal(
      run(['cache', session.path]).stdout,
      'The replies of this session tell of no cache.\n',
    );
    assert.doesNotMatch(run(['meter', session.path]).stdout, /Cache/);
  });

  it('tells what it used with its subagents and compactions', () => {
    rewritten();
    const alone = run(['cache', session.path]).stdout;
    assert.doesNotMatch(alone, /Input of all/);
    const meters = (): string[] =>
      [[], ['--json']].map((options) => run(['meter', session.path, ...options]).stdout);
    const before = meters();
    for (const id of ['a1', 'a2', 'acompact-f46190']) {
      const subagent = new WrittenSubagent({ path: session.path, sessionId: 'one' }, id);
      subagent.asked('Count').step(9_000).answer(12_000);
    }
    const text = run(['cache', session.path]).stdout;
    const line =
      'Input of all prompts: 215.4K ($0.64), of which 2 subagents 41.6K ($0.04), 1 compaction 20.8K ($0.02)\n';
    const itself = alone
      .replace('4 requests:', '4 requests of the session itself:')
      .replace('Written again:', 'Written again in the session itself:');
    assert.notEqual(itself, alone);
    assert.equal(text, itself + line);
    type Figures = Record<string, number | boolean>;
    const { used, requests, readTokens } = report() as {
      used: { subagents: Figures; compactions: Figures; requests: number; isLowerBound: boolean };
      requests: number;
      readTokens: number;
    };
    assert.deepEqual([requests, readTokens], [4, 65_000]);
    assert.deepEqual(
      [used.requests, used.isLowerBound, used.subagents['count'], used.compactions['count']],
      [10, false, 2, 1],
    );
    assert.deepEqual(
      [used.subagents['inputTokens'], used.subagents['outputTokens']],
      [2 * (8_900 + 11_900), 400],
    );
    // Whoever asks for the meter waits for none of their files.
    assert.deepEqual(meters(), before);
  });

  it('is warm right after a reply, and says until when', () => {
    const sinceMs = Date.now() - session.writer.nowMs;
    session.writer.passTime(sinceMs - 60_000);
    reply(counters(30_000, 10_000));
    session.writer.appendTo(session.path);
    const askedMs = session.writer.nowMs - 500;
    assert.deepEqual(report()['cache'], {
      state: 'warm',
      warmUntil: new Date(askedMs + 300_000).toISOString(),
      nextWriteTokens: 14,
    });
    assert.match(
      run(['meter', session.path]).stdout,
      /\nCache: warm until .+, then the next prompt writes ~40K again\n$/,
    );
  });

  it('ends with 1 or 2 as the meter does', () => {
    assert.deepEqual(
      [run(['cache', 'missing.jsonl']).status, run(['cache', 'missing.jsonl']).stderr],
      [1, 'There is no such file: missing.jsonl\n'],
    );
    const none = directory.write('none.jsonl', '{"type":"other"}\n');
    assert.deepEqual([run(['cache', none]).status], [1]);
    for (const args of [
      ['cache'],
      ['cache', session.path, session.path],
      ['cache', session.path, '--top', '3'],
      ['cache', session.path, '--budget', '400'],
      ['cache', session.path, '--other'],
    ])
      assert.equal(run(args).status, 2, args.join(' '));
    assert.match(run(['--help']).stdout, /\n {7}leeway cache FILE \[--json\]\n/);
  });
});
