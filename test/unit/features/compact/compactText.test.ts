import assert from 'node:assert/strict';
import type { CompactFailureCode } from '../../../../src/operations/compacting/compactFailure';
import type { CompactRefusal } from '../../../../src/operations/compacting/compactSession';
import type { CompactPlan } from '../../../../src/features/compact/compactPlan';
import {
  compactedMessage,
  costWords,
  failureMessage,
  openSessionMessage,
  measuredMessage,
  notKeptMessage,
  refusalMessage,
  unknownOutcomeMessage,
  sizeWords,
  terminalCommandWords,
  windowWords,
} from '../../../../src/features/compact/compactText';
import { programProblemWords } from '../../../../src/wording/programProblemWords';
import { quotedTitle } from '../../../../src/wording/titleWords';
import { inEnglish as t } from '../../../../src/wording/translate';

const HAIKU = 'claude-haiku-4-5-20251001';
const plan: CompactPlan = {
  sessionId: '7f3c2a10-1111-4111-8111-111111111111',
  sessionFile: '/s.jsonl',
  cwd: '/home/dev/ledger',
  title: 'Add CSV import',
  model: HAIKU,
  formerModel: 'claude-opus-5-5',
  tokens: 214_640,
  isExact: false,
  afterTokens: 50_000,
  missedTokens: null,
  isOverWindow: true,
};

describe('compactText', () => {
  it('says what will happen before it does', () => {
    assert.equal(sizeWords(plan, t), '~214.6K → ~50K tokens');
    assert.equal(sizeWords({ ...plan, tokens: 152_300, isExact: true }, t), '152.3K → ~50K tokens');
    assert.equal(sizeWords({ ...plan, tokens: null }, t), '');
    assert.equal(
      sizeWords({ ...plan, afterTokens: 207_000, missedTokens: 200_000 }, t),
      '~214.6K → ~207K tokens, not below 200K',
    );
    assert.equal(
      windowWords(plan, t),
      'Haiku 4.5 reads 200K: the newest turns stay word for word.',
    );
    assert.ok(!windowWords({ ...plan, isOverWindow: false }, t).includes('200K'));
    assert.equal(
      costWords({ ...plan, tokens: 152_300 }, t),
      'Haiku 4.5 reads ~152K tokens once, at full price. A backup is made first.',
    );
    assert.match(costWords(plan, t), /reads ~200K tokens once/, 'no more than its window holds');
    assert.doesNotMatch(costWords({ ...plan, tokens: null }, t), /~/);
    assert.equal(
      terminalCommandWords(plan),
      'claude --resume 7f3c2a10… --model claude-haiku-4-5-20251001 /compact',
    );
    for (const row of [costWords(plan, t), terminalCommandWords(plan)])
      assert.ok(row.length <= 75, 'a row does not wrap');
  });

  it('tells what it came to: an estimate first, then what was measured', () => {
    assert.equal(
      compactedMessage(plan, 63_900, t),
      'Compacted “Add CSV import”: ~214.6K → ~63.9K tokens. The next reply measures it.',
    );
    assert.equal(compactedMessage({ ...plan, title: null }, null, t), 'Compacted this session.');
    assert.equal(
      measuredMessage(plan, 63_841, t),
      '“Add CSV import”: ~214.6K → 63.8K tokens, measured on the first reply.',
    );
  });

  it('makes whole sentences of every failure, refusal and problem', () => {
    const codes: CompactFailureCode[] = [
      'cancelled',
      'timeout',
      'cannotStart',
      'killed',
      'tooLong',
      'credits',
      'usageLimit',
      'notLoggedIn',
      'noConversation',
      'compactDisabled',
      'modelUnavailable',
      'connection',
      'noSummary',
      'unknown',
    ];
    const refusals: CompactRefusal[] = ['notASession', 'notAModel', 'missing', 'open'];
    const sentences = [
      ...codes.map((code) => failureMessage({ code, printed: null }, HAIKU, t)),
      ...refusals.map((reason) => refusalMessage(reason, '/x', t)),
      notKeptMessage({ kind: 'refused', reason: 'noSpace', detail: null }, t),
      unknownOutcomeMessage(t),
      programProblemWords({ kind: 'notFound' }, t),
      openSessionMessage('T', 'cli', false, t),
      openSessionMessage(null, 'claude-vscode', true, t),
    ];
    assert.equal(new Set(sentences).size, sentences.length, 'no two say the same');
    for (const sentence of sentences) assert.match(sentence, /^[A-Z“].*\.$/, sentence);
  });

  it('lets neither a title nor what a program printed become a link', () => {
    assert.ok(
      !failureMessage({ code: 'unknown', printed: 'see [this](command:x)' }, HAIKU, t).includes(
        '](command',
      ),
    );
    assert.ok(!quotedTitle('[a](command:x)', t).includes('](command'));
    assert.match(
      failureMessage({ code: 'tooLong', printed: 'API Error' }, HAIKU, t),
      /Claude Code said: API Error$/,
    );
  });

  it('says what to do with a session that is open', () => {
    assert.match(
      openSessionMessage('T', 'claude-vscode', true, t),
      /the Claude Code panel.*Send any prompt there/,
    );
    assert.match(
      openSessionMessage(null, 'cli', false, t),
      /^This session is open in a running Claude Code.*\/compact.*\/exit/,
    );
  });
});
