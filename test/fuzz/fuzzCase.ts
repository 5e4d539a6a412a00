import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { PruneChoice } from '../../src/domain/pruning/prunePlan';
import { ownDirectory } from '../../src/io/keeping/backups';
import { isTemporaryName } from '../../src/io/keeping/temporaryFile';
import { isSessionId } from '../../src/io/sessions/sessionId';
import type { SeededRandom } from '../fixtures/seededRandom';
import { SESSION } from '../fixtures/sessionOfReads';
import {
  assertHandoff,
  assertInspection,
  assertJson,
  assertNumbers,
  assertSafeWord,
  assertShown,
  assertSnapshot,
} from './invariants';
import { damagedManifest } from './damagedManifest';
import { assertOutcome } from './rewriteInvariants';
import type { Subjects } from './subjects';

/** What one case met. */
export interface CaseFacts {
  readonly bytes: number;
  /** CPU time of the dearest operation, in ms. */
  readonly slowestMs: number;
  readonly slowest: string;
  /** How often each operation did something, by its name: `prune`, `undo`, `refused integrity`. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Of CPU time, for one operation. Measured on the mutated real sessions: the dearest takes 70 ms
 * and 1 ms for each KB; five times as much is another order of growth, not a busy machine.
 */
const LEAST_MS = 400;
const MS_PER_KB = 5;
/** Of the whole process, at any time; 260 MB were measured. */
const MOST_MB = 900;

function isJsonLines(bytes: Buffer): boolean {
  try {
    for (const line of bytes.toString('utf8').split('\n')) if (line !== '') JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Runs everything that is done to a session on these bytes, and holds each outcome to its law. */
export class FuzzCase {
  private readonly path: string;
  private readonly folder: string;
  private readonly counts: Record<string, number> = {};
  private slowest = { name: '', ms: 0 };
  private readonly configDirectory: string;
  private readonly bytes: Buffer;
  private readonly random: SeededRandom;
  private readonly subjects: Subjects;

  constructor(configDirectory: string, bytes: Buffer, random: SeededRandom, subjects: Subjects) {
    this.configDirectory = configDirectory;
    this.bytes = bytes;
    this.random = random;
    this.subjects = subjects;
    this.folder = join(configDirectory, 'projects', 'p');
    const name = random.integer(0, 7) === 0 ? 'one' : SESSION;
    this.path = join(this.folder, `${name}.jsonl`);
  }

  /** @throws what is not as it has to be. */
  async run(): Promise<CaseFacts> {
    rmSync(this.configDirectory, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.path, this.bytes);
    await this.read();
    await this.leave();
    this.assertUntouched('what only reads');
    await this.rewrite();
    this.assertNothingLeft();
    const { name: slowest, ms: slowestMs } = this.slowest;
    return { bytes: this.bytes.length, slowest, slowestMs, counts: this.counts };
  }

  private async read(): Promise<void> {
    const { subjects, path, random } = this;
    const snapshot = await this.timed('meter', () => subjects.meter(path));
    if (!('problem' in snapshot)) assertSnapshot(snapshot, 'meter');
    const inspection = await this.timed('items', () => subjects.items(path));
    if (!('problem' in inspection)) assertInspection(inspection, 'items');
    const budget = random.pick([100, 700, 4000, 100_000]);
    const handoff = await this.timed('handoff', () => subjects.handoff(path, budget));
    if ('problem' in handoff) return;
    assertHandoff(handoff.markdown, 'handoff');
    assertJson(JSON.stringify(handoff), 'handoff, as JSON');
  }

  /** Makes sessions of it, and reads them. */
  private async leave(): Promise<void> {
    const { subjects, path, random } = this;
    const cuts = await this.timed('cuts', () => subjects.cuts(path));
    if ('problem' in cuts) return;
    for (const { prompt, changedSince } of cuts.slice(0, 20))
      for (const text of [prompt, ...changedSince]) assertShown(text, 'a cut');
    for (const act of ['branch', 'keepFrom'] as const) {
      const cut = cuts[random.integer(0, Math.max(0, cuts.length - 1))];
      if (cut === undefined) continue;
      const made = await this.timed(act, () => subjects[act](path, cut.id));
      if ('problem' in made) {
        this.count(`${act}: ${made.problem}`);
        // `failed`: of what is kept, a record is none, or too deep to be written again
        const may = ['changed', 'unsound', ...(act === 'keepFrom' ? ['failed'] : [])];
        assert.ok(may.includes(made.problem) && made.code === '', JSON.stringify(made));
        continue;
      }
      await this.assertSession(made.path, made.sessionId, act);
    }
  }

  /**
   * A new session: it bears its own id, reads like any other, and each line of it is JSON where
   * those of the old one are.
   */
  private async assertSession(path: string, sessionId: string, by: string): Promise<void> {
    assert.ok(isSessionId(sessionId), by);
    assert.equal(basename(path), `${sessionId}.jsonl`);
    if (isJsonLines(this.bytes))
      assert.ok(isJsonLines(readFileSync(path)), `${by}: a line is no JSON`);
    const snapshot = await this.subjects.meter(path);
    if (!('problem' in snapshot)) assertSnapshot(snapshot, `meter of a ${by}`);
    rmSync(path);
  }

  private async rewrite(): Promise<void> {
    const { subjects, path, random, bytes } = this;
    const previews = await this.timed('previews', () => subjects.previews(path));
    if (previews.kind === 'previews') {
      assertNumbers(previews.plans, 'previews');
      assertSafeWord(previews.sessionId, 'the id of a preview');
    }
    const choice = this.choice(previews.kind === 'previews' ? previews.items : []);
    const intoCopy = random.integer(0, 7) === 0;
    const pruned = await this.timed('prune', () => subjects.prune(path, choice, intoCopy));
    assertOutcome(pruned, 'prune');
    if (pruned.kind === 'refused') this.count(`prune refused: ${pruned.reason}`);
    if (pruned.kind === 'refused' || intoCopy || pruned.backup === null) {
      this.assertUntouched('a prune that changes nothing');
      if (pruned.kind === 'pruned' && intoCopy)
        await this.assertSession(pruned.path, pruned.sessionId, 'copy');
      return;
    }
    this.count('pruned');
    const smaller = readFileSync(path);
    assert.ok(!smaller.equals(bytes), 'a prune with a backup changes something');
    const snapshot = await this.timed('meter after', () => subjects.meter(path));
    if (!('problem' in snapshot)) assertSnapshot(snapshot, 'meter after a prune');
    if (random.integer(0, 5) === 0) return this.restoreDamaged(smaller);
    assert.deepEqual(await subjects.rescue(path), { kind: 'rescued', path, lines: 0 });
    const { itemIds } = pruned.backup;
    if (itemIds.length > 1 && random.integer(0, 1) === 0) {
      const itemId = itemIds[random.integer(0, itemIds.length - 1)]!;
      const back = await this.timed('putBack', () => subjects.putBack(path, itemId));
      assertOutcome(back, 'put back');
      assert.equal(back.kind, 'restored', `${itemId}: ${JSON.stringify(back)}`);
      this.count('put back');
    }
    const undone = await this.timed('undo', () => subjects.restore(path, null));
    assertOutcome(undone, 'undo');
    assert.equal(undone.kind, 'restored', `undo of ${basename(path)}: ${JSON.stringify(undone)}`);
    this.assertUntouched('prune and undo');
    const whole = await this.timed('restore', () => subjects.restore(path, pruned.backup!.id));
    assertOutcome(whole, 'restore');
    assert.equal(whole.kind, 'restored', `restore: ${JSON.stringify(whole)}`);
    this.assertUntouched('a restore of the same bytes');
    this.count('undone and restored');
  }

  /** With a manifest that somebody else has written. */
  private async restoreDamaged(smaller: Buffer): Promise<void> {
    const { subjects, path, random } = this;
    const backups = join(ownDirectory(this.configDirectory), 'backups');
    for (const name of readdirSync(backups, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.json')) damagedManifest(join(backups, name), random);
    const undone = await this.timed('undo', () => subjects.restore(path, null));
    assertOutcome(undone, 'undo of a damaged manifest');
    this.count(`damaged manifest: ${undone.kind === 'refused' ? undone.reason : undone.kind}`);
    if (undone.kind === 'refused')
      assert.ok(readFileSync(path).equals(smaller), 'a refused undo changes nothing');
  }

  private choice(items: readonly { readonly id: string }[]): PruneChoice {
    const { random } = this;
    return random.pick<() => PruneChoice>([
      () => ({ kind: 'target', tokens: 0 }),
      () => ({ kind: 'target', tokens: 0 }),
      () => ({ kind: 'target', tokens: random.integer(0, 30_000) }),
      () => ({ kind: 'items', ids: items.map(({ id }) => id) }),
      () => ({
        kind: 'items',
        ids: items.filter(() => random.integer(0, 2) === 0).map(({ id }) => id),
      }),
      () => ({ kind: 'recipe', recipe: 'images', keepNewest: random.integer(0, 2) }),
      () => ({ kind: 'recipe', recipe: 'superseded' }),
      () => ({ kind: 'recipe', recipe: 'duplicates' }),
      () => ({
        kind: 'recipe',
        recipe: 'oldResults',
        turnsAgo: 0,
        olderThanRounds: random.integer(0, 3),
        largerThanTokens: random.integer(0, 300),
      }),
    ])();
  }

  /** Measured again where it seems too long: the machine has other things to do. */
  private async timed<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
    const started = process.cpuUsage();
    const result = await act();
    const { user, system } = process.cpuUsage(started);
    const ms = (user + system) / 1000;
    if (ms > this.slowest.ms) this.slowest = { name, ms };
    const mostMs = LEAST_MS + (MS_PER_KB * this.bytes.length) / 1024;
    const mb = process.resourceUsage().maxRSS / 1024;
    assert.ok(mb <= MOST_MB, `${name} takes ${mb.toFixed(0)} MB`);
    assert.ok(
      ms <= mostMs,
      `${name} takes ${ms.toFixed(0)} ms of CPU time, not ${mostMs.toFixed(0)}`,
    );
    return result;
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  private assertUntouched(by: string): void {
    const now = readFileSync(this.path);
    if (now.equals(this.bytes)) return;
    const [lines, before] = [now, this.bytes].map((bytes) => bytes.toString('latin1').split('\n'));
    const at = lines!.findIndex((line, index) => line !== before![index]);
    const line = lines![at] ?? '';
    const kind = line.includes('api-request-blob')
      ? 'a message of the log of requests'
      : line.includes('}{"')
        ? 'two records'
        : '';
    assert.fail(
      `${by}: the file is another one; ${kind} in line ${String(at + 1)}: ${line.slice(0, 300)}`,
    );
  }

  private assertNothingLeft(): void {
    const names = readdirSync(this.configDirectory, { recursive: true, encoding: 'utf8' });
    const left = names.filter(
      (name) =>
        isTemporaryName(basename(name)) ||
        name.endsWith('.tmp') ||
        (/\.lock\b/.test(basename(name)) && statSync(join(this.configDirectory, name)).isFile()),
    );
    assert.deepEqual(left, []);
    assert.deepEqual(readdirSync(this.folder), [basename(this.path)]);
  }
}
