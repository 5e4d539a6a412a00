import assert from 'node:assert/strict';
import {
  SessionInspector,
  type InspectionState,
} from '../../../../src/operations/reading/sessionInspector';
import { observe } from '../../../fixtures/observedSession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

describe('SessionInspector, as it begins', () => {
  const directory = useTemporaryDirectory();
  const opened: SessionInspector[] = [];
  let path: string;

  beforeEach(() => {
    path = directory.path('one.jsonl');
    const writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
    writer.prompt('Add CSV import');
    writer.response({
      blocks: [{ type: 'text', text: 'It imports now.' }],
      usage: { contextTokens: 30_000, outputTokens: 100 },
    });
    writer.appendTo(path);
  });
  afterEach(() => opened.splice(0).forEach((inspector) => inspector.dispose()));

  it('counts nothing before the first numbers were taken in', async () => {
    let loads = 0;
    const { session } = observe(path, () => {
      loads++;
      return Promise.resolve((text: string) => text.length);
    });
    await session.refresh();
    loads = 0;
    const states: InspectionState[] = [];
    let takeIn = (): void => undefined;
    opened.push(
      new SessionInspector(session, (state) => {
        states.push(state);
        return new Promise<void>((resolve) => (takeIn = resolve));
      }),
    );
    const last = (): InspectionState | undefined => states.at(-1);
    while (states.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
    assert.deepEqual([states.length, loads], [1, 0]);
    assert.ok(last()?.kind === 'inspected');
    takeIn();
    for (let state = last(); state?.kind !== 'inspected' || state.isCounting; state = last())
      await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(loads > 0);
  });

  it('says that it is done in a context too large to count all of it', async () => {
    const writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
    writer.prompt('Read everything');
    for (let at = 0; at < 2200; at++) {
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: `/tmp/${String(at)}` } }],
        usage: { contextTokens: 30_000 + at, outputTokens: 100 },
      });
      writer.toolResult(toolUseIds[0]!, 'x'.repeat((at < 110 ? 60_000 : 8_000) + at));
    }
    path = directory.path('large.jsonl');
    writer.appendTo(path);
    const { session } = observe(path, () => Promise.resolve((text) => text.length));
    await session.refresh();
    const states: InspectionState[] = [];
    opened.push(new SessionInspector(session, (state) => states.push(state)));
    const last = (): InspectionState | undefined => states.at(-1);
    for (let state = last(); state?.kind !== 'inspected' || state.isCounting; state = last())
      await new Promise((resolve) => setTimeout(resolve, 5));
    const inspected = last();
    assert.ok(inspected?.kind === 'inspected');
    assert.ok(inspected.inspection.items.some(({ isCounted }) => !isCounted));
  }).timeout(60_000);

  it('tells what was read at once, though it was asked for before', async () => {
    const { session } = observe(path);
    const states: InspectionState[] = [];
    const waits: number[] = [];
    const real = globalThis.setTimeout;
    const noted = (run: () => void, ms = 0): NodeJS.Timeout => {
      if (states.length === 0) waits.push(ms);
      return real(run, ms);
    };
    globalThis.setTimeout = noted as typeof setTimeout;
    try {
      opened.push(new SessionInspector(session, (state) => states.push(state)));
      // It looks, and nothing has been read yet.
      await new Promise((resolve) => real(resolve, 5));
      await session.refresh();
      while (states.length === 0) await new Promise((resolve) => real(resolve, 5));
    } finally {
      globalThis.setTimeout = real;
    }
    assert.ok(waits.length >= 2 && waits.every((ms) => ms === 0), waits.join(', '));
  });
});
