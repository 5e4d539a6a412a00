import type { CaseMessage } from './casesProcess';

const SHOWN_FINDINGS = 20;

/** What a run has met so far, for whoever reads the end of it. */
export class FuzzFigures {
  findings = 0;
  private cases = 0;
  private bytes = 0;
  private slowest = { ms: 0, name: '', number: 0 };
  private readonly counts = new Map<string, number>();
  private readonly startedMs = Date.now();
  private readonly seed: number;
  private readonly sessions: string | null;

  constructor(seed: number, sessions: string | null) {
    this.seed = seed;
    this.sessions = sessions;
  }

  add(message: CaseMessage): void {
    if (message.kind === 'begins') return;
    this.cases++;
    if (message.kind === 'found' && message.open !== null) {
      this.count(`known: ${message.open}`, 1);
      return;
    }
    if (message.kind === 'found') {
      this.tell(message.number, `${message.what}\n  the session: ${message.file}`);
      return;
    }
    const { bytes, slowestMs, slowest, counts } = message.facts;
    this.bytes += bytes;
    if (slowestMs > this.slowest.ms)
      this.slowest = { ms: slowestMs, name: slowest, number: message.number };
    for (const [what, times] of Object.entries(counts)) this.count(what, times);
  }

  /** A case whose process ended, or had to be ended. */
  lost(number: number, how: string): void {
    this.cases++;
    this.tell(number, `its process ended (${how}): it took too long, or too much memory`);
  }

  toString(): string {
    const seconds = (Date.now() - this.startedMs) / 1000;
    const { ms, name, number } = this.slowest;
    const megabytes = (this.bytes / 1e6).toFixed(1);
    const found = `seed ${String(this.seed)}: ${String(this.findings)} findings`;
    return [
      `${String(this.cases)} cases in ${seconds.toFixed(0)} s, ${found}.`,
      `${megabytes} MB of sessions; the slowest operation took ${ms.toFixed(0)} ms of CPU time`,
      `(${name}, case ${String(number)}).`,
      ...[...this.counts]
        .sort((a, b) => b[1] - a[1])
        .map(([what, times]) => `  ${String(times).padStart(8)}  ${what}`),
    ].join('\n');
  }

  private count(what: string, times: number): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  private tell(number: number, what: string): void {
    if (++this.findings > SHOWN_FINDINGS) return;
    const again = [
      `npm run fuzz -- --seed ${String(this.seed)} --case ${String(number)}`,
      ...(this.sessions === null ? [] : [`--sessions ${this.sessions}`]),
    ].join(' ');
    console.error(`Case ${String(number)}: ${what}\n  again: ${again}\n`);
  }
}
