import assert from 'node:assert/strict';
import { inputPrice, PRICES_AS_OF } from '../../../../src/domain/models/listPrices';

describe('inputPrice', () => {
  it('knows a model by all of its ids', () => {
    for (const id of [
      'claude-sonnet-4-6',
      'claude-sonnet-4-6[1m]',
      'us.anthropic.claude-sonnet-4-6-v1:0',
      'anthropic/claude-sonnet-4.6',
    ])
      assert.deepEqual(inputPrice(id, 10), { input: 3, read: 0.3 }, id);
    assert.deepEqual(inputPrice('claude-3-5-haiku-20241022', 10), { input: 0.8, read: 0.08 });
  });

  it('costs more beyond a length where the list says so: from the next token on', () => {
    const of = (tokens: number) => inputPrice('claude-sonnet-4-5-20250929', tokens)?.input;
    assert.deepEqual([of(200_000), of(200_001)], [3, 6]);
    const haiku = (tokens: number) => inputPrice('claude-haiku-5-5', tokens)?.read;
    assert.deepEqual([haiku(100_000), haiku(100_001)], [0.01, 0.05]);
    assert.equal(inputPrice('claude-opus-5-5', 900_000)?.input, 4);
  });

  it('has none for a model that is not on it, whatever that is called', () => {
    for (const id of ['own-model', '', 'claude-opus-9', '__proto__', 'constructor', 'toString'])
      assert.equal(inputPrice(id, 10), null, id);
  });

  it('reads for no more than a tenth of the input, and says of which day it is', () => {
    for (const id of ['claude-opus-4-1', 'claude-fable-5-1', 'claude-haiku-4-5']) {
      const price = inputPrice(id, 10)!;
      assert.ok(price.read > 0 && price.read <= price.input / 10 + 1e-9, id);
    }
    assert.match(PRICES_AS_OF, /^2026-\d{2}-\d{2}$/);
  });
});
