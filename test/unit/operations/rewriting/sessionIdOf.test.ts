import assert from 'node:assert/strict';
import { sessionIdOf } from '../../../../src/operations/rewriting/pruneSession';
import { isSessionId } from '../../../../src/io/sessions/sessionId';
import { SESSION } from '../../../fixtures/sessionOfReads';

describe('sessionIdOf', () => {
  it('is the name of the file, else what its records say', () => {
    assert.equal(sessionIdOf(`/p/${SESSION}.jsonl`, { recordedId: 'other' }), SESSION);
    assert.equal(sessionIdOf('/p/one.jsonl', { recordedId: SESSION }), SESSION);
    assert.equal(sessionIdOf('/p/one.jsonl', { recordedId: 'one' }), 'one');
  });

  it('is one plain word, whatever they say', () => {
    for (const recordedId of [
      '$(touch x)',
      '/exit\r/clear',
      '-p',
      'a b',
      '',
      'x'.repeat(200),
      '[x](',
    ])
      assert.equal(sessionIdOf('/p/one.jsonl', { recordedId }), 'one', recordedId);
    assert.ok(isSessionId(sessionIdOf('/p/$(touch x).jsonl', { recordedId: 'a b' })));
  });
});
