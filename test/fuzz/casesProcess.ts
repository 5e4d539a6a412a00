// Runs cases one after the other until it is told to stop, in a process of its own: one that never
// ends, or takes all memory, is seen from outside by the last one that was announced.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
import { SeededRandom } from '../fixtures/seededRandom';
import { ownSessions, pieceOf, sessionsIn } from './baseSessions';
import { FuzzCase, type CaseFacts } from './fuzzCase';
import { mutatedSession } from './mutateSession';
import { openFinding } from './openFindings';
import { subjectsIn } from './subjects';

/** Which cases; each is known by the seed and its number alone. */
export interface CasesOrder {
  readonly seed: number;
  readonly from: number;
  /** The number behind the last one. */
  readonly upTo: number;
  /** Of real sessions; `null` for the tests' own. */
  readonly sessions: string | null;
  readonly configDirectory: string;
  /** Where the session of a finding is written. */
  readonly findings: string;
}

export type CaseMessage =
  | { readonly kind: 'begins'; readonly number: number }
  | { readonly kind: 'held'; readonly number: number; readonly facts: CaseFacts }
  | {
      readonly kind: 'found';
      readonly number: number;
      readonly what: string;
      readonly file: string;
      /** What it is known as, where it is known. */
      readonly open: string | null;
    };

/** A prune waits for late writers. There are none here, and a case would be nothing but waiting. */
function skipWaits(): void {
  const timers = createRequire(__filename)('node:timers/promises') as Record<string, unknown>;
  timers['setTimeout'] = () => new Promise((resolve) => setImmediate(resolve));
}

async function run(order: CasesOrder): Promise<void> {
  skipWaits();
  const sessions = order.sessions === null ? ownSessions() : sessionsIn(order.sessions);
  const vocabulary = await loadTokenCount();
  const byLength = (text: string): number => Math.ceil(text.length / 4);
  for (let number = order.from; number < order.upTo; number++) {
    send({ kind: 'begins', number });
    // neighbours begin far from one another
    const random = new SeededRandom(
      Math.imul(order.seed, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b),
    );
    const bytes = mutatedSession(pieceOf(sessions, random), pieceOf(sessions, random), random);
    const counts = random.integer(0, 15) === 0 ? vocabulary : byLength;
    const subjects = subjectsIn(order.configDirectory, counts);
    try {
      const facts = await new FuzzCase(order.configDirectory, bytes, random, subjects).run();
      send({ kind: 'held', number, facts });
    } catch (error) {
      mkdirSync(order.findings, { recursive: true });
      const file = join(order.findings, `${String(order.seed)}-${String(number)}.jsonl`);
      writeFileSync(file, bytes);
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send({ kind: 'found', number, what, file, open: openFinding(what) });
    }
    // what is sent leaves with the loop
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function send(message: CaseMessage): void {
  process.send!(message);
}

process.once('message', (order: CasesOrder) => {
  run(order).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
