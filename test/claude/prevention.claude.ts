import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { planJsonChange, writeSettings } from '../../src/io/claudeSettings/writeSettings';
import { denyProposals } from '../../src/domain/prevention/generatedFolders';
import type { ClaudeSandbox } from './claudeSandbox';
import { lastAnsweredTurn } from './expectations';
import { reply, text, toolUse } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';

const model = 'claude-sonnet-4-6';
const KEPT_OUT = [
  'dist/big.js',
  'packages/a/node_modules/lib/index.js',
  'out.log',
  'deep/down/server.log',
];
const READABLE = ['src/main.js', 'distance/near.js'];

/** What a person would get who takes all that is proposed. */
async function deny(sandbox: ClaudeSandbox, settingsFile: string): Promise<void> {
  const files = KEPT_OUT.map((name) => ({
    name: path.join(sandbox.workspace, name),
    tokens: 1,
    reads: 1,
    count: 1,
  }));
  const rules = denyProposals(files, sandbox.workspace, [], []).map(({ rule }) => rule);
  const planned = await planJsonChange(
    settingsFile,
    sandbox.configDirectory,
    ['permissions', 'deny'],
    rules,
  );
  assert.ok(!('problem' in planned), JSON.stringify(planned));
  const written = await writeSettings(planned.change, Date.now());
  assert.ok(!('problem' in written), JSON.stringify(written));
}

describe('rules against generated folders', () => {
  const claude = useClaude();

  for (const [where, fileOf] of [
    [
      'the project’s settings',
      (sandbox: ClaudeSandbox) => path.join(sandbox.workspace, '.claude', 'settings.local.json'),
    ],
    [
      'the person’s settings',
      (sandbox: ClaudeSandbox) => path.join(sandbox.configDirectory, 'settings.json'),
    ],
  ] as const) {
    it(`in ${where} keep Read out, and let the rest be read`, async () => {
      const { api, sandbox } = claude();
      for (const name of [...KEPT_OUT, ...READABLE]) {
        await mkdir(path.dirname(path.join(sandbox.workspace, name)), { recursive: true });
        await writeFile(path.join(sandbox.workspace, name), `content of ${name}\n`);
      }
      await deny(sandbox, fileOf(sandbox));
      api.script(
        reply(
          ...[...KEPT_OUT, ...READABLE].map((name) =>
            toolUse('Read', { file_path: path.join(sandbox.workspace, name) }),
          ),
        ),
        reply(text('Read what could be read.')),
      );
      await runClaude(sandbox, 'Read all of them.', { model });
      const request = JSON.stringify(lastAnsweredTurn(api).body.messages);
      for (const name of KEPT_OUT)
        assert.ok(!request.includes(`content of ${name}`), `${name} was read`);
      for (const name of READABLE)
        assert.ok(request.includes(`content of ${name}`), `${name} could not be read: ${request}`);
      assert.equal(request.match(/denied by your permission settings/g)?.length, KEPT_OUT.length);
    });
  }
});
