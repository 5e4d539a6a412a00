import assert from 'node:assert/strict';
import { formatProblem } from '../../../../src/domain/pruning/formatProblem';
import {
  damagedOffsets,
  transcriptProblems,
} from '../../../../src/domain/pruning/transcriptProblems';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';

function session(): TranscriptWriter {
  const writer = new TranscriptWriter({ seed: 3 });
  writer.prompt('Go.');
  const { toolUseIds } = writer.response({
    blocks: [{ type: 'tool_use', name: 'Bash', input: { command: 'ls' } }],
  });
  writer.toolResult(toolUseIds[0]!, 'a\nb');
  return writer;
}

describe('transcriptProblems', () => {
  it('finds none in a session as it should be, a call that still runs included', () => {
    const writer = session();
    writer.response({
      blocks: [{ type: 'tool_use', name: 'Bash', input: { command: 'sleep 9' } }],
    });
    assert.deepEqual(transcriptProblems(transcriptOf(writer.toString())), []);
  });

  it('names what is broken, by line', () => {
    const writer = session();
    writer.raw('{"type":"user","mess');
    writer.raw(writer.lines[0]!);
    writer.branch('no-such-entry').prompt('Where am I?');
    writer.toolResult('toolu_nobody_called', 'an answer');
    const problems = transcriptProblems(transcriptOf(writer.toString())).map(
      ({ kind, line }) => `${line} ${kind}`,
    );
    assert.deepEqual(problems, [
      '4 malformed',
      '5 duplicateUuid',
      '6 missingParent',
      '7 orphanResult',
    ]);
  });

  it('finds a result that one entry gives twice', () => {
    const writer = session();
    const line = JSON.parse(writer.lines[2]!) as { message: { content: unknown[] } };
    line.message.content.push(line.message.content[0]);
    writer.lines[2] = JSON.stringify(line);
    assert.deepEqual(
      transcriptProblems(transcriptOf(writer.toString())).map(({ kind }) => kind),
      ['secondResult'],
    );
  });

  it('keeps hands off records of which it is unclear what belongs to them, and off no others', () => {
    const writer = session();
    writer.lines[1] = `${writer.lines[1]!}{"type":"user","mess`;
    writer.raw(writer.lines[0]!);
    const transcript = transcriptOf(writer.toString());
    const damaged = damagedOffsets(transcript);
    assert.deepEqual(
      transcript.conversation.filter(({ offset }) => damaged.has(offset)).map(({ line }) => line),
      [1, 2, 4],
    );
  });
});

describe('formatProblem', () => {
  it('knows the versions that were measured', () => {
    for (const version of ['1.0.24', '2.0.76', '2.1.329', '2.9.0', '2.1.330-beta.1', null])
      assert.equal(formatProblem({ version }), null, String(version));
  });

  it('keeps its hands off any other', () => {
    for (const version of ['3.0.0', '0.9.1', '12.1.0', 'two', '', '2', '2.x'])
      assert.deepEqual(formatProblem({ version }), { reason: 'unknownVersion', version });
  });
});
