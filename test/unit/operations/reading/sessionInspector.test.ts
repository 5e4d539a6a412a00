import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { contextUsage, type TokensOf } from '../../../../src/domain/accounting/contextUsage';
import type { Inspection } from '../../../../src/domain/accounting/inspection';
import type { Item } from '../../../../src/domain/accounting/item';
import { liveContext } from '../../../../src/domain/accounting/items';
import { itemTokens } from '../../../../src/domain/accounting/itemTokens';
import { tokenizerGeneration } from '../../../../src/domain/models/modelFamily';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { loadTokenCount } from '../../../../src/domain/accounting/loadTokenCount';
import {
  SessionInspector,
  type InspectionState,
} from '../../../../src/operations/reading/sessionInspector';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { parseLine } from '../../../../src/domain/transcript/parseEntry';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { observe } from '../../../fixtures/observedSession';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { REAL_SESSIONS, realSessionNames } from '../../../fixtures/realSessions';

/** The live items of a session, each entry counted. */
function exactItems(content: Buffer, count: TokenCount): readonly Item[] {
  const transcript = transcriptOf(content);
  const chain = activeChain(transcript);
  const { model } = contextUsage(transcript, chain, (entry, generation) =>
    itemTokens(entry, generation, null),
  );
  const tokensOf: TokensOf = (entry, generation) => {
    const again = parseLine(
      content.subarray(entry.offset, entry.offset + entry.bytes),
      entry.line,
      entry.offset,
      entry.bytes,
      'texts',
    ).entries[0];
    return again === undefined || again.kind === 'metadata'
      ? []
      : itemTokens(again, generation, count);
  };
  const counted = new Map(
    chain.entries.map((entry) => [entry, tokensOf(entry, tokenizerGeneration(model ?? ''))]),
  );
  return liveContext({
    transcript,
    chain,
    model,
    tokensOf: (entry, generation) => counted.get(entry) ?? tokensOf(entry, generation),
    isCounted: () => true,
    digestOf: () => null,
  }).items;
}

describe('SessionInspector', function () {
  this.timeout(20_000);
  const directory = useTemporaryDirectory();
  const quarters: TokenCount = (text) => text.length / 4;
  let path: string;
  let writer: TranscriptWriter;
  beforeEach(() => {
    path = directory.path('one.jsonl');
    writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
    writer.prompt('Add CSV import');
    turn(30_000);
  });
  const opened: SessionInspector[] = [];
  afterEach(() => opened.splice(0).forEach((inspector) => inspector.dispose()));

  function turn(contextTokens: number, result = 'x'.repeat(3000)): void {
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Bash', input: { command: 'npm test' } }],
      usage: { contextTokens, outputTokens: 100 },
    });
    writer.toolResult(toolUseIds[0]!, result);
  }
  async function inspectFile(count: TokenCount | null = quarters) {
    writer.appendTo(path);
    const observed = observe(path, count === null ? null : () => Promise.resolve(count));
    await observed.session.refresh();
    const states: InspectionState[] = [];
    const inspector = new SessionInspector(observed.session, (state) => states.push(state));
    opened.push(inspector);
    return { ...observed, states, inspector };
  }
  const inspections = (states: readonly InspectionState[]): Inspection[] =>
    states.flatMap((state) => (state.kind === 'inspected' ? [state.inspection] : []));
  const results = (inspection: Inspection | null | undefined): Item[] =>
    (inspection?.items ?? []).filter(({ kind }) => kind === 'toolResult');
  /** Until all that could be counted is counted and told. */
  const settled = async (states: readonly InspectionState[]): Promise<Inspection> => {
    await until(() => {
      const last = states.at(-1);
      return last?.kind === 'inspected' && !last.isCounting;
    });
    return inspections(states).at(-1)!;
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('tells at once what bytes tell, and counted thereafter', async () => {
    writer.prompt('And now?');
    turn(40_000);
    turn(45_000);
    const { states } = await inspectFile();
    await settled(states);
    const told = inspections(states);
    assert.deepEqual(
      states.map((state) => state.kind === 'inspected' && state.isCounting),
      [true, ...told.slice(2).map(() => true), false],
    );
    assert.deepEqual(
      results(told[0])
        .map(({ tokens, isCounted }) => [tokens, isCounted])
        .slice(0, 2),
      [
        [Math.round(3000 / 2.27 + 10), false],
        [Math.round(3000 / 2.27 + 10), false],
      ],
    );
    assert.deepEqual(
      results(told.at(-1)).map(({ tokens, isCounted }) => [tokens, isCounted]),
      [1, 2, 3].map(() => [750 + 10, true]),
    );
  });

  it('stays with bytes where nothing can be counted, and says that this is all', async () => {
    const { states } = await inspectFile(null);
    await settled(states);
    assert.deepEqual(
      states.map((state) => state.kind === 'inspected' && state.isCounting),
      [false],
    );
  });

  it('tells what is appended within 300 ms, with the same objects for what did not change', async () => {
    const { states, session } = await inspectFile();
    const before = await settled(states);
    turn(50_000, 'y'.repeat(500));
    writer.appendTo(path);
    const start = performance.now();
    await session.refresh();
    await until(() => results(inspections(states).at(-1)).length === 2);
    assert.ok(performance.now() - start < 300);
    const after = inspections(states).at(-1)!;
    assert.ok(before.items.every((item, index) => after.items[index] === item));
  });

  it('tells a burst of appends a few times, the last state included', async () => {
    const { states, session } = await inspectFile();
    await settled(states);
    const before = states.length;
    const start = performance.now();
    for (let at = 0; at < 60; at++) {
      turn(50_000 + at, 'z');
      writer.appendTo(path);
      await session.refresh();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => results(inspections(states).at(-1)).length === 61);
    const elapsed = performance.now() - start;
    // Each of them may be followed by one with its counted sizes.
    assert.ok(
      states.length - before <= 2 * (elapsed / 200 + 2),
      `${String(states.length - before)} in ${String(elapsed)} ms`,
    );
  });

  it('marks duplicates once it has read that they are', async () => {
    turn(40_000);
    turn(45_000, `${'x'.repeat(2999)}y`);
    const { states } = await inspectFile();
    await settled(states);
    assert.deepEqual(
      results(inspections(states).at(-1)).map(({ marks }) => marks.join()),
      ['duplicate', '', ''],
    );
  });

  it('says when the file vanishes, and goes on when it is back', async () => {
    const { states, session } = await inspectFile();
    await settled(states);
    rmSync(path);
    await session.refresh();
    await until(() => states.at(-1)?.kind === 'problem');
    assert.deepEqual(states.at(-1), { kind: 'problem', path, problem: 'missing' });
    const again = new TranscriptWriter({ seed: 2 });
    again.prompt('Again');
    again.response({
      blocks: [{ type: 'text', text: 'Yes.' }],
      usage: { contextTokens: 20_000, outputTokens: 5 },
    });
    again.appendTo(path);
    await session.refresh();
    await until(() => states.at(-1)?.kind === 'inspected');
    assert.deepEqual(
      inspections(states)
        .at(-1)
        ?.items.map(({ kind }) => kind),
      ['userText', 'assistantText'],
    );
  });

  it('says that a file holds no session', async () => {
    directory.write('one.jsonl', '{"name":"ledger"}\n');
    const { session } = observe(path);
    await session.refresh();
    const states: InspectionState[] = [];
    opened.push(new SessionInspector(session, (state) => states.push(state)));
    await until(() => states.length > 0);
    assert.deepEqual(states, [{ kind: 'problem', path, problem: 'noSession' }]);
  });

  it('says nothing more once it is disposed', async () => {
    const { states, inspector, session } = await inspectFile();
    inspector.dispose();
    turn(50_000);
    writer.appendTo(path);
    await session.refresh();
    await new Promise((resolve) => setTimeout(resolve, 250));
    assert.deepEqual(states, []);
  });

  const present = realSessionNames.length > 0;
  it(
    present
      ? 'ranks the top 20 of real sessions as if everything were counted'
      : 'ranks real sessions (NOT RUN: no corpus beside this checkout)',
    async function () {
      if (!present) return;
      this.timeout(120_000);
      const count = await loadTokenCount();
      for (const name of realSessionNames) {
        const { session } = observe(join(REAL_SESSIONS, name), () => Promise.resolve(count));
        await session.refresh();
        const states: InspectionState[] = [];
        const inspector = new SessionInspector(session, (state) => states.push(state));
        const inspection = await settled(states);
        inspector.dispose();
        session.dispose();
        const top = (items: readonly Item[]): number[] =>
          items
            .map(({ tokens }) => tokens)
            .sort((a, b) => b - a)
            .slice(0, 20);
        assert.deepEqual(
          top(inspection.items),
          top(exactItems(readFileSync(join(REAL_SESSIONS, name)), count)),
          name,
        );
      }
    },
  );
});
