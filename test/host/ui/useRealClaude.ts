import path from 'node:path';
import { createClaudeSandbox, removeClaudeSandbox } from '../../claude/claudeSandbox';
import type { ClaudeSandbox } from '../../claude/claudeSandbox';
import { startMockMessagesApi, type MockMessagesApi } from '../../claude/mockMessagesApi';
import { fetchClaudeCli } from '../../setup/claudeCli';
import { projectDirectory } from '../../setup/cacheDirectory';
import { useMeter, type MeterOptions, type MeterUnderTest } from './useMeter';

interface RealClaude {
  readonly api: MockMessagesApi;
  readonly sandbox: ClaudeSandbox;
}

/** What a terminal of this VS Code has of its own. */
const OF_VS_CODE = ['HOME', 'PATH', 'TMPDIR', 'SHELL'];
/** Nothing listens there: whatever is not on the loopback interface is not reached. */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * Like {@link useMeter}, with the real Claude Code on the machine of that window, which talks to a
 * mock of the API alone.
 */
export function useRealClaude(
  options: Pick<MeterOptions, 'userSettings' | 'viewport'> = {},
): () => MeterUnderTest & RealClaude {
  let real: RealClaude | undefined;
  const inSandbox: MeterOptions = { ...options, open: () => real?.sandbox.workspace };

  before('start the mock of the API', async function () {
    this.timeout(10 * 60_000);
    const cache = path.join(projectDirectory, '.cache', 'claude-code');
    const binary = await fetchClaudeCli(cache, (line) => console.log(line));
    const api = await startMockMessagesApi();
    const sandbox = await createClaudeSandbox({ binary, apiUrl: api.url });
    inSandbox.environment = {
      ...Object.fromEntries(
        Object.entries(sandbox.environment).filter(([name]) => !OF_VS_CODE.includes(name)),
      ),
      HTTPS_PROXY: NOWHERE,
      HTTP_PROXY: NOWHERE,
      NO_PROXY: '127.0.0.1,localhost',
    };
    inSandbox.machineSettings = { 'leeway.claudePath': binary };
    real = { api, sandbox };
  });
  const meter = useMeter(inSandbox);
  after('stop the mock of the API', async () => {
    await real?.api.stop();
    if (real !== undefined) await removeClaudeSandbox(real.sandbox);
  });

  return () => ({ ...meter(), ...real! });
}
