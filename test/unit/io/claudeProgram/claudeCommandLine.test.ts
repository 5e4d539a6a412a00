import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compactPrompt,
  headlessCompactArguments,
  isModelId,
  resumeArguments,
  terminalCompactArguments,
} from '../../../../src/io/claudeProgram/claudeCommandLine';

const sessionId = '7f3c2a10-1111-4111-8111-111111111111';
const model = 'claude-haiku-4-5-20251001';

describe('claudeCommandLine', () => {
  it('compacts without a terminal, and in one', () => {
    assert.deepEqual(headlessCompactArguments({ sessionId, model, focus: '' }), [
      '-p',
      '/compact',
      '--resume',
      sessionId,
      '--model',
      model,
      '--output-format',
      'stream-json',
      '--verbose',
    ]);
    assert.deepEqual(terminalCompactArguments({ sessionId, model, focus: 'the API' }), [
      '--resume',
      sessionId,
      '--model',
      model,
      '/compact the API',
    ]);
    assert.deepEqual(resumeArguments({ sessionId, model: null }), ['--resume', sessionId]);
  });

  it('takes nothing for an id or a model that could be an option or a path', () => {
    for (const wrong of [
      '',
      '--help',
      '7f3c2a10',
      `${sessionId} --model x`,
      `../${sessionId}`,
      `${sessionId}\n`,
    ])
      assert.throws(() => resumeArguments({ sessionId: wrong, model }), RangeError, wrong);
    for (const wrong of [
      '',
      '-m',
      '--dangerously-skip-permissions',
      'a b',
      'a\n',
      '$(x)',
      'x'.repeat(200),
      'opus[2m]',
    ])
      assert.throws(() => resumeArguments({ sessionId, model: wrong }), RangeError, wrong);
    for (const right of [
      'haiku',
      'opus[1m]',
      'claude-opus-4-6[1m]',
      'us.anthropic.claude-opus-4-6-v1:0',
      'claude-sonnet-4@20250514',
      'anthropic/claude-opus-4.6',
    ])
      assert.ok(isModelId(right), right);
  });

  it('keeps whatever is typed as focus behind the command, on one line', () => {
    assert.equal(compactPrompt(' keep\r\nthe\u2028API\u0000 '), '/compact keep the API');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (focus) => {
        const prompt = compactPrompt(focus);
        assert.ok(
          /^\/compact(?: .*)?$/s.test(prompt) &&
            !/[\n\r\u2028\u0000]/.test(prompt) &&
            prompt.length <= 4010,
        );
      }),
    );
  });
});
