import assert from 'node:assert/strict';
import { diagnosticReport } from '../../../../src/domain/recovery/diagnosticReport';
import { sampleFacts } from '../../../fixtures/sampleFacts';

describe('diagnosticReport', () => {
  const report = diagnosticReport({
    facts: sampleFacts({
      model: 'claude-sonnet-4-6',
      requestedModel: 'claude-sonnet-4-6[1m]',
      disable1m: {
        value: true,
        origin: {
          file: '/home/dev/secret-client/ledger/.claude/settings.json',
          key: 'CLAUDE_CODE_DISABLE_1M_CONTEXT',
        },
      },
      pins: [
        {
          place: 'environment',
          file: null,
          line: null,
          path: ['ANTHROPIC_MODEL'],
          value: 'gateway-private[1m]',
          standard: null,
        },
        {
          place: 'user',
          file: '/home/dev/.claude/settings.json',
          line: 14,
          path: ['model'],
          value: 'sonnet[1m]',
          standard: 'sonnet',
        },
      ],
    }),
    sessionId: '7f3c2a10-1111-4111-8111-111111111111',
    extensionVersion: '0.4.0',
    editorVersion: '1.101.0',
    platform: 'linux x64',
    homeDirectory: '/home/dev',
    problems: [
      { file: '/home/dev/secret-client/ledger/.claude/settings.local.json', kind: 'notJson' },
    ],
    tried: ['compact: tooLong\u001b[31m'],
  });

  it('tells versions, keys and counts', () => {
    for (const expected of [
      '0.4.0',
      '2.1.329',
      'Tokens: 250000',
      'claude-sonnet-4-6[1m]',
      'environment: ANTHROPIC_MODEL',
      'settings.json:14: model',
      'settings.local.json (notJson)',
      'tooLong',
    ]) {
      assert.ok(report.includes(expected), `${expected} in\n${report}`);
    }
  });

  it('keeps values of variables, whole ids and whole paths to itself', () => {
    for (const secret of ['gateway-private', '1111-4111', 'secret-client', '/home/dev', '\u001b'])
      assert.ok(!report.includes(secret), secret);
  });
});
