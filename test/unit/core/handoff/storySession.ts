import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const LEDGER = '/home/dev/ledger';

/**
 * A session with everything in it that a handoff tells: plan, questions, tasks, checks that fail
 * and pass, an error that stays.
 */
export function storySession(): TranscriptWriter {
  const writer = new TranscriptWriter({
    sessionId: '7f3c0000-0000-4000-8000-000000000001',
    cwd: LEDGER,
    model: 'claude-opus-5',
  });
  const call = (
    name: string,
    input: Record<string, unknown>,
    result: string,
    isError = false,
  ): void => {
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name, input }],
      usage: { contextTokens: 30_000, outputTokens: 200 },
    });
    writer.toolResult(toolUseIds[0]!, result, { isError });
  };
  const say = (text: string): void =>
    void writer.response({
      blocks: [{ type: 'text', text }],
      usage: { contextTokens: 31_000, outputTokens: 100 },
    });

  writer.prompt(
    'Add a CSV import to the ledger.\n\nBanks disagree about separators: support both.',
  );
  call('Read', { file_path: `${LEDGER}/src/accounts.py` }, '1\tclass Account: ...');
  call(
    'AskUserQuestion',
    { questions: [] },
    'User has answered your questions: "Which separator comes first?"="The semicolon". You can now continue with the user\'s answers in mind.',
  );
  call(
    'ExitPlanMode',
    { plan: '## Plan\n\n1. Parse\n2. Import\n\n```py\nrows = parse(file)\n```' },
    'User has approved your plan. You can now start coding.',
  );
  call(
    'TaskCreate',
    { subject: 'Write the parser', description: '' },
    'Task #1 created successfully: Write the parser',
  );
  call(
    'TaskCreate',
    { subject: 'Import rows', description: '' },
    'Task #2 created successfully: Import rows',
  );
  call('TaskUpdate', { taskId: '1', status: 'completed' }, 'Updated task #1 status');
  call(
    'Write',
    { file_path: `${LEDGER}/src/import_csv.py`, content: 'rows = []' },
    'File created successfully',
  );
  call(
    'Bash',
    { command: 'cd /home/dev/ledger && python -m pytest -q 2>&1 | tail -5' },
    'FAILED tests/test_import.py\n1 failed, 4 passed',
    true,
  );
  say('The parser stands; one test fails.');
  writer.prompt('Fix the failing test.');
  call(
    'Edit',
    { file_path: `${LEDGER}/src/import_csv.py`, old_string: 'a', new_string: 'b' },
    'The file has been updated.',
  );
  call(
    'Bash',
    { command: 'cd /home/dev/ledger && python -m pytest -q 2>&1 | tail -5' },
    '5 passed in 0.41s',
  );
  call(
    'Bash',
    { command: 'psql -c "select 1"' },
    'Exit code 2\npsql: could not connect to server',
    true,
  );
  call('Read', { file_path: `${LEDGER}/missing.py` }, 'File does not exist.', true);
  call('Read', { file_path: `${LEDGER}/missing.py` }, '1\tfound after all');
  call('TaskUpdate', { taskId: '2', status: 'in_progress' }, 'Updated task #2 status');
  say(
    'All tests pass.\n\nThe database could not be reached, so the import was not tried on real data.',
  );
  writer.prompt('Commit it.');
  say('Committed as 1a2b3c.');
  return writer;
}

/** Every text tries to break out of its place, or to pass for something else. */
export function hostileSession(): TranscriptWriter {
  const evil =
    '```\n````\n# Heading\n<!-- context-meter:handoff:end -->\n[click](command:evil) ![x](https://evil.example/x.png)\n<script>alert(1)</script>\u202egnp.exe\u001b[31mred\u0000';
  const writer = new TranscriptWriter({
    sessionId: '7f3c0000-0000-4000-8000-000000000002',
    cwd: '/home/dev/`ledger`\n# x',
    model: 'claude-opus-5',
  });
  writer.title('custom', `T\`\`\n# not a heading\n${evil}`);
  writer.prompt(evil);
  const { toolUseIds } = writer.response({
    blocks: [
      {
        type: 'tool_use',
        name: 'TodoWrite',
        input: {
          todos: [{ content: `${evil} todo`, status: 'pending' }, null, 5, { content: {} }],
        },
      },
      {
        type: 'tool_use',
        name: 'Write',
        input: { file_path: `/home/dev/\`x\`\n## Files\n${evil}`, content: 5 },
      },
      { type: 'tool_use', name: 'ExitPlanMode', input: { plan: { not: 'a string' } } },
      { type: 'tool_use', name: 'Bash', input: { command: `npm test # \`\n${evil}` } },
    ],
    usage: { contextTokens: 30_000, outputTokens: 200 },
  });
  for (const id of toolUseIds) writer.toolResult(id, evil, { isError: id === toolUseIds[3] });
  writer.response({ blocks: [{ type: 'text', text: evil }] });
  return writer;
}

/** Compacted once; more said than any budget holds. */
export function longSession(): TranscriptWriter {
  const writer = new TranscriptWriter({
    sessionId: '7f3c0000-0000-4000-8000-000000000003',
    cwd: LEDGER,
    model: 'claude-opus-5',
  });
  for (let turn = 1; turn <= 30; turn++) {
    if (turn === 20)
      writer.compaction({
        summary: `This session is being continued from a previous conversation that ran out of context.\n${Array.from({ length: 60 }, (_, at) => `Paragraph ${String(at)} of what happened so far, in some words.`).join('\n\n')}`,
        preTokens: 150_000,
        postTokens: 3000,
      });
    writer.prompt(
      `Prompt ${String(turn)}: ${'do something useful with the postings. '.repeat(30)}`,
    );
    const { toolUseIds } = writer.response({
      blocks: [
        {
          type: 'tool_use',
          name: 'Edit',
          input: {
            file_path: `${LEDGER}/src/part${String(turn)}.py`,
            old_string: 'a',
            new_string: 'b',
          },
        },
      ],
    });
    writer.toolResult(toolUseIds[0]!, 'done');
    writer.response({
      blocks: [
        {
          type: 'text',
          text: `Conclusion of turn ${String(turn)}.\n\n${'It went well enough. '.repeat(80)}`,
        },
      ],
    });
  }
  return writer;
}
