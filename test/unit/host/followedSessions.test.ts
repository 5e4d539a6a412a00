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

  it('has any session followed that is asked for by its path, and knows when there is none', async () => {
    let tell: (told: Following) => void = () => undefined;
    const asked: string[] = [];
    let ended = 0;
    const states = new Map<string, { state: { kind: string }; fire: () => void }>();
    const worker = {
      onDidChange: (listener: typeof tell) => {
        tell = listener;
        return { dispose: () => undefined };
      },
      readAgain: () => undefined,
      inspect: (path: string) => {
        asked.push(path);
        const inspection = { state: { kind: 'waiting' }, fire: () => undefined };
        states.set(path, inspection);
        return Object.assign(inspection, {
          onDidChange: (listener: () => void) => {
            inspection.fire = () => {
              listener();
              return undefined;
            };
            return { dispose: () => undefined };
          },
          dispose: () => ended++,
        });
      },
    };
    const sessions = new (withEvents())(
      worker as unknown as ConstructorParameters<typeof FollowedSessions>[0],
    );
    const [first, again] = [sessions.find('/other.jsonl'), sessions.find('/other.jsonl')];
    const other = followed({ sessionId: 'other', path: '/other.jsonl' });
    tell({ ...following({}), lookedAt: [other] });
    assert.deepEqual([await first, await again], [other, other]);
    assert.deepEqual([asked, ended], [['/other.jsonl'], 0], 'asked for once, and held');

    const missing = sessions.find('/missing.jsonl');
    states.get('/missing.jsonl')!.state = { kind: 'problem' };
    states.get('/missing.jsonl')!.fire();
    assert.equal(await missing, null);
    assert.equal(ended, 1);
    for (const none of ['relative.jsonl', '/p/one/subagents/agent-a1.jsonl'])
      assert.equal(await sessions.find(none), null);
    assert.equal(asked.length, 2, 'a subagent is not asked for');
    sessions.dispose();
    assert.equal(ended, 2);
  });
});

/** With events that are heard. */
function withEvents(): typeof FollowedSessionsModule.FollowedSessions {
  const { FollowedSessions } = loadWithVscode('host/followedSessions.ts', {
    EventEmitter: class {
      private readonly listeners = new Set<() => void>();
      readonly event = (listener: () => void) => {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
      };
      fire(): void {
        for (const listener of this.listeners) listener();
      }
      dispose(): void {
        this.listeners.clear();
      }
    },
    Disposable: {
      from: (...all: { dispose: () => void }[]) => ({
        dispose: () => all.forEach((each) => each.dispose()),
      }),
    },
  }) as typeof FollowedSessionsModule;
  return FollowedSessions;
}
