import assert from 'node:assert/strict';
import { heldAs } from '../../../../src/operations/following/activeSession';
import type { OpenSession } from '../../../../src/io/sessions/openSessions';

const open = (fields: Partial<OpenSession> = {}): OpenSession => ({
  ...{ pid: 1, sessionId: 'one', cwd: null, version: '2.1.332', startedMs: null, updatedAtMs: 0 },
  ...{ kind: 'interactive', entrypoint: 'cli', status: 'idle', openness: 'open' },
  ...fields,
});

describe('heldAs', () => {
  it('tells a terminal from whatever else may have a session open', () => {
    assert.deepEqual(heldAs(open()), { openness: 'open', status: 'idle', isInTerminal: true });
    assert.ok(heldAs(open({ openness: 'uncertain' })).isInTerminal);
    for (const fields of [
      { entrypoint: 'sdk-cli' },
      { entrypoint: 'claude-vscode' },
      { entrypoint: null },
      { kind: 'bg' },
      { kind: null },
      { openness: 'closed' },
    ] as const)
      assert.ok(!heldAs(open(fields)).isInTerminal, JSON.stringify(fields));
    assert.deepEqual(heldAs(null), { openness: 'closed', status: null, isInTerminal: false });
  });
});
