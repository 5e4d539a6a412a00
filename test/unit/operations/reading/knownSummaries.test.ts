import assert from 'node:assert/strict';
import { KnownSummaries } from '../../../../src/operations/reading/knownSummaries';
import { sessionFileAt } from '../../../../src/io/sessions/sessionFiles';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession } from '../../../fixtures/writtenSessions';

describe('KnownSummaries', () => {
  const directory = useTemporaryDirectory();

  it('reads a session again only when its file is another one', async () => {
    const session = writeSession(directory.path('config'), '/home/dev/app', 'one');
    const file = { ...(await sessionFileAt(session.path))!, cwd: '/home/dev/app' };
    const summaries = new KnownSummaries();
    const first = await summaries.of(file, false);
    assert.deepEqual([first.tokens, first.isOpen], [30_000, false]);
    session.turn(41_000);
    const same = await summaries.of(file, true);
    assert.deepEqual([same.tokens, same.isOpen], [30_000, true], 'as the file is said to be');
    const now = { ...(await sessionFileAt(session.path))!, cwd: '/home/dev/app' };
    assert.equal((await summaries.of(now, false)).tokens, 41_000);
  });
});
