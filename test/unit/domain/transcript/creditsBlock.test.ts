import assert from 'node:assert/strict';
import { creditsCase, isCreditsBlock } from '../../../../src/domain/transcript/creditsBlock';

describe('isCreditsBlock', () => {
  const server =
    '429 {"type":"error","error":{"type":"rate_limit_error","message":"Usage credits are required for long context requests."},"request_id":"req_1"}';
  const blocks: [what: string, text: string, code?: string, details?: string][] = [
    ['by its label alone', '', 'long_context_credits_required'],
    [
      'in the terminal',
      'API Error: Usage credits required for 1M context · run /model to switch to standard context',
    ],
    [
      'in the terminal, with the command',
      'API Error: Usage credits required for 1M context · run /usage-credits to turn them on, or /model to switch to standard context',
    ],
    [
      'with -p',
      'API Error: Usage credits required for 1M context · turn on usage credits at https://claude.ai/settings/usage, or use --model to switch to standard context',
    ],
    [
      'with an API key',
      'API Error: Request rejected (429) · Usage credits are required for long context requests.',
    ],
    [
      'before 2.1.144',
      'API Error: Extra usage is required for 1M context · run /extra-usage to enable, or /model to switch to standard context',
    ],
    [
      'before 2.1.144, from the server',
      'API Error: Request rejected (429) · Extra usage is required for long context requests.',
    ],
    ['by its details alone', 'API Error: 429', undefined, server],
  ];
  for (const [what, text, code, details] of blocks) {
    it(`knows the refusal ${what}`, () =>
      assert.equal(isCreditsBlock({ code: code ?? null, text, details: details ?? null }), true));
  }

  const others: [text: string, code?: string][] = [
    ["You're out of extra usage · resets 2pm (America/Denver)"],
    [
      'API Error: Request rejected (429) · Number of request tokens has exceeded your per-minute rate limit',
    ],
    ['Prompt is too long', 'prompt_too_long'],
    ['API Error: 400 prompt is too long: 255086 tokens > 200000 maximum'],
    ['Usage credits ran out'],
    [''],
  ];
  for (const [text, code] of others) {
    it(`does not take for it: ${text === '' ? 'nothing' : text}`, () =>
      assert.equal(isCreditsBlock({ code: code ?? null, text, details: null }), false));
  }
});

describe('creditsCase', () => {
  for (const [tokens, expected] of [
    [253_379, 'grown'],
    [200_001, 'grown'],
    [194_000, 'grown'],
    [190_000, 'grown'],
    [189_999, 'entitlement'],
    [75_500, 'entitlement'],
    [0, 'entitlement'],
    [null, 'entitlement'],
  ] as const) {
    it(`takes ${String(tokens)} tokens for ${expected}`, () =>
      assert.equal(creditsCase(tokens), expected));
  }
});
