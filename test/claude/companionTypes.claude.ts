import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { companionSource } from './companionInstall';
import { useClaude } from './useClaude';
import { model } from './sessionsToPrune';
import { until } from './until';

/** Claude Code writes its declarations beside a plugin of a person's own. */
describe('the code of the companion', () => {
  const claude = useClaude({ binary: process.env['COMPANION_CLAUDE_BINARY']! });

  it('fits the declarations that Claude Code writes', async () => {
    const { sandbox, openTerminal } = claude();
    const plugin = path.join(path.dirname(sandbox.configDirectory), 'leeway');
    await cp(path.join(companionSource, 'leeway'), plugin, { recursive: true });
    await openTerminal({ model, pluginDirectory: plugin });
    const config = path.join(plugin, 'tsconfig.json');
    const written = await until('the declarations', 20_000, () =>
      readFile(config, 'utf8').catch(() => undefined),
    );
    const checked = { allowJs: true, checkJs: true, lib: ['es2023', 'webworker'] };
    const own = { ...(JSON.parse(written) as object), compilerOptions: checked };
    await writeFile(
      config,
      JSON.stringify({ ...own, include: ['hooks', 'types', '.claude-plugin/types'] }),
    );
    const compiler = path.join(__dirname, '../../node_modules/typescript/bin/tsc');
    const said = spawnSync(process.execPath, [compiler, '-p', config], { encoding: 'utf8' });
    assert.equal(said.status, 0, said.stdout);
  }).timeout(120_000);
});
