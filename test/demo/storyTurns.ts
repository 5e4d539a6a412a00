import type { SampleTextKind } from '../fixtures/sampleTexts';

/** A tool call of the story and what comes back. */
export interface StoryCall {
  readonly tool: 'Read' | 'Bash' | 'Write' | 'Screenshot';
  /** A path of the sample workspace, or a command. */
  readonly subject: string;
  /** What it prints, invented; without it the file of that path is shown. */
  readonly prints?: { readonly kind: SampleTextKind; readonly tokens: number };
}

export interface StoryTurn {
  readonly prompt: string;
  readonly calls: readonly StoryCall[];
  readonly answer: string;
}

/** Before the curtain rises: a session that has been going for a while. */
export const earlierTurns: readonly StoryTurn[] = [
  {
    prompt:
      'Have a look at this project. I want to import what my banks export instead of typing it in.',
    calls: [
      { tool: 'Read', subject: 'README.md' },
      { tool: 'Read', subject: 'src/ledger/accounts.py' },
      { tool: 'Read', subject: 'src/ledger/postings.py' },
      { tool: 'Read', subject: 'src/ledger/report.py' },
      { tool: 'Bash', subject: 'git log --stat', prints: { kind: 'output', tokens: 11_000 } },
    ],
    answer:
      'A posting moves a positive amount between two accounts, so an importer has to turn signed bank amounts into source and target.',
  },
  {
    prompt: 'Right. Which of the other importers out there could we learn from?',
    calls: [
      {
        tool: 'Bash',
        subject: 'cat vendor/importers/fixed_width.py',
        prints: { kind: 'source', tokens: 10_500 },
      },
      {
        tool: 'Bash',
        subject: 'cat vendor/importers/statements.py',
        prints: { kind: 'source', tokens: 10_000 },
      },
    ],
    answer:
      'The useful idea in all of them: describe the layout of a bank in data, and keep one reader.',
  },
];

/** What is played live, up to the request that is refused. */
export const liveTurns: readonly StoryTurn[] = [
  {
    prompt: 'Add CSV import to the ledger. Samples of both banks are in data/.',
    calls: [
      { tool: 'Read', subject: 'data/bank-north.csv' },
      { tool: 'Read', subject: 'data/bank-south.csv' },
    ],
    answer:
      'The columns, the decimal sign and the order of the day differ; everything else is the same. One reader with two layouts will do.',
  },
  {
    prompt: 'Good. Write it.',
    calls: [
      { tool: 'Write', subject: 'src/ledger/import_csv.py' },
      {
        tool: 'Bash',
        subject: 'git log --patch -- src/ledger',
        prints: { kind: 'output', tokens: 16_500 },
      },
    ],
    answer:
      'The reader is in src/ledger/import_csv.py. Amounts stay in minor units, as the rest of the ledger keeps them.',
  },
  {
    prompt: 'Now tests, for both banks.',
    calls: [
      {
        tool: 'Bash',
        subject: 'python -m pytest -vv tests/test_import_csv.py',
        prints: { kind: 'output', tokens: 17_000 },
      },
      {
        tool: 'Bash',
        subject: 'python -m pytest -vv tests/test_postings.py',
        prints: { kind: 'output', tokens: 13_000 },
      },
    ],
    answer: 'All pass but one: the southern bank ends its file with a line of totals.',
  },
  {
    prompt: 'Here is how the report looks now. The totals are off.',
    calls: [
      { tool: 'Screenshot', subject: 'report.png' },
      {
        tool: 'Bash',
        subject: 'python -m ledger report 2026-09 --trace',
        prints: { kind: 'output', tokens: 17_000 },
      },
    ],
    answer: 'The line of totals was imported as a posting. Lines without a day are skipped now.',
  },
  {
    prompt: 'Check it against the whole of last year.',
    calls: [
      {
        tool: 'Bash',
        subject: 'python -m ledger import data/2025/*.csv --dry-run',
        prints: { kind: 'table', tokens: 19_000 },
      },
    ],
    answer: 'Eleven months agree with the statements to the cent. March does not.',
  },
  {
    prompt: 'What is wrong with March?',
    calls: [
      {
        tool: 'Bash',
        subject: 'diff <(python -m ledger report 2025-03) data/2025/03.txt',
        prints: { kind: 'output', tokens: 14_000 },
      },
      {
        tool: 'Bash',
        subject: 'grep -n REFUND data/2025/*.csv',
        prints: { kind: 'table', tokens: 8_500 },
      },
    ],
    answer:
      'A refund was booked twice by the bank itself, with the same reference. I would keep the first and report the second.',
  },
];

/** Its result is what no longer fits below 200K. */
export const refusedTurn: StoryTurn = {
  prompt: 'Do that, and run everything once more.',
  calls: [
    { tool: 'Bash', subject: 'python -m pytest -vv', prints: { kind: 'output', tokens: 16_000 } },
    {
      tool: 'Bash',
      subject: 'python -m ledger import data/2025/*.csv',
      prints: { kind: 'table', tokens: 6_000 },
    },
  ],
  answer: '',
};

export const recovery = {
  prompt: 'Go on.',
  summary: [
    'The ledger has a CSV importer now (src/ledger/import_csv.py): one reader, a layout per bank.',
    '- Amounts are minor units; lines without a day (totals) are skipped.',
    '- Tests for both banks are in tests/test_import_csv.py; the last run was cut short.',
    '- March 2025: the bank booked one refund twice under the same reference. Keep the first, report the second. Not written yet.',
  ].join('\n'),
  answer: 'Repeated references are reported now instead of imported, and all tests pass.',
} as const;
