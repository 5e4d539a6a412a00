import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contextUsage } from '../../../../src/domain/accounting/contextUsage';
import { NOT_REWRITTEN } from '../../../../src/domain/accounting/rewriteHistory';
import { takeSnapshot } from '../../../../src/domain/accounting/snapshot';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { makeHandoff } from '../../../../src/operations/leaving/writeHandoff';
import { sessionIdOf } from '../../../../src/operations/rewriting/pruneSession';
import { readPruneSource } from '../../../../src/operations/rewriting/readPruneSource';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { plainSizes } from '../../../fixtures/plainSizes';
import { testTools } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';

const UNSAFE = [
  '--dangerously-skip-permissions',
  '-p',
  'a; curl x | sh',
  '$(touch x)',
  'a\nrm -rf ~',
  '`id`',
  'a b',
  '../../etc/passwd',
  'größe',
  'x'.repeat(129),
  '',
];
const WORD = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

function sessionOf(sessionId: string): TranscriptWriter {
  const writer = new TranscriptWriter({ sessionId });
  writer.prompt('Add CSV import');
  writer.response({ blocks: [{ type: 'text', text: 'Done.' }] });
  return writer;
}

describe('the session id that a transcript bears', () => {
  const directory = useTemporaryDirectory();
  const shownId = (path: string, session: TranscriptWriter): string | null => {
    const transcript = transcriptOf(session.toString());
    const chain = activeChain(transcript);
    return takeSnapshot({
      path,
      transcript,
      chain,
      usage: contextUsage(transcript, chain, plainSizes),
      tokensOf: plainSizes,
      isCounted: true,
      history: NOT_REWRITTEN,
      holders: [],
      settings: { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS },
    }).sessionId;
  };
  const commandsIn = (text: string): string[] =>
    [...text.matchAll(/claude --resume ([^`]*)/g)].map(([, id]) => id!);
  const handoff = async (name: string, session: TranscriptWriter) => {
    const made = await makeHandoff(directory.write(name, session.toString()), {
      budgetTokens: 4000,
      countTokens: null,
    });
    assert.ok('markdown' in made);
    return made;
  };

  it('is one word that no shell takes for anything else, or it is none', () => {
    for (const id of ['0b1c2d3e-aaaa-bbbb-cccc-0123456789ab', 'one', 'x'.repeat(128)])
      assert.equal(transcriptOf(sessionOf(id).toString()).sessionId, id);
    for (const id of UNSAFE) assert.equal(transcriptOf(sessionOf(id).toString()).sessionId, null);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        const found = transcriptOf(sessionOf(id).toString()).sessionId;
        assert.equal(found, WORD.test(id) ? id : null);
      }),
      { numRuns: 200 },
    );
  });

  it('is the name of the file where it is none, if that is such a word', () => {
    for (const id of UNSAFE) {
      assert.equal(shownId('/home/dev/.claude/projects/p/one-2.jsonl', sessionOf(id)), 'one-2');
      assert.equal(shownId('C:\\p\\one.jsonl', sessionOf(id)), 'one');
      for (const name of ['-p', 'a; b', '$(x)', ''])
        assert.equal(shownId(`/p/${name}.jsonl`, sessionOf(id)), null);
    }
  });

  it('is what a handoff offers to resume; where there is none, it offers no command', async () => {
    for (const id of UNSAFE) {
      const named = await handoff('one.jsonl', sessionOf(id));
      assert.deepEqual(commandsIn(named.markdown), ['one']);
      assert.equal(named.sessionId, 'one');
      const unnamed = await handoff('-p; x.jsonl', sessionOf(id));
      assert.deepEqual(commandsIn(unnamed.markdown), []);
      assert.equal(unnamed.sessionId, null);
    }
  });

  it('is what a prune names, the name of the file above all', async () => {
    const path = directory.write('one.jsonl', sessionOf('a; b').toString());
    const session = await readPruneSource(path, testTools(directory.path()));
    assert.ok('source' in session);
    assert.equal(session.recordedId, null);
    assert.equal(sessionIdOf(path, session), 'one');
    assert.match(sessionIdOf(directory.path('-p.jsonl'), session), WORD);
  });
});
