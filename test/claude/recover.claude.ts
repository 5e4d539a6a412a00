import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
import type { Snapshot } from '../../src/domain/accounting/snapshot';
import { NO_CONTROLS } from '../../src/io/claudeSettings/claudeControls';
import {
  planJsonChange,
  planTextChange,
  undoSettings,
  writeSettings,
  type SettingsChange,
  type SettingsWritten,
} from '../../src/io/claudeSettings/writeSettings';
import { gatherBlockFacts } from '../../src/operations/diagnosing/gatherBlockFacts';
import { silentLog } from '../../src/log';
import { readSnapshot } from '../../src/operations/reading/readSnapshot';
import { adviseOn } from '../../src/domain/recovery/advice';
import { withFrontMatterModel } from '../../src/domain/recovery/pinsInFrontMatter';
import { formerModel, grow } from './grownSession';
import { reply, text, toolUse } from './mockReply';
import { meter } from './meter';
import { prune } from './prunedSession';
import { runClaude } from './runClaude';
import { until } from './until';
import { useClaude, type ClaudeTest } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

const timeLimitMs = 60_000;

describe('recover, a grown session that is open', function () {
  this.timeout(180_000);
  const claude = useClaude({ account: 'subscriber' });

  it('compacts itself at the next prompt of the same process, as the first step says', async () => {
    const test = claude();
    const { api, sandbox } = test;
    const session = await grow(test);
    const terminal = await test.openTerminal({ model: formerModel, resume: session.sessionId });
    api.rules.creditsAboveTokens = 200_000;
    await terminal.submit('Go on.');
    await until(
      'the refusal',
      timeLimitMs,
      async () => (await meter(sandbox, session.sessionFile)).blocked?.case === 'grown',
    );

    const { facts } = await factsOf(test, session.sessionFile);
    const { steps } = adviseOn(facts);
    assert.deepEqual(
      [facts.liveness === 'ended', facts.sessionVersion, steps[0]?.kind],
      [false, '2.1.329', 'promptAgain'],
    );
    assert.equal(steps[1]?.kind === 'compact' && steps[1].how, 'typed');

    await terminal.submit('Go on.');
    await until(
      'it to be unblocked',
      timeLimitMs,
      async () => (await meter(sandbox, session.sessionFile)).blocked === null,
    );
    await until(
      'a reply',
      timeLimitMs,
      async () => (await meter(sandbox, session.sessionFile)).exact,
    );
    assert.ok((await meter(sandbox, session.sessionFile)).contextTokens < 200_000);
    assert.ok((await readFile(session.sessionFile, 'utf8')).includes('compact_boundary'));
  });
});

for (const account of ['apiKey', 'subscriber'] as const) {
  describe(`recover, a grown session that is pruned, ${account}`, function () {
    this.timeout(180_000);
    const claude = useClaude({ account });

    it('answers with the former model, nothing summarized', async () => {
      const test = claude();
      const { api, sandbox } = test;
      const { sessionId, sessionFile } = await sessionThatRead(test);
      api.rules.creditsAboveTokens = 200_000;
      assert.equal(
        (await runClaude(sandbox, 'Go on.', { model: formerModel, resume: sessionId })).isError,
        true,
      );
      assert.equal((await meter(sandbox, sessionFile)).blocked?.case, 'grown');
      await prune(sandbox, sessionFile, '--target', '60');
      assert.equal(
        (await runClaude(sandbox, 'Go on.', { model: formerModel, resume: sessionId })).isError,
        false,
      );
      assert.deepEqual(
        [api.requests.at(-1)?.model, api.requests.some(({ kind }) => kind === 'compaction')],
        [formerModel, false],
      );
      const after = await meter(sandbox, sessionFile);
      assert.deepEqual(
        [after.blocked, after.exact, after.contextTokens < 200_000],
        [null, true, true],
      );
    });

    it('does so in the terminal where it is open, once /resume has loaded it again', async () => {
      const test = claude();
      const { api, sandbox } = test;
      const { sessionId, sessionFile } = await sessionThatRead(test);
      const terminal = await test.openTerminal({ model: formerModel, resume: sessionId });
      api.rules.creditsAboveTokens = 200_000;
      await terminal.submit('Go on.');
      await until(
        'the refusal',
        timeLimitMs,
        async () => (await meter(sandbox, sessionFile)).blocked?.case === 'grown',
      );
      await prune(sandbox, sessionFile, '--target', '60');
      await terminal.submit(`/resume ${sessionId}`);
      await terminal.submit('Go on.');
      await until('a reply', timeLimitMs, async () => (await meter(sandbox, sessionFile)).exact);
      // A process that was refused as a subscriber's compacts at its next prompt whatever the size;
      // the step on the page says so.
      assert.deepEqual(
        [
          (await meter(sandbox, sessionFile)).blocked,
          api.requests.some(({ kind }) => kind === 'compaction'),
        ],
        [null, account === 'subscriber'],
      );
    });
  });
}

describe('recover, a pinned 1M model', function () {
  this.timeout(180_000);
  const claude = useClaude({ account: 'subscriber' });
  const pinned = 'claude-sonnet-4-6[1m]';

  /** Where a model can be pinned for every prompt of a session, and how that is written there. */
  const places: {
    title: string;
    file: (test: ClaudeTest) => string;
    settings: object;
    keys: string[];
  }[] = [
    {
      title: 'model in the user’s settings',
      file: ({ sandbox }) => path.join(sandbox.configDirectory, 'settings.json'),
      settings: { theme: 'dark', model: pinned },
      keys: ['model'],
    },
    {
      title: 'model in the project’s settings',
      file: ({ sandbox }) => path.join(sandbox.workspace, '.claude', 'settings.json'),
      settings: { model: pinned },
      keys: ['model'],
    },
    {
      title: 'ANTHROPIC_MODEL in local settings',
      file: ({ sandbox }) => path.join(sandbox.workspace, '.claude', 'settings.local.json'),
      settings: { env: { ANTHROPIC_MODEL: pinned } },
      keys: ['env', 'ANTHROPIC_MODEL'],
    },
    {
      title: 'ANTHROPIC_DEFAULT_SONNET_MODEL behind an alias',
      file: ({ sandbox }) => path.join(sandbox.configDirectory, 'settings.json'),
      settings: { model: 'sonnet', env: { ANTHROPIC_DEFAULT_SONNET_MODEL: pinned } },
      keys: ['env', 'ANTHROPIC_DEFAULT_SONNET_MODEL'],
    },
  ];

  for (const { title, file, settings, keys } of places) {
    it(`is found, and its change lets the next prompt through: ${title}`, async () => {
      const test = claude();
      const { api, sandbox } = test;
      await mkdir(path.dirname(file(test)), { recursive: true });
      const before = `${JSON.stringify(settings, null, 4)}\n`;
      await writeFile(file(test), before);
      api.rules.creditsAboveTokens = 0;
      const refused = await runClaude(sandbox, 'Hello.');
      assert.deepEqual(
        [refused.isError, api.requests.at(-1)?.status],
        [true, 429],
        'the CLI takes the pin',
      );

      const { facts } = await factsOf(test, refused.sessionFile);
      assert.equal(facts.problem, 'entitlement');
      assert.deepEqual(
        facts.pins.map((pin) => [pin.file, pin.path, pin.value, pin.standard]),
        [[file(test), keys, pinned, 'claude-sonnet-4-6']],
      );
      assert.equal(
        before.split('\n')[(facts.pins[0]?.line ?? 0) - 1]?.includes(pinned),
        true,
        'on that line',
      );
      assert.equal(adviseOn(facts).steps[0]?.kind, 'fixPins');

      const written = await write(await planJsonChange(file(test), keys, facts.pins[0]!.standard));
      assert.equal((await runClaude(sandbox, 'Hello.')).isError, false);
      assert.deepEqual(await undoSettings(written, Date.now()), { problem: null });
      assert.equal(await readFile(file(test), 'utf8'), before);
      assert.equal((await runClaude(sandbox, 'Hello.')).isError, true);
    });
  }

  it('is found in a subagent, which is refused while the session itself is not', async () => {
    const test = claude();
    const { api, sandbox } = test;
    const agent = path.join(sandbox.workspace, '.claude', 'agents', 'reviewer.md');
    await mkdir(path.dirname(agent), { recursive: true });
    await writeFile(
      agent,
      '---\nname: reviewer\ndescription: Reviews.\nmodel: claude-sonnet-4-6[1m]\n---\nYou review.\n',
    );
    api.rules.creditsAboveTokens = 0;
    const delegate = () =>
      reply(
        toolUse('Agent', {
          description: 'Review',
          prompt: 'Review it.',
          subagent_type: 'reviewer',
          run_in_background: false,
        }),
      );
    const refusals = () => api.requests.filter(({ status }) => status === 429).length;
    api.script(delegate(), reply(text('Done.')));
    const { sessionFile } = await runClaude(sandbox, 'Have it reviewed.', {
      model: 'claude-sonnet-4-6',
    });
    assert.ok(refusals() > 0, 'the subagent asks for 1M');

    const { facts } = await factsOf(test, sessionFile);
    const [pin] = facts.pins;
    assert.deepEqual([pin?.place, pin?.file, pin?.line], ['agent', agent, 4]);
    await write(
      await planTextChange(agent, (before) =>
        withFrontMatterModel(before, pin!.line!, pin!.value, pin!.standard!),
      ),
    );
    const refused = refusals();
    api.script(delegate());
    await runClaude(sandbox, 'Have it reviewed.', { model: 'claude-sonnet-4-6' });
    assert.equal(refusals(), refused);
  });

  it('is held to 200K by the switch that the page offers', async () => {
    const test = claude();
    const { api, sandbox } = test;
    const settings = path.join(sandbox.configDirectory, 'settings.json');
    api.rules.creditsAboveTokens = 0;
    assert.equal((await runClaude(sandbox, 'Hello.', { model: pinned })).isError, true);
    await write(await planJsonChange(settings, ['env', 'CLAUDE_CODE_DISABLE_1M_CONTEXT'], '1'));
    assert.equal(
      (await runClaude(sandbox, 'Hello.', { model: pinned })).isError,
      false,
      'the request goes out without asking for 1M',
    );
  });
});

/** A session of some 230K tokens, most of them in files that it has read. */
async function sessionThatRead({
  api,
  sandbox,
}: ClaudeTest): Promise<{ sessionId: string; sessionFile: string }> {
  let session = await runClaude(sandbox, 'Add CSV import to the ledger', { model: formerModel });
  for (let seed = 0; seed < 12; seed++) {
    const file = await writeWorkspaceFile(sandbox, `${String(seed)}.md`, prose(70_000, seed));
    api.script(reply(toolUse('Read', { file_path: file })), reply(text('Read.')));
    session = await runClaude(sandbox, `Read ${String(seed)}.md.`, {
      model: formerModel,
      resume: session.sessionId,
    });
  }
  assert.ok((await meter(sandbox, session.sessionFile)).contextTokens > 205_000);
  return session;
}

async function write(
  planned: { readonly change: SettingsChange } | { readonly problem: string },
): Promise<SettingsWritten> {
  assert.ok('change' in planned, JSON.stringify(planned));
  const written = await writeSettings(planned.change, Date.now());
  assert.ok('change' in written, JSON.stringify(written));
  return written;
}

async function factsOf({ sandbox }: ClaudeTest, sessionFile: string) {
  return gatherBlockFacts({
    snapshot: await snapshotOf(sessionFile),
    configDirectory: sandbox.configDirectory,
    homeDirectory: homedir(),
    platform: process.platform,
    env: sandbox.environment,
    extensionSettings: {},
    programVersion: '2.1.329',
  });
}

async function snapshotOf(sessionFile: string): Promise<Snapshot> {
  const snapshot = await readSnapshot(sessionFile, {
    log: silentLog,
    loadTokenCount,
    settingsFor: () =>
      Promise.resolve({ limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS }),
  });
  assert.ok(!('problem' in snapshot));
  return snapshot;
}
