import assert from 'node:assert/strict';
import { handoffText } from '../../../fixtures/handoffText';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

describe('checkRuns, in a handoff', () => {
  it('tells the commands that check, whole, of each kind the usual one, with no output but their own', async () => {
    const writer = new TranscriptWriter({ cwd: '/home/dev/ledger' });
    writer.prompt('Check it.');
    const run = (command: string, printed: string, isError = false): void => {
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Bash', input: { command } }],
      });
      writer.toolResult(toolUseIds[0]!, printed, { isError });
    };
    const pattern = Array.from({ length: 12 }, (_, at) => `TestOfSomething${String(at)}`).join('|');
    run(`go test -run "${pattern}" ./... | tail -3`, 'ok ledger 0.1s');
    run('cd src && go test ./... && git commit -m "go test"', '1 file changed');
    run('cd /home/dev/ledger/src && go test ./...', 'ok src');
    run('cd "/home/dev/ledger" && golangci-lint run; cat -v out', '^[[31mM-bM-^B^[[0m');
    run('golangci-lint run', '^[[31m2 issues\u001b[0m.', true);
    run('npm run lint && npm run build', 'built', true);
    run(`make ${'x'.repeat(400)}`, 'made');
    const markdown = await handoffText(writer);
    const verify = /## How to verify\n\n([^]*?)\n\n## /.exec(markdown)?.[1] ?? '';
    const at = '2026-11-02 09:00 UTC';
    assert.equal(
      verify.replace(/ \d{4}-\d\d-\d\d \d\d:\d\d UTC/g, ` ${at}`),
      [
        `- \`golangci-lint run\`: run 2 times, last ${at}, failed`,
        '```text\n2 issues.\n```',
        `- \`cd src && go test ./...\`: run 2 times, last ${at}, ended without an error`,
        '```text\nok src\n```',
        `- \`npm run build\`: run once ${at}`,
        '```text\nbuilt\n```',
        `- \`npm run lint\`: run once ${at}`,
        `- \`go test -run "${pattern}" ./...\`: run once ${at}`,
        '```text\nok ledger 0.1s\n```',
      ].join('\n\n'),
    );
  });

  it('tells from where a command ran that the shell had gone to before', async () => {
    const writer = new TranscriptWriter({ cwd: 'D:\\ledger' });
    writer.prompt('Check it.');
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Bash', input: { command: 'go vet ./...' } }],
    });
    writer.toolResult(toolUseIds[0]!, '');
    const session = writer
      .toString()
      .replace(/("tool_use"[^\n]*"cwd":"D:\\\\ledger)"/, '$1\\\\src"');
    assert.match(await handoffText(session), /\n- `cd src && go vet \.\/\.\.\.`: run once/);
  });
});
