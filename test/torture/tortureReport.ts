/** What a run did, and what was not as it has to be. */
export class TortureReport {
  problems = 0;
  private readonly counts = new Map<string, number>();

  count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  /** @param how it can be brought about again. */
  problem(what: string, how: string): void {
    this.problems++;
    this.count(`PROBLEM ${what.split('\n')[0] ?? ''}`);
    console.error(`${what}\n  ${how}\n`);
  }

  toString(): string {
    return [...this.counts]
      .map(([what, times]) => `  ${String(times).padStart(6)}  ${what}`)
      .join('\n');
  }
}
