/** What is known to go wrong and not mended yet. A row goes with its mending. */
interface OpenFinding {
  /** What the message of the case says. */
  readonly message: RegExp;
  readonly what: string;
}

const OPEN_FINDINGS: readonly OpenFinding[] = [
  {
    message: /undo of one\.jsonl: .*"noBackup"/,
    what: 'a file of another name whose records bear several ids has another id after a prune',
  },
];

/** @returns what it is known as; `null` for something new. */
export function openFinding(message: string): string | null {
  return OPEN_FINDINGS.find((open) => open.message.test(message))?.what ?? null;
}
