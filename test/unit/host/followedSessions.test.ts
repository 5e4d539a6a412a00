import assert from 'node:assert/strict';
import type * as FollowedSessionsModule from '../../../src/host/followedSessions';
import type { Following } from '../../../src/operations/following/following';
import { loadWithVscode } from '../../fixtures/loadWithVscode';
import { followed, following } from '../../fixtures/sampleFollowing';

describe('FollowedSessions', () => {
  const { FollowedSessions } = loadWithVscode('host/followedSessions.ts', {
    EventEmitter: class {
      readonly event = (): void => undefined;
      fire(): void {
        // nobody listens here
      }
    },
  }) as typeof FollowedSessionsModule;

  it('finds a session by its id or path, as a link names it, and none for anything else', () => {
    let tell: (told: Following) => void = () => undefined;
    const worker = { onDidChange: (listener: typeof tell) => (tell = listener) };
    const sessions = new FollowedSessions(
      worker as unknown as ConstructorParameters<typeof FollowedSessions>[0],
    );
    assert.equal(sessions.get('one'), null);
    const other = followed({ sessionId: 'two', path: '/two.jsonl' });
    const told = following({ sessionId: 'one', path: '/one.jsonl' }, [other]);
    tell(told);
    for (const active of [undefined, null, 5, ['two'], 'one', '/one.jsonl'])
      assert.equal(sessions.get(active), told.active, String(active));
    for (const name of ['two', '/two.jsonl']) assert.equal(sessions.get(name), other);
    for (const unknown of ['', 'three', '/etc/passwd', '../two'])
      assert.equal(sessions.get(unknown), null);
  });
});
