import assert from 'node:assert/strict';
import type { Inspection } from '../../../src/domain/accounting/inspection';
import type { Item } from '../../../src/domain/accounting/item';
import { shareUnchanged } from '../../../src/domain/accounting/shareUnchanged';
import {
  AssembledInspection,
  partsOf,
  type InspectionPart,
} from '../../../src/worker/inspectionParts';
import { InspectionSender } from '../../../src/worker/inspectionSender';
import type { Report } from '../../../src/worker/protocol';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';
import { inspectSession } from '../../fixtures/inspectedSession';

/** A session of this many prompts, each with a reply. */
function session(prompts: number): TranscriptWriter {
  const writer = new TranscriptWriter();
  for (let at = 0; at < prompts; at++) {
    writer.prompt(`Prompt ${String(at)}`);
    writer.response({
      blocks: [{ type: 'text', text: 'Done.' }],
      usage: { contextTokens: 20_000 + at, outputTokens: 5 },
    });
  }
  return writer;
}
const itemsIn = (parts: readonly InspectionPart[]): number =>
  parts.reduce((sum, part) => sum + (part.kind === 'items' ? part.items.length : 0), 0);

describe('an inspection in parts', () => {
  it('is the same on the other side, all of it and what changed later', () => {
    const writer = session(700);
    const assembled = new AssembledInspection();
    let sent: Inspection | null = null;
    const cross = (next: Inspection): [Inspection | null, InspectionPart[]] => {
      const parts = [...partsOf(sent, next)];
      sent = next;
      return [parts.map((part) => assembled.add(structuredClone(part))).at(-1) ?? null, parts];
    };
    const first = inspectSession(writer);
    const [received, parts] = cross(first);
    assert.deepEqual(received, first);
    assert.ok(
      parts.every((part) => part.kind === 'end' || part.items.length <= 200) && parts.length >= 4,
    );

    writer.prompt('One more');
    const second = shareUnchanged(first, inspectSession(writer));
    const [then, fewer] = cross(second);
    assert.deepEqual(then, second);
    assert.equal(itemsIn(fewer), 1);

    writer.compaction({ summary: 'Short.', preTokens: 30_000 });
    const third = shareUnchanged(second, inspectSession(writer));
    const [after] = cross(third);
    assert.deepEqual(after, third);
    assert.ok(after.items.length === 1 && after.past.length > 0);
  });

  it('leaves the objects of unchanged items alone', () => {
    const writer = session(3);
    const first = inspectSession(writer);
    const assembled = new AssembledInspection();
    const before = [...partsOf(null, first)].map((part) => assembled.add(part)).at(-1)!;
    writer.prompt('One more');
    const after = [...partsOf(first, shareUnchanged(first, inspectSession(writer)))]
      .map((part) => assembled.add(part))
      .at(-1)!;
    assert.ok(before.items.every((item: Item, place) => after.items[place] === item));
    assert.equal(before.items.length, 6, 'what was told before stays as it was');
  });

  it('can be empty', () => {
    const writer = new TranscriptWriter();
    writer.title('ai', 'Nothing yet');
    const empty = inspectSession(writer);
    assert.deepEqual(
      [...partsOf(null, empty)].map(({ kind }) => kind),
      ['end'],
    );
  });
});

describe('InspectionSender', () => {
  const inspected = (inspection: Inspection) =>
    ({ kind: 'inspected', inspection, isCounting: false }) as const;

  it('sends the next part when the one before was received, and never what was overtaken', async () => {
    const told: Report[] = [];
    const sender = new InspectionSender(7, (report) => told.push(report));
    const [first, second, third] = [session(900), session(5), session(3)].map((each) =>
      inspectSession(each),
    ) as [Inspection, Inspection, Inspection];
    const sends = [sender.send(inspected(first))];
    assert.equal(told.length, 1);
    sends.push(sender.send(inspected(second)));
    sends.push(sender.send(inspected(third)));
    assert.equal(told.length, 1);
    const assembled = new AssembledInspection();
    const complete: Inspection[] = [];
    for (let at = 0; at < told.length; at++) {
      const report = told[at]!;
      assert.ok(report.type === 'inspected' && report.id === 7);
      const inspection = assembled.add(report.part);
      if (inspection !== null) complete.push(inspection);
      sender.received();
    }
    assert.deepEqual(complete, [first, third]);
    await Promise.all(sends);
  });

  it('says when a state was sent, or never will be', async () => {
    const sender = new InspectionSender(1, () => undefined);
    const ended: string[] = [];
    const sends: Promise<unknown>[] = [];
    const send = (name: string, prompts: number): void => {
      const state = inspected(inspectSession(session(prompts)));
      sends.push(sender.send(state).then(() => ended.push(name)));
    };
    const received = async (parts: number): Promise<void> => {
      for (let part = 0; part < parts; part++) sender.received();
      await new Promise(setImmediate);
    };
    send('first', 300);
    send('second', 5);
    await received(2);
    assert.deepEqual(ended, []);
    send('third', 3);
    await received(0);
    assert.deepEqual(ended, ['second'], 'overtaken');
    await received(1);
    assert.deepEqual(ended, ['second', 'first']);
    await received(1);
    await Promise.all(sends);
    assert.deepEqual(ended, ['second', 'first', 'third']);
  });

  it('tells states in between, in their order', async () => {
    const told: Report[] = [];
    const sender = new InspectionSender(1, (report) => told.push(report));
    const sends = [sender.send({ kind: 'reading', path: '/one', readBytes: 1, totalBytes: 2 })];
    sends.push(sender.send(inspected(inspectSession(session(1)))));
    sender.received();
    sends.push(sender.send({ kind: 'problem', path: '/one', problem: 'missing' }));
    assert.deepEqual(
      told.map((report) =>
        report.type === 'inspecting'
          ? report.state.kind
          : report.type === 'inspected'
            ? report.part.kind
            : '',
      ),
      ['reading', 'items', 'end', 'problem'],
    );
    await Promise.all(sends);
  });
});
