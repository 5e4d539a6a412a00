import assert from 'node:assert/strict';
import type { Pin } from '../../../../src/domain/recovery/pin';
import { recoverPage } from '../../../../src/features/recover/recoverView';
import type { RecoverState } from '../../../../src/features/recover/recoverState';
import {
  parseFromRecoverPage,
  parseToRecoverPage,
  type RecoverPage,
} from '../../../../src/features/recover/protocol';
import { inEnglish as t } from '../../../../src/wording/translate';
import { sampleFacts } from '../../../fixtures/sampleFacts';
import { sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';
import { hostileTexts } from '../../../fixtures/hostileTexts';

const PIN: Pin = {
  place: 'user',
  file: '/home/dev/.claude/settings.json',
  line: 14,
  path: ['model'],
  value: 'claude-sonnet-4-6[1m]',
  standard: 'claude-sonnet-4-6',
};
const ENV_PIN: Pin = {
  place: 'environment',
  file: null,
  line: null,
  path: ['ANTHROPIC_DEFAULT_OPUS_MODEL'],
  value: 'claude-opus-4-6[1m]',
  standard: null,
};

function state(changes: Partial<RecoverState> = {}): RecoverState {
  return {
    facts: sampleFacts(),
    snapshot: sampleSnapshot({
      ...tokens(214_640, false),
      title: 'Add CSV import to the ledger',
      model: 'claude-opus-5-5',
    }),
    blockedSinceMs: 1_000,
    unblocked: null,
    holder: null,
    results: new Map(),
    homeDirectory: '/home/dev',
    isRestricted: false,
    compactModel: 'claude-haiku-4-5-20251001',
    ...changes,
  };
}

const page = (changes: Partial<RecoverState> = {}): RecoverPage =>
  recoverPage(state(changes), t, () => '14:02');
const plain = (parts: readonly { readonly text: string }[]): string =>
  parts.map(({ text }) => text).join(' ');
const fact = (shown: RecoverPage, name: string): string =>
  plain(shown.verdict.facts.find((row) => row.name === name)?.parts ?? []);

describe('recoverPage', () => {
  it('says of a grown session what it is, with the evidence, and the shortest way first', () => {
    const shown = page();
    assert.equal(shown.title, 'Recover “Add CSV import to the ledger”');
    assert.equal(shown.subtitle, 'API Error: Usage credits required for 1M context · 14:02');
    assert.deepEqual(
      [shown.verdict.severity, shown.verdict.title],
      ['error', 'The session has grown past 200K.'],
    );
    assert.equal(fact(shown, 'Context'), '~214.6K tokens, 14.6K over 200K');
    assert.equal(fact(shown, 'Model'), 'Opus 5.5, not pinned to 1M in any settings file');
    assert.equal(fact(shown, 'Claude Code'), '2.1.329, not running');
    assert.equal(shown.steps[0]?.title, 'Compact with Haiku 4.5, then continue with Opus 5.5');
    assert.deepEqual(shown.steps.map(({ isCurrent }) => isCurrent).filter(Boolean).length, 1);
    assert.ok(shown.steps[0].isCurrent);
    assert.equal(shown.pins, null);
  });

  it('says where compacting does not get below 200K, and has a person prune first', () => {
    const shown = page({ facts: sampleFacts({ tokens: 371_300 }) });
    assert.equal(shown.steps[0]?.title, 'Prune to fit, then continue');
    assert.ok(shown.steps[0].isCurrent);
    assert.match(
      plain(shown.steps[1]?.parts ?? []),
      /~206K would be left, not below 200K: prune first\./,
    );
    assert.doesNotMatch(plain(page().steps[0]?.parts ?? []), /would be left/);
  });

  it('has nothing stand out where nothing is blocked', () => {
    for (const facts of [
      sampleFacts(),
      sampleFacts({ problem: 'entitlement', tokens: 31_200 }),
      sampleFacts({ problem: 'entitlement', tokens: 31_200, pins: [PIN] }),
    ]) {
      const shown = page({ facts, blockedSinceMs: null });
      assert.ok(shown.steps.every(({ isCurrent }) => !isCurrent));
      assert.notEqual(shown.pins?.isCurrent, true);
      assert.equal(shown.verdict.action, null);
    }
    const pinned = sampleFacts({ problem: 'entitlement', tokens: 31_200, pins: [PIN] });
    assert.equal(page({ facts: pinned }).pins?.isCurrent, true);
  });

  it('goes on to the next step when one was in vain', () => {
    const shown = page({
      facts: sampleFacts({ openness: 'open' }),
      holder: { version: '2.1.329', status: 'idle', entrypoint: 'cli', isInTerminal: true },
      results: new Map([['promptAgain', { kind: 'vain', atMs: 1, seconds: 90 }]]),
    });
    assert.deepEqual(
      [shown.steps[0]?.result?.text, shown.steps[0]?.isCurrent, shown.steps[1]?.isCurrent],
      ['Still blocked: nothing was written within 90 s (14:02).', false, true],
    );
    assert.equal(fact(shown, 'Claude Code'), '2.1.329, running in a terminal of this window, idle');
    assert.equal(shown.steps[0]?.action?.id, 'promptAgain');
  });

  it('says what is waited for', () => {
    const waiting = (kind: 'compact' | 'prune'): string[] =>
      page({ results: new Map([[kind, { kind: 'waiting' }]]) }).steps.flatMap(({ result }) =>
        result?.kind === 'waiting' ? [result.text] : [],
      );
    assert.deepEqual(waiting('compact'), ['Waiting for Claude Code to write the summary…']);
    assert.deepEqual(waiting('prune'), ['Waiting for the pruned session…']);
  });

  it('types nothing where the session runs in no terminal of this window', () => {
    const shown = page({
      facts: sampleFacts({ openness: 'open' }),
      holder: {
        version: '2.1.329',
        status: 'idle',
        entrypoint: 'claude-vscode',
        isInTerminal: false,
      },
    });
    assert.equal(shown.steps[0]?.action, null);
    assert.match(fact(shown, 'Claude Code'), /in the Claude Code panel/);
    assert.ok(
      shown.steps.every(({ action }) => action?.id !== 'standardModel'),
      'nothing is started beside a running process',
    );
  });

  it('shows pinned models where they are the matter, and says that size is not', () => {
    const shown = page({
      facts: sampleFacts({
        problem: 'entitlement',
        tokens: 31_200,
        pins: [
          PIN,
          { ...PIN, place: 'agent', file: '/home/dev/ledger/.claude/agents/reviewer.md', line: 4 },
          ENV_PIN,
        ],
        requestedModel: 'claude-sonnet-4-6[1m]',
        model: 'claude-sonnet-4-6',
        usageCredits: { state: 'off', reason: 'overage_not_provisioned' },
      }),
      snapshot: sampleSnapshot(tokens(31_200)),
    });
    assert.equal(shown.verdict.title, 'A 1M model is pinned; the session is not too large.');
    assert.deepEqual(
      shown.pins?.rows.map(({ where, setting, open, fix }) => [where, setting, open?.id, fix?.id]),
      [
        ['~/.claude/settings.json:14', 'model', 'openPin0', 'fixPin0'],
        ['.claude/agents/reviewer.md:4', 'model', 'openPin1', 'fixPin1'],
        ['Environment of this window', 'ANTHROPIC_DEFAULT_OPUS_MODEL', undefined, undefined],
      ],
    );
    assert.match(fact(shown, 'Usage credits'), /off, overage_not_provisioned/);
    assert.match(
      fact(shown, 'Plans'),
      /as of 2026-03: Opus 4.6 with Max, Team, Enterprise; Sonnet 4.6 with none/,
    );
    assert.equal(fact(shown, 'Context'), '31.2K tokens, 15% of 200K');
    assert.ok(shown.vain.some((parts) => /Pruning, compacting/.test(plain(parts))));
    assert.match(
      page({
        facts: sampleFacts({ problem: 'entitlement', tokens: null }),
        snapshot: sampleSnapshot(tokens(null)),
      }).verdict.title,
      /^The account is perhaps not allowed to use 1M context/,
    );
  });

  it('says when it is over, and offers to go on with the model that was used before', () => {
    const smaller = page({ unblocked: { how: 'smaller', atMs: 1, tokens: 63_800 } });
    assert.deepEqual(
      [smaller.verdict.severity, smaller.verdict.title, smaller.verdict.text],
      [
        'info',
        'No longer too large.',
        '~63.8K tokens are left (31% of 200K). The next reply shows it.',
      ],
    );
    const replied = page({
      unblocked: { how: 'replied', atMs: 1, tokens: 63_800 },
      facts: sampleFacts({ requestedModel: 'claude-sonnet-4-6[1m]' }),
    });
    assert.deepEqual(
      [replied.verdict.title, replied.verdict.text],
      ['Unblocked.', 'A reply came at 14:02, with 63.8K tokens.'],
    );
    assert.deepEqual(replied.verdict.action, {
      id: 'continueSession',
      title: 'Continue with Sonnet 4.6 in Terminal',
    });
    const small = page({
      unblocked: { how: 'replied', atMs: 1, tokens: 63_800 },
      facts: sampleFacts({ problem: 'entitlement', requestedModel: 'gateway-model[1m]' }),
    });
    assert.equal(
      small.verdict.action?.title,
      'Continue with gateway-model in Terminal',
      'not with what was refused',
    );
    assert.deepEqual([replied.steps, replied.vain], [[], []], 'nothing is left to do');
    assert.ok(smaller.steps.length > 0 && smaller.steps.every(({ isCurrent }) => !isCurrent));
    const open = { version: '2.1.329', status: 'idle', entrypoint: 'cli', isInTerminal: true };
    assert.equal(
      page({ unblocked: { how: 'smaller', atMs: 1, tokens: 5 }, holder: open }).verdict.action
        ?.title,
      'Show Its Terminal',
    );
    assert.equal(
      page({
        unblocked: { how: 'smaller', atMs: 1, tokens: 5 },
        holder: { ...open, isInTerminal: false },
      }).verdict.action,
      null,
    );
  });

  it('says what would help in a session that was never refused', () => {
    const shown = page({ blockedSinceMs: null });
    assert.deepEqual(
      [shown.subtitle, shown.verdict.severity],
      ['This session was not blocked.', 'info'],
    );
  });

  it('is a message of its protocol, whatever a title or a setting says', () => {
    for (const text of [...hostileTexts, 'x'.repeat(5_000)]) {
      const shown = page({
        snapshot: sampleSnapshot({ title: text.repeat(20), model: text }),
        facts: sampleFacts({
          problem: 'entitlement',
          model: text,
          requestedModel: text,
          sessionVersion: text,
          pins: [{ ...PIN, file: `/home/dev/${text}` }],
        }),
      });
      assert.notEqual(parseToRecoverPage({ type: 'page', page: shown }), null);
    }
    for (const wrong of [
      null,
      5,
      {},
      { type: 'act' },
      { type: 'act', action: '../x' },
      { type: 'act', action: 'x'.repeat(50) },
    ])
      assert.equal(parseFromRecoverPage(wrong), null);
    assert.deepEqual(parseFromRecoverPage({ type: 'act', action: 'fixPin12' }), {
      type: 'act',
      action: 'fixPin12',
    });
  });
});
