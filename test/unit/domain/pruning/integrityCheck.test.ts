import assert from 'node:assert/strict';
import { IntegrityCheck } from '../../../../src/domain/pruning/integrityCheck';
import type { IntegrityProblemKind } from '../../../../src/domain/pruning/integrityProblem';
import { LineRewriter } from '../../../../src/domain/pruning/lineRewriter';
import { prunableSession } from '../../../fixtures/prunableSession';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import {
  integrityProblems,
  linesOf,
  pruned,
  prunedWhole,
  undone,
} from '../../../fixtures/rewrittenSession';

/** A compacted session with preserved messages, then rounds that can be pruned. */
function compactedSession(): Buffer {
  const earlier = new TranscriptWriter({ seed: 2 });
  earlier.prompt('Begin.');
  const { uuids, toolUseIds } = earlier.response({
    blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/home/dev/a.ts' } }],
    usage: { contextTokens: 30_000, outputTokens: 40 },
  });
  const preserved = earlier.toolResult(toolUseIds[0]!, 'kept '.repeat(400));
  earlier.compaction({
    summary: 'What was said.',
    preTokens: 30_000,
    postTokens: 4000,
    preserve: [...uuids, preserved],
  });
  return Buffer.concat([
    Buffer.from(earlier.toString()),
    Buffer.from(prunableSession({ seed: 21, rounds: 11 }).toString()),
  ]);
}

type Damage = (lines: string[]) => void;

function damaged(file: Buffer, damage: Damage): Buffer {
  const lines = file.toString().split('\n');
  damage(lines);
  return Buffer.from(lines.join('\n'));
}

/** Replaces in the n-th line that holds something; the test is void where nothing changes. */
function inLine(holding: RegExp, search: string | RegExp, replacement: string): Damage {
  return (lines) => {
    const at = lines.findIndex((line) => holding.test(line));
    const changed = lines[at]!.replace(search, replacement);
    assert.notEqual(changed, lines[at]);
    lines[at] = changed;
  };
}

const PRUNED = /"content":"\[pruned: Read/;

const DAMAGES: readonly (readonly [string, IntegrityProblemKind, Damage])[] = [
  ['a line is lost', 'lineCount', (lines) => void lines.splice(5, 1)],
  ['a line is there twice', 'lineCount', (lines) => void lines.splice(5, 0, lines[5]!)],
  ['a blank line came to be', 'lineCount', (lines) => void lines.splice(5, 0, '')],
  [
    'two lines changed places',
    'unplanned',
    (lines) => void lines.splice(5, 2, lines[6]!, lines[5]!),
  ],
  ['the last line feed is lost', 'lineCount', (lines) => void lines.pop()],
  ['two records are glued', 'notJson', (lines) => void lines.splice(5, 2, lines[5]! + lines[6]!)],
  ['a record is cut', 'notJson', inLine(PRUNED, /.$/, '')],
  ['a pruned record has another uuid', 'chain', inLine(PRUNED, /"uuid":"\w/, '"uuid":"z')],
  [
    'a pruned record has another parent',
    'chain',
    inLine(PRUNED, /"parentUuid":"\w/, '"parentUuid":"z'),
  ],
  ['a result answers another call', 'toolPair', inLine(PRUNED, 'toolu_', 'toolx_')],
  [
    'a call has another id',
    'toolPair',
    inLine(/"input of|input of Write/, '"id":"toolu_', '"id":"toolx_'),
  ],
  [
    'a result is gone',
    'emptyContent',
    inLine(PRUNED, /"content":\[\{"tool_use_id".*?\}\]\}/, '"content":[]}'),
  ],
  [
    'a result is there twice',
    'toolPair',
    inLine(PRUNED, /"content":\[(\{"tool_use_id".*?\})\]\}/, '"content":[$1,$1]}'),
  ],
  [
    'a result is another kind of block',
    'toolPair',
    inLine(PRUNED, '"type":"tool_result"', '"type":"text_result"'),
  ],
  [
    'a result is empty',
    'emptyContent',
    inLine(PRUNED, /"content":"\[pruned[^"]*"/, '"content":""'),
  ],
  [
    'a result has no parts',
    'emptyContent',
    inLine(PRUNED, /"content":"\[pruned[^"]*"/, '"content":[]'),
  ],
  [
    'a pruned record says something else besides',
    'unplanned',
    inLine(PRUNED, '"isSidechain":false', '"isSidechain":true'),
  ],
  [
    'a blank came to be between two values',
    'unplanned',
    inLine(
      /"usage".*"stop_reason"|"stop_reason".*"usage"/,
      '"stop_sequence":null',
      '"stop_sequence": null ',
    ),
  ],
  [
    'a number is written in another way',
    'unplanned',
    inLine(
      /"usage".*"stop_reason"|"stop_reason".*"usage"/,
      '"ephemeral_1h_input_tokens":0',
      '"ephemeral_1h_input_tokens":0.0',
    ),
  ],
  ['another line changed', 'unplanned', inLine(/"thinking"/, '"signature":"', '"signature":"x')],
  ['a prompt changed', 'unplanned', inLine(/Look at this/, 'Look at this', 'Look at that')],
  [
    'a metadata line changed',
    'unplanned',
    inLine(/"last-prompt"/, '"leafUuid":"', '"leafUuid":"x'),
  ],
  [
    'a compaction lost a preserved message',
    'compaction',
    inLine(/"compact_boundary"/, /"allUuids":\["[^"]*",/, '"allUuids":['),
  ],
  [
    'a compaction states another size',
    'compaction',
    inLine(/"compact_boundary"/, '"postTokens":4000', '"postTokens":400'),
  ],
  [
    'the output of the last reply changed',
    'unplanned',
    inLine(/"stop_reason":"end_turn"/, /"output_tokens":\d+/, '"output_tokens":1'),
  ],
  [
    'a carriage return is lost',
    'unplanned',
    (lines) =>
      void (lines[3] = lines[3]!.replace(/\r$/, '') === lines[3]! ? `${lines[3]}\r` : lines[3]!),
  ],
];

describe('IntegrityCheck', () => {
  const before = compactedSession();
  const { bytes, edits, problems, plan } = prunedWhole(before);

  it('finds nothing in a prune as it should be', () => {
    assert.ok(plan.items.length > 8);
    assert.deepEqual(problems, []);
  });

  for (const [name, kind, damage] of DAMAGES) {
    it(`notices when ${name}`, () => {
      const found = integrityProblems(before, damaged(bytes, damage), edits);
      assert.ok(
        found.some((problem) => problem.kind === kind),
        JSON.stringify(found.slice(0, 5)),
      );
    });
  }

  it('lets no plan take a person’s words, in whatever form they stand', () => {
    const words = 'My own words. '.repeat(40);
    const notification = `<task-notification>${words}</task-notification>`;
    const contents = [
      [words, { isMeta: false }],
      [notification, { origin: { kind: 'human' } }],
      [`${notification} What is this?`, {}],
      [[{ type: 'text', text: notification }], { origin: { kind: 'channel' }, isMeta: true }],
      [[words], {}],
      [`<bash-input>${words}</bash-input>`, {}],
    ] as const;
    for (const [content, said] of contents) {
      const writer = new TranscriptWriter();
      const uuid = writer.inUsersPlace(content, said);
      const file = Buffer.from(writer.toString());
      const placeholder = '[pruned: task notification, ~90 tokens]';
      const edit = {
        ...{ kind: 'content' as const, id: `${uuid}:0`, block: 0, part: null, placeholder },
        isNamed: false,
      } as const;
      const taking = { records: [{ offset: 0, uuid, edits: [edit] }], prunedCalls: [] };
      const rewriter = new LineRewriter(taking);
      assert.ok(linesOf(file).every((line) => rewriter.rewriteLine(line) === null));
      assert.deepEqual(rewriter.missed, [edit.id]);
      const gone = Buffer.from(file.toString().replace(words, placeholder));
      assert.ok(!gone.equals(file));
      assert.equal(integrityProblems(file, gone, taking).length, 1);
      assert.equal(integrityProblems(file, gone, 'undo').length, 1);
    }
  });

  it('names the line', () => {
    const at = bytes
      .toString()
      .split('\n')
      .findIndex((line) => PRUNED.test(line));
    assert.deepEqual(
      integrityProblems(
        before,
        damaged(bytes, inLine(PRUNED, '"isSidechain":false', '"isSidechain":true')),
        edits,
      ),
      [{ kind: 'unplanned', line: at + 1 }],
    );
  });

  it('allows nothing that another plan names', () => {
    const { edits: images } = pruned(before, { kind: 'recipe', recipe: 'images', keepNewest: 0 });
    assert.ok(integrityProblems(before, bytes, images).length > 5);
    assert.ok(integrityProblems(before, bytes, { records: [], prunedCalls: [] }).length > 10);
  });

  it('does not mind what was broken before', () => {
    const broken = Buffer.concat([
      Buffer.from(
        '{"type":"user","mess\n// a comment\n\0\0\n{"type":"assistant","message":{"content":[]},"uuid":"e"}\n',
      ),
      before,
      Buffer.from('{"torn'),
    ]);
    const { problems: found, plan: planned } = prunedWhole(broken);
    assert.equal(planned.items.length, plan.items.length);
    assert.deepEqual(found, []);
  });

  it('holds an undo to content alone', () => {
    assert.deepEqual(integrityProblems(bytes, undone(bytes, before, plan), 'undo'), []);
    for (const [search, replacement] of [
      ['"uuid":"', '"uuid":"x'],
      ['"tool_use_id":"', '"tool_use_id":"x'],
      ['"type":"attachment"', '"type":"other"'],
      ['"isSidechain":false', '"isSidechain":true'],
    ] as const) {
      const wrong = before.toString().replaceAll(search, replacement);
      assert.ok(integrityProblems(bytes, Buffer.from(wrong), 'undo').length > 0, search);
    }
  });

  it('goes by the length alone of a line that is too long to be held', () => {
    const check = new IntegrityCheck(edits);
    check.compare(
      { bytes: null, offset: 0, length: 200_000_000 },
      { bytes: null, offset: 0, length: 200_000_000 },
    );
    assert.deepEqual(check.problems, []);
    check.compare(
      { bytes: null, offset: 0, length: 200_000_000 },
      { bytes: null, offset: 0, length: 199_999_999 },
    );
    assert.deepEqual(check.problems, [{ kind: 'unplanned', line: 2 }]);
  });

  it('lists no more than enough', () => {
    const lines = linesOf(before);
    const check = new IntegrityCheck(edits);
    for (let round = 0; round < 20; round++) for (const line of lines) check.compare(line, null);
    assert.equal(check.problems.length, 100);
  });
});
