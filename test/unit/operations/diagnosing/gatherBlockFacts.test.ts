import assert from 'node:assert/strict';
import {
  gatherBlockFacts,
  type FactSources,
} from '../../../../src/operations/diagnosing/gatherBlockFacts';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';
import { sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const SESSION_ID = '7f3c2a10-1111-4111-8111-111111111111';

describe('gatherBlockFacts', () => {
  const directory = useTemporaryDirectory();

  function gather(changes: Partial<FactSources> = {}) {
    const snapshot = sampleSnapshot({
      path: directory.path('read by nobody'),
      requestedModel: 'claude-sonnet-4-6[1m]',
      version: '2.1.300',
      sessionId: SESSION_ID,
      cwd: directory.path('ledger'),
      blocked: { kind: 'credits', case: 'entitlement', sinceMs: 1 },
      ...tokens(31_200),
    });
    const sources = {
      configDirectory: directory.path('home', '.claude'),
      homeDirectory: directory.path('home'),
      platform: 'linux' as const,
      env: {},
      extensionSettings: {},
      managedDirectory: directory.path('managed'),
    };
    return gatherBlockFacts({ snapshot, programVersion: '2.1.329', ...sources, ...changes });
  }

  it('brings together what settings, registry and snapshot say', async () => {
    directory.write(
      'home/.claude/settings.json',
      '{\n  "model": "sonnet[1m]",\n  "autoCompactEnabled": false\n}',
    );
    directory.write('ledger/.claude/agents/reviewer.md', '---\nmodel: opus[1m]\n---\n');
    directory.write('home/.claude.json', '{"cachedExtraUsageDisabledReason":"out_of_credits"}');
    directory.write('ledger/.claude/settings.json', '{ oops');
    const { facts, holder, problems } = await gather({
      env: { ANTHROPIC_MODEL: 'sonnet[1m]', CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' },
    });
    assert.deepEqual(
      facts.pins.map(({ place, line }) => [place, line]),
      [
        ['user', 2],
        ['agent', 2],
        ['environment', null],
      ],
    );
    assert.deepEqual(
      [
        facts.problem,
        facts.tokens,
        facts.autoCompactEnabled,
        facts.usageCredits.reason,
        facts.disable1m?.value,
      ],
      ['entitlement', 31_200, false, 'out_of_credits', true],
    );
    assert.deepEqual(
      [facts.openness, facts.requestedModel, facts.sessionVersion, facts.programVersion, holder],
      ['closed', 'claude-sonnet-4-6[1m]', '2.1.300', '2.1.329', null],
    );
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['notJson'],
      'told once, though two looked',
    );
  });

  it('knows the process that has the session open', async () => {
    await writeOpenSession(directory.path('home', '.claude'), {
      sessionId: SESSION_ID,
      cwd: directory.path('ledger'),
    });
    const { facts, holder } = await gather();
    assert.notEqual(facts.openness, 'closed');
    assert.equal(holder?.open.pid, process.pid);
  });

  it('has an answer where there is nothing to read', async () => {
    const { facts } = await gather({
      snapshot: sampleSnapshot({
        path: directory.path('none'),
        sessionId: null,
        cwd: null,
        version: null,
        ...tokens(null),
      }),
      programVersion: null,
    });
    assert.deepEqual(
      [facts.problem, facts.tokens, facts.pins, facts.programVersion, facts.sessionVersion],
      ['entitlement', null, [], null, null],
    );
  });
});
