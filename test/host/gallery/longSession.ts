import { SeededRandom } from '../../fixtures/seededRandom';
import { pngImage } from '../../fixtures/pngImage';
import type { ResponseBlock } from '../../fixtures/writtenResponse';
import type { TranscriptWriter } from '../../fixtures/transcriptWriter';

export const longTitle =
  'Move the statement importer to streaming, keep the old bank formats, and find out why March is off by one cent';

/** One tool call: what it is, and so many words that come back. */
type Step = readonly [name: string, input: Readonly<Record<string, unknown>>, words: number];

const SOURCES = 'packages/server/src/features/statements/importers';
const TURNS: readonly (readonly [prompt: string, steps: readonly Step[]])[] = [
  [
    'The importer reads the whole file into memory. Make it stream, and keep the old formats.',
    [
      ['Glob', { pattern: '**/importers/**/*.ts' }, 300],
      ['Grep', { pattern: 'readFileSync|parseStatement', path: 'packages/server/src' }, 1900],
      ['Read', { file_path: `${SOURCES}/camt053/camt053StatementImporter.ts` }, 5200],
      ['Read', { file_path: `${SOURCES}/mt940/legacyMt940StatementImporter.ts` }, 4100],
      ['Bash', { command: 'pnpm --filter @ledger/server test -- importers --reporter=dot' }, 2600],
    ],
  ],
  [
    'Look at what the designers drew for the progress, and at the ticket.',
    [
      ['mcp__figma__get_design_context', { nodeId: '142:7781', fileKey: 'statement-import' }, 3900],
      ['mcp__linear__get_issue', { id: 'LED-2191' }, 700],
      ['WebFetch', { url: 'https://example.org/camt/053/001.08', prompt: 'balances' }, 3300],
    ],
  ],
  [
    'Why is March off by one cent?',
    [
      ['Bash', { command: 'node scripts/reconcile.mjs --month 2026-03 --verbose' }, 6400],
      ['Read', { file_path: 'packages/server/src/features/money/roundHalfEven.ts' }, 900],
      ['Grep', { pattern: 'Math\\.round\\(', path: 'packages' }, 1200],
      ['Read', { file_path: `${SOURCES}/camt053/camt053StatementImporter.ts` }, 5300],
    ],
  ],
  [
    'Good. Do the same for the CSV of the savings bank, and show me the differences.',
    [
      ['Read', { file_path: `${SOURCES}/csv/savingsBankCsvStatementImporter.ts` }, 3000],
      ['Edit', { file_path: `${SOURCES}/csv/savingsBankCsvStatementImporter.ts` }, 160],
      ['Bash', { command: 'git diff --stat && git diff -- packages/server' }, 3800],
      ['Bash', { command: 'pnpm --filter @ledger/server test -- importers' }, 2400],
      [
        'TodoWrite',
        { todos: [{ content: 'Stream the savings bank CSV', status: 'completed' }] },
        40,
      ],
    ],
  ],
  [
    'Now the e2e tests; use the large statement of the archive.',
    [
      ['Bash', { command: 'pnpm e2e --grep "imports a statement of 200 MB" --trace on' }, 7100],
      ['Read', { file_path: 'e2e/fixtures/statements/2025-annual-statement-anonymised.xml' }, 8300],
      ['Read', { file_path: `${SOURCES}/mt940/legacyMt940StatementImporter.ts` }, 4200],
    ],
  ],
];

/** What is read whatever happens to the conversation. */
const SYSTEM_TOKENS = 17_000;
/** The person was away before this turn, and let a tool server in before that one. */
const LONG_PAUSE_AT = 1;
export const LONG_PAUSE_MS = 72 * 60_000;
const TOOLS_CHANGE_AT = 9;

const WORDS =
  'balance entry amount booking value date credit debit import stream buffer chunk parser account reference remittance currency rounding statement ledger journal line period total page closing opening header record';

/**
 * A session as people have them: many kinds of items, long names and paths, tools of MCP servers,
 * pictures, what Claude Code writes in a person's place, and a compaction. About 138K at last.
 */
export function writeLongSession(writer: TranscriptWriter): void {
  const random = new SeededRandom(7);
  const pool = WORDS.split(' ');
  const prose = (words: number): string =>
    Array.from({ length: words }, (_, index) =>
      index % 12 === 11 ? 'done;\n' : `${pool[random.integer(0, pool.length - 1)]!} `,
    ).join('');
  let contextTokens = 31_000;
  const reply = (blocks: readonly ResponseBlock[], addedTokens: number): readonly string[] => {
    contextTokens += addedTokens;
    return writer.response({ blocks, usage: { contextTokens, outputTokens: 240 } }).toolUseIds;
  };
  const thought: ResponseBlock = { type: 'thinking', signatureLength: 2600 };
  for (const [turn, [prompt, steps]] of [...TURNS, ...TURNS].entries()) {
    if (turn === LONG_PAUSE_AT) writer.passTime(LONG_PAUSE_MS).forgetCache(SYSTEM_TOKENS);
    if (turn === TOOLS_CHANGE_AT) writer.forgetCache(SYSTEM_TOKENS, 'tools_changed');
    if (turn === TURNS.length) {
      writer.compaction({
        summary: `So far: ${prose(1500)}`,
        preTokens: contextTokens,
        postTokens: 9_000,
      });
      writer.forgetCache(SYSTEM_TOKENS);
      contextTokens = 42_000;
    }
    writer.prompt(prompt, turn % 5 === 1 ? [pngImage({ width: 1720, height: 1080 })] : []);
    for (const [name, input, words] of steps) {
      const [id] = reply([thought, { type: 'tool_use', name, input }], Math.round(words * 1.38));
      writer.toolResult(id!, prose(words));
    }
    if (turn % 5 === 4)
      writer.inUsersPlace(notification(prose(900)), { origin: { kind: 'task-notification' } });
    reply([thought, { type: 'text', text: prose(70) }], 1_400);
  }
  writer.lastPrompt();
}

function notification(result: string): string {
  const lines = [
    '<task-notification>',
    '<summary>Agent “Check the old formats” completed</summary>',
    `<result>${result}</result>`,
    '</task-notification>',
  ];
  return lines.join('\n');
}
