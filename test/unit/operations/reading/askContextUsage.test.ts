import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  askContextUsage,
  type ContextQuestion,
} from '../../../../src/operations/reading/askContextUsage';
import { writeStandInClaude, type StandInAnswers } from '../../../fixtures/standInClaude';
import { writeStandIn } from '../../../fixtures/standInProgram';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('askContextUsage', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();

  const question = (path: string, changes: Partial<ContextQuestion> = {}): ContextQuestion => ({
    program: { path, source: 'path', version: '2.1.329' },
    cwd: directory.path(),
    model: 'claude-opus-5-5[1m]',
    env: {},
    timeLimitMs: 15_000,
    ...changes,
  });
  const ask = (answers: StandInAnswers, changes: Partial<ContextQuestion> = {}) =>
    askContextUsage(question(writeStandInClaude(directory.path('claude'), answers), changes));
  const askedFor = (): Record<string, unknown>[] =>
    readFileSync(directory.path('asked'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const servers = (status: string): unknown => ({
    response: { mcpServers: [{ name: 'ledger', status }] },
  });
  const usage = [{ response: { categories: [] } }];

  it('waits for the MCP servers, then asks what the context holds', async () => {
    const mcp_status = [servers('pending'), servers('pending'), servers('connected')];
    const told = await ask({ answers: { mcp_status, get_context_usage: usage } });
    assert.deepEqual(told, {
      answer: { categories: [] },
      servers: [{ name: 'ledger', status: 'connected' }],
    });
    const [started, ...requests] = askedFor();
    const args = started!['args'] as string[];
    assert.deepEqual(args.slice(-2), ['--model', 'claude-opus-5-5[1m]']);
    for (const each of ['-p', '--no-session-persistence', '{"disableAllHooks":true}'])
      assert.ok(args.includes(each), each);
    assert.ok(!args.includes('--resume'));
    assert.deepEqual(requests, [
      ...Array.from({ length: 3 }, () => ({ subtype: 'mcp_status' })),
      { subtype: 'get_context_usage', detail: 'summary' },
    ]);
  });

  it('asks all the same when a server hangs, and names it', async () => {
    const started = performance.now();
    const told = await ask(
      { answers: { mcp_status: [servers('pending')], get_context_usage: usage } },
      { timeLimitMs: 3_000 },
    );
    assert.deepEqual('servers' in told && told.servers, [{ name: 'ledger', status: 'pending' }]);
    assert.ok(performance.now() - started < 3_000);
  });

  it('asks without a model where that is none, and without servers where none are told', async () => {
    const told = await ask(
      { answers: { mcp_status: [{ error: 'Unsupported' }], get_context_usage: usage } },
      { model: '--dangerously-skip-permissions' },
    );
    assert.deepEqual('servers' in told && told.servers, []);
    assert.ok(!JSON.stringify(askedFor()[0]).includes('dangerously'));
  });

  it('says why there is no answer', async () => {
    const none = { mcp_status: [servers('connected')] };
    const unsupported = 'Unsupported control request subtype: get_context_usage';
    const program = directory.path('old');
    writeStandIn(program, 'console.error("error: unknown option \'--x\'"); process.exit(1);');
    const cancelling = new AbortController();
    setTimeout(() => cancelling.abort(), 1_500);
    assert.deepEqual(
      [
        await ask({ answers: { ...none, get_context_usage: [{ error: unsupported }] } }),
        await askContextUsage(question(program)),
        await ask({ answers: none, stays: true }, { timeLimitMs: 600 }),
        await ask({ answers: { ...none, get_context_usage: [{ error: 'Out of luck.' }] } }),
        await ask({ first: "console.error('Broken.'); process.exit(9);" }),
        await ask({ first: "console.error('x'.repeat(9000)); process.exit(9);" }),
        await askContextUsage(question(directory.path('none'))),
        await ask({ answers: none, stays: true }, { signal: cancelling.signal }),
      ],
      [
        { kind: 'tooOld', version: '2.1.329' },
        { kind: 'tooOld', version: '2.1.329' },
        { kind: 'noAnswer', version: '2.1.329', timeLimitMs: 600 },
        { kind: 'failed', version: '2.1.329', printed: 'Out of luck.' },
        { kind: 'failed', version: '2.1.329', printed: 'Broken.' },
        { kind: 'failed', version: '2.1.329', printed: 'x'.repeat(300) },
        { kind: 'cannotStart', path: directory.path('none'), code: 'ENOENT' },
        { kind: 'cancelled' },
      ],
    );
  });

  it('takes an answer of a megabyte for none, and holds no more of it', async () => {
    const first = `process.stdout.write('{"type":"control_response"' + 'x'.repeat(3e6) + '\\n');`;
    const told = await ask({
      first,
      answers: { mcp_status: [servers('connected')], get_context_usage: usage },
    });
    assert.ok('answer' in told, 'lines behind it are read');
  });
});
