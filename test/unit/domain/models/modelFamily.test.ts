import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  accepts1mSuffix,
  canonicalModel,
  has1mSuffix,
  isCloudModelId,
  modelName,
  standardWindowTokens,
  stripsThinkingAtPrompt,
  tokenizerGeneration,
} from '../../../../src/domain/models/modelFamily';

const K200 = 200_000;
const M1 = 1_000_000;

describe('modelFamily', () => {
  const models: [
    id: string,
    name: string,
    window: number | null,
    generation: 'old' | 'new',
    accepts1m: boolean,
    strips: boolean,
  ][] = [
    ['claude-3-haiku-20240307', 'Haiku 3', K200, 'old', false, true],
    ['claude-3-5-sonnet-20241022', 'Sonnet 3.5', K200, 'old', false, true],
    ['claude-3-5-sonnet-latest', 'Sonnet 3.5', K200, 'old', false, true],
    ['claude-3-7-sonnet-20250219', 'Sonnet 3.7', K200, 'old', false, true],
    ['claude-3-opus-20240229', 'Opus 3', K200, 'old', false, true],
    ['claude-sonnet-4-20250514', 'Sonnet 4', K200, 'old', true, true],
    ['claude-opus-4-20250514', 'Opus 4', K200, 'old', false, true],
    ['claude-opus-4-1-20250805', 'Opus 4.1', K200, 'old', false, true],
    ['claude-sonnet-4-5-20250929', 'Sonnet 4.5', K200, 'old', true, true],
    ['claude-haiku-4-5-20251001', 'Haiku 4.5', K200, 'old', false, true],
    ['claude-opus-4-5-20251101', 'Opus 4.5', K200, 'old', false, false],
    ['claude-opus-4-6', 'Opus 4.6', K200, 'old', true, false],
    ['claude-sonnet-4-6[1m]', 'Sonnet 4.6', K200, 'old', true, false],
    ['claude-opus-4-7', 'Opus 4.7', M1, 'new', false, false],
    ['claude-opus-4-8', 'Opus 4.8', M1, 'new', false, false],
    ['claude-opus-5', 'Opus 5', M1, 'new', false, false],
    ['claude-opus-5-5-20261001', 'Opus 5.5', M1, 'new', false, false],
    ['claude-sonnet-5', 'Sonnet 5', M1, 'new', false, false],
    ['claude-haiku-5-5', 'Haiku 5.5', M1, 'new', false, false],
    ['claude-fable-5-2', 'Fable 5.2', M1, 'new', false, false],
    ['claude-mythos-5', 'Mythos 5', M1, 'new', false, false],
    ['us.anthropic.claude-sonnet-4-6-v1:0', 'Sonnet 4.6', K200, 'old', true, false],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'Sonnet 3.5', K200, 'old', false, true],
    [
      'arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-opus-4-7-v1:0[1m]',
      'Opus 4.7',
      M1,
      'new',
      false,
      false,
    ],
    ['claude-opus-4-1@20250805', 'Opus 4.1', K200, 'old', false, true],
    ['anthropic/claude-sonnet-4.5', 'Sonnet 4.5', K200, 'old', true, true],
    // Of an id that is not exactly a model's, neither window nor name is claimed; the tokenizer
    // still shows.
    ['claude-opus-5-mini', 'claude-opus-5-mini', null, 'new', true, false],
    ['my-claude-sonnet-4-6', 'my-claude-sonnet-4-6', null, 'old', true, false],
    ['claude-acme-7', 'claude-acme-7', null, 'old', true, false],
    ['acme-coder-2', 'acme-coder-2', null, 'old', true, false],
    ['', '', null, 'old', true, false],
  ];
  for (const [id, name, window, generation, accepts1m, strips] of models) {
    it(`knows ${id === '' ? 'an empty id' : id}`, () => {
      assert.deepEqual(
        [
          modelName(id),
          standardWindowTokens(id),
          tokenizerGeneration(id),
          accepts1mSuffix(id),
          stripsThinkingAtPrompt(id),
        ],
        [name, window, generation, accepts1m, strips],
      );
    });
  }

  it('takes all ids of a model for the same one, and no other', () => {
    const same = [
      'claude-opus-4-6',
      'claude-opus-4-6[1m]',
      'claude-opus-4-6-20260101',
      'us.anthropic.claude-opus-4-6-v1:0',
      'claude-opus-4-6@20260101',
      'CLAUDE-OPUS-4-6',
    ];
    assert.deepEqual(new Set(same.map(canonicalModel)), new Set(['opus-4-6']));
    const others = [
      'claude-opus-4-60',
      'claude-opus-46',
      'claude-opus-4',
      'claude-sonnet-4-6',
      'acme-coder-2',
      'acme-coder',
    ];
    assert.equal(
      new Set([...others, 'claude-opus-4-6'].map(canonicalModel)).size,
      others.length + 1,
    );
    assert.equal(canonicalModel('acme-coder-2[1m]'), canonicalModel('acme-coder-2'));
  });

  it('sees [1m] only at the end', () => {
    assert.deepEqual(
      ['claude-sonnet-4-6[1m]', 'sonnet[1M]', '[1m]-x', 'claude-sonnet-4-6'].map(has1mSuffix),
      [true, true, false, false],
    );
  });

  it('tells the ids of clouds', () => {
    const ids = [
      'us.anthropic.claude-opus-4-7-v1:0',
      'claude-opus-4-1@20250805',
      'claude-opus-4-7',
      'anthropic/claude-opus-4.7',
    ];
    assert.deepEqual(ids.map(isCloudModelId), [true, true, false, false]);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('', 'claude-opus-4-'), (text, start) => {
        const id = start + text;
        assert.ok([null, K200, M1].includes(standardWindowTokens(id)));
        assert.equal(canonicalModel(canonicalModel(id)), canonicalModel(id));
      }),
    );
  });
});
