import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import type { Inspection } from '../../../../src/domain/accounting/inspection';
import type { IsLeftOut } from '../../../../src/operations/reading/othersUse';
import {
  SessionInspector,
  type InspectionState,
} from '../../../../src/operations/reading/sessionInspector';
import type { SessionReader } from '../../../../src/operations/reading/sessionReader';
import { observe } from '../../../fixtures/observedSession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { WrittenSubagent } from '../../../fixtures/writtenSubagents';

describe('an inspection with what subagents used', function () {
  this.timeout(20_000);
  const directory = useTemporaryDirectory();
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

  function turn(contextTokens: number): void {
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens, outputTokens: 100 },
    });
    writer.appendTo(path);
  }
  async function inspected(isLeftOut?: IsLeftOut): Promise<{
    readonly session: SessionReader;
    readonly states: readonly InspectionState[];
    readonly inspector: SessionInspector;
  }> {
    const { session } = observe(path);
    await session.refresh();
    const states: InspectionState[] = [];
    const inspector = new SessionInspector(session, (state) => states.push(state), isLeftOut);
    opened.push(inspector);
    return { session, states, inspector };
  }
  const inspections = (states: readonly InspectionState[]): Inspection[] =>
    states.flatMap((state) => (state.kind === 'inspected' ? [state.inspection] : []));
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('tells what its subagents used, once that has been read, and again as they write', async () => {
    const subagent = new WrittenSubagent({ path, sessionId: 'one' }, 'a1');
    subagent.asked('Count').step(9_000);
    const { states, inspector } = await inspected();
    const requests = (): number | undefined =>
      inspections(states).at(-1)?.use?.subagents.totals.requests;
    await until(() => requests() === 1);
    assert.equal(inspections(states)[0]?.use, null, 'nothing waits for it');
    subagent.step(12_000);
    inspector.lookAtOthers();
    await until(() => requests() === 2);
    const { ledger, use } = inspections(states).at(-1)!;
    assert.equal(use?.all.totals.requests, ledger!.totals.requests + 2);
  });

  it('does not inspect the session anew for what its subagents used', async () => {
    const subagent = new WrittenSubagent({ path, sessionId: 'one' }, 'a1').asked('Count');
    const { states, inspector } = await inspected();
    const told = (): Inspection | undefined => inspections(states).at(-1);
    await until(() => told()?.use?.subagents.count === 1);
    subagent.step(9_000);
    inspector.lookAtOthers();
    await until(() => told()?.use?.subagents.totals.requests === 1);
    const first = inspections(states)[0]!;
    for (const { use, ...inspection } of inspections(states).slice(1)) {
      assert.notEqual(use, null);
      for (const [name, value] of Object.entries(inspection))
        assert.equal(value, first[name as keyof Inspection], name);
    }
  });

  it('says of a session whose lines are broken that it used more, without subagents too', async () => {
    appendFileSync(path, 'no JSON\n');
    const { states } = await inspected();
    await until(() => inspections(states).at(-1)?.use?.gap === 'brokenLines');
  });

  it('tells nothing of a look that was under way when it was disposed', async () => {
    const subagent = new WrittenSubagent({ path, sessionId: 'one' }, 'a1').asked('Count');
    subagent.step(9_000);
    let looked = 0;
    const { states, inspector } = await inspected(() => {
      looked++;
      inspector.dispose();
      return false;
    });
    await until(() => looked === 1);
    const told = states.length;
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual([states.length, told, inspections(states).at(-1)?.use], [told, 1, null]);
  });

  it('says nothing of subagents to a session that has none, and is not told again for them', async () => {
    const { states, session } = await inspected();
    await until(() => states.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(states.length, 1);
    turn(50_000);
    await session.refresh();
    await until(() => states.length > 1);
    assert.equal(inspections(states).at(-1)?.use?.subagents.count, 0);
  });
});
