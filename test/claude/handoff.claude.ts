import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
import { freshPrompt } from '../../src/domain/handoff/freshPrompt';
import { makeHandoff, writeHandoffFile } from '../../src/operations/leaving/writeHandoff';
import { lastAnsweredTurn } from './expectations';
import { reply, text, toolUse } from './mockReply';
import { runClaude } from './runClaude';
import { until } from './until';
import { useClaude } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

const model = 'claude-sonnet-4-6';

describe('a fresh start with a handoff', () => {
  const claude = useClaude();

  it('hands over what a real session did, and sends the prompt that names the file', async () => {
    const { api, sandbox, openTerminal } = claude();
    const source = await writeWorkspaceFile(sandbox, 'notes.md', prose(2_000, 1));
    api.script(
      reply(
        toolUse('Read', { file_path: source }),
        toolUse('Bash', { command: 'test -f notes.md && make -n missing-target' }),
      ),
      reply(text('The notes are read.')),
    );
    const { sessionFile, sessionId } = await runClaude(sandbox, 'Read the notes and check them.', {
      model,
    });

    const made = await makeHandoff(sessionFile, {
      budgetTokens: 4_000,
      countTokens: await loadTokenCount(),
    });
    assert.ok(!('problem' in made));
    for (const words of [
      'Read the notes and check them.',
      'The notes are read.',
      '`notes.md`: read once',
      'make -n missing-target',
      `claude --resume ${sessionId}`,
    ])
      assert.ok(made.markdown.includes(words), `${words} in ${made.markdown}`);
    const file = path.join(sandbox.workspace, '.ai', 'HANDOFF.md');
    await mkdir(path.dirname(file));
    assert.ok(!('problem' in (await writeHandoffFile({ file, folder: sandbox.workspace }, made))));

    const answered = api.requests.length;
    api.script(reply(toolUse('Read', { file_path: file })), reply(text('Going on.')));
    const terminal = await openTerminal({ model, prompt: freshPrompt('.ai/HANDOFF.md') });
    await until(
      'the fresh session to be answered',
      20_000,
      () =>
        api.requests
          .slice(answered)
          .filter(({ kind, response }) => kind === 'turn' && response !== undefined).length >= 2,
    );
    const request = JSON.stringify(lastAnsweredTurn(api).body.messages);
    assert.ok(request.includes(freshPrompt('.ai/HANDOFF.md')));
    assert.ok(request.includes('The notes are read.'), 'the file was read');
    const record = await terminal.idle();
    assert.notEqual(record.sessionId, sessionId);
    assert.ok(
      !(await readFile(sessionFile, 'utf8')).includes('Going on.'),
      'nothing is added to the old session',
    );
  });
});
