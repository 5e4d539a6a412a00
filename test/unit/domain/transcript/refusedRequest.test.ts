import assert from 'node:assert/strict';
import { isRefusedRequest } from '../../../../src/domain/transcript/refusedRequest';

describe('isRefusedRequest', () => {
  const isRefused = (text: string, code: string | null = null): boolean =>
    isRefusedRequest({ text, code, details: null });

  it('is what the API says of the content of a request', () => {
    assert.ok(isRefused('API Error: 400 messages.1.content.0: Invalid `signature`'));
    assert.ok(isRefused('API Error: 400'));
  });

  it('is neither its size, its time, nor its payer', () => {
    for (const text of [
      'Prompt is too long',
      'Request timed out',
      'API Error: 529 Overloaded',
      'API Error: 4000',
      'It said: API Error: 400',
      'API Error: 400 Usage credits are required for long context requests.',
    ])
      assert.ok(!isRefused(text), text);
    assert.ok(!isRefused('API Error: 400 no', 'long_context_credits_required'));
  });
});
