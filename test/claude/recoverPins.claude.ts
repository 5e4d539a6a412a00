import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  planJsonChange,
  planTextChange,
  undoSettings,
  writeSettings,
  type SettingsChange,
  type SettingsWritten,
} from '../../src/io/claudeSettings/writeSettings';
import { adviseOn } from '../../src/domain/recovery/advice';
import { withFrontMatterModel } from '../../src/domain/recovery/pinsInFrontMatter';
import { blockFactsOf } from './blockFactsOf';
import { reply, text, toolUse } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude, type ClaudeTest } from './useClaude';

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

      const { facts } = await blockFactsOf(test, refused.sessionFile);
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

      const written = await write(
        await planJsonChange(file(test), sandbox.configDirectory, keys, facts.pins[0]!.standard),
      );
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

    const { facts } = await blockFactsOf(test, sessionFile);
    const [pin] = facts.pins;
    assert.deepEqual([pin?.place, pin?.file, pin?.line], ['agent', agent, 4]);
    await write(
      await planTextChange(agent, test.sandbox.configDirectory, (before) =>
        withFrontMatterModel(before!, pin!.line!, pin!.value, pin!.standard!),
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
    await write(
      await planJsonChange(
        settings,
        sandbox.configDirectory,
        ['env', 'CLAUDE_CODE_DISABLE_1M_CONTEXT'],
        '1',
      ),
    );
    assert.equal(
      (await runClaude(sandbox, 'Hello.', { model: pinned })).isError,
      false,
      'the request goes out without asking for 1M',
    );
  });
});

async function write(
  planned: { readonly change: SettingsChange } | { readonly problem: string },
): Promise<SettingsWritten> {
  assert.ok('change' in planned, JSON.stringify(planned));
  const written = await writeSettings(planned.change, Date.now());
  assert.ok('change' in written, JSON.stringify(written));
  return written;
}
