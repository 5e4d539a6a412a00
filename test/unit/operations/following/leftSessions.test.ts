import assert from 'node:assert/strict';
import { archiveSession } from '../../../../src/operations/leaving/archiveSession';
import { LeftSessions } from '../../../../src/operations/following/leftSessions';
import { testTools } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const ONE = '5ba08d29-65a1-489d-b90e-69b2be914b7c';
const AT = Date.UTC(2026, 10, 2, 14, 2);

describe('LeftSessions', () => {
  const directory = useTemporaryDirectory();
  const facts = { title: 'T', cwd: '/home/dev', note: 'Left for a fresh session' };
  const reply = (writer: TranscriptWriter): void => {
    const usage = { contextTokens: 30_000, outputTokens: 100 };
    writer.response({ blocks: [{ type: 'text', text: 'done' }], usage });
  };

  it('has what was archived, until somebody goes on in it', async () => {
    const writer = new TranscriptWriter();
    writer.nowMs = AT - 60_000;
    writer.prompt('Go on.');
    reply(writer);
    const path = directory.write(`projects/x/${ONE}.jsonl`, writer.toString());
    const left = new LeftSessions();
    const isLeft = (): boolean => left.has(path, transcriptOf(writer.toString()));
    await left.look([{ path }], directory.path());
    assert.equal(isLeft(), false, 'not archived');

    const tools = testTools(directory.path(), { nowMs: () => AT });
    await archiveSession({ originalPath: path, ...facts }, tools);
    await left.look(
      [{ path }, { path: directory.path('projects/x/other.jsonl') }],
      tools.configDirectory,
    );
    assert.equal(isLeft(), true);
    assert.equal(left.has(path, null), true, 'while it is read');
    assert.equal(left.has(directory.path('projects/y', `${ONE}.jsonl`), null), false, 'a copy');

    writer.nowMs = AT + 60_000;
    reply(writer);
    assert.equal(isLeft(), true, 'what comes without a prompt is no going on');
    writer.prompt('Go on after all.');
    assert.equal(isLeft(), false);
  });
});
