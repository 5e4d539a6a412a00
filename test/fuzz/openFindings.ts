/** What is known to go wrong and not mended yet. A row goes with its mending. */
interface OpenFinding {
  /** What the message of the case says. */
  readonly message: RegExp;
  readonly what: string;
}

const OPEN_FINDINGS: readonly OpenFinding[] = [
  {
    message: /undo: the file is another one; a message of the log of requests/,
    what: 'a message in the log of requests whose hash is no text near its start is not put back',
  },
  {
    message: /undo of one\.jsonl: .*"noBackup"/,
    what: 'a file of another name whose records bear several ids has another id after a prune',
  },
  {
    message: / is (?:NaN|Infinity)$/m,
    what: 'counters above any real one add up to no number',
  },
  {
    message: /the page refuses the (?:rows|session): (?:an id of \d+ characters|no number)/,
    what: 'ids longer than any real one, and what is no number, do not get to the page',
  },
];

/** @returns what it is known as; `null` for something new. */
export function openFinding(message: string): string | null {
  return OPEN_FINDINGS.find((open) => open.message.test(message))?.what ?? null;
}
