import assert from 'node:assert/strict';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { readClaudeControls } from '../../../../src/io/claudeSettings/readClaudeControls';
import type { WallEvidence } from '../../../../src/domain/accounting/walls';
import {
  firstWindow,
  LOCAL,
  MANAGED,
  PROJECT,
  STATE,
  useControlFiles,
  USER,
  valueAndFile,
  WINDOW,
} from '../../../fixtures/controlFiles';

describe('readClaudeControls', () => {
  const { directory, read, readWith, at } = useControlFiles();

  it('says nothing where there is nothing', async () => {
    assert.deepEqual(await read(), NO_CONTROLS);
    const places = {
      configDirectory: directory.path('home', '.claude'),
      homeDirectory: directory.path('home'),
      env: {},
      projectFolder: null,
    };
    assert.deepEqual(
      await readClaudeControls({ ...places, managedDirectory: directory.path('managed') }),
      NO_CONTROLS,
    );
  });

  it('fits what the walls are reckoned from', async () => {
    const controls: WallEvidence['controls'] = await read();
    assert.ok(controls);
  });

  it('ranks managed over local over project over user', async () => {
    const files = [MANAGED, LOCAL, PROJECT, USER];
    const weakestFirst = [...files].reverse();
    for (const [index, name] of weakestFirst.entries()) {
      const tokens = 200_000 + index;
      assert.deepEqual(firstWindow(await readWith({ [name]: { autoCompactWindow: tokens } })), [
        tokens,
        at(name),
      ]);
    }
  });

  it('lays env blocks over the environment, and the variable over the setting', async () => {
    const inEnvironment = { [WINDOW]: '250000' };
    assert.deepEqual((await read(inEnvironment)).autoCompactWindows, [
      { model: null, tokens: 250_000, origin: { file: null, key: WINDOW } },
    ]);
    assert.deepEqual(
      firstWindow(await readWith({ [MANAGED]: { autoCompactWindow: 400_000 } }, inEnvironment)),
      [250_000, null],
    );
    assert.deepEqual(
      firstWindow(await readWith({ [STATE]: { env: { [WINDOW]: '260000' } } }, inEnvironment)),
      [260_000, at(STATE)],
    );
    assert.deepEqual(
      firstWindow(await readWith({ [USER]: { env: { [WINDOW]: 300_000 } } }, inEnvironment)),
      [300_000, at(USER)],
    );
    assert.deepEqual(
      firstWindow(
        await readWith(
          { [PROJECT]: { env: { [WINDOW]: '500000' } }, [LOCAL]: { env: { [WINDOW]: '350000' } } },
          inEnvironment,
        ),
      ),
      [350_000, at(LOCAL)],
    );
    assert.deepEqual(
      firstWindow(await readWith({ [MANAGED]: { env: { [WINDOW]: '400000' } } }, inEnvironment)),
      [400_000, at(MANAGED)],
    );
  });

  it('lets an empty value in an env block unset a variable', async () => {
    const env = { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' };
    assert.equal(
      (await readWith({ [USER]: { env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '' } } }, env)).disable1m,
      null,
    );
    assert.deepEqual(
      valueAndFile(
        (await readWith({ [USER]: { env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '0' } } }, env))
          .disable1m,
      ),
      [false, at(USER)],
    );
    assert.deepEqual(
      (await readWith({ [USER]: { env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: true } } })).disable1m,
      {
        value: true,
        origin: { file: at(USER), key: 'CLAUDE_CODE_DISABLE_1M_CONTEXT' },
      },
    );
  });

  it('reads the variables', async () => {
    const controls = await read({
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '272000',
      CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '50',
      CLAUDE_CODE_BLOCKING_LIMIT_OVERRIDE: '40000',
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8000',
    });
    const { maxContextTokens, autoCompactPercent, blockingLimitTokens, maxOutputTokens } = controls;
    assert.deepEqual(
      [maxContextTokens, autoCompactPercent, blockingLimitTokens, maxOutputTokens].map(
        (found) => found?.value,
      ),
      [272_000, 50, 40_000, 8000],
    );
    const nonsense = await read({
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: 'x',
      CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '150',
      CLAUDE_CODE_BLOCKING_LIMIT_OVERRIDE: '',
      [WINDOW]: 'auto',
    });
    assert.deepEqual(nonsense, NO_CONTROLS);
  });

  it('ranks what is said for a model before what is said for all, file by file', async () => {
    const { autoCompactWindows } = await readWith({
      [LOCAL]: {
        autoCompactWindow: 350_000,
        modelSettings: {
          'claude-opus-5-5': { autoCompactWindow: 250_000 },
          haiku: { autoCompactWindow: 'auto' },
          sonnet: { autoCompactWindow: 5 },
        },
      },
      [USER]: {
        autoCompactWindow: 150_000,
        modelSettings: { opus: { autoCompactWindow: 130_000 } },
      },
    });
    assert.deepEqual(
      autoCompactWindows.map(({ model, tokens, origin }) => [model, tokens, origin.key]),
      [
        ['claude-opus-5-5', 250_000, 'modelSettings.claude-opus-5-5.autoCompactWindow'],
        ['haiku', 'auto', 'modelSettings.haiku.autoCompactWindow'],
        [null, 350_000, 'autoCompactWindow'],
        ['opus', 130_000, 'modelSettings.opus.autoCompactWindow'],
        [null, 150_000, 'autoCompactWindow'],
      ],
    );
  });

  it('ignores windows that Claude Code ignores, and an auto for all models does not outrank weaker files', async () => {
    for (const ignored of ['auto', '250000', 60_000, 1_500_000, 150_000.5]) {
      const controls = await readWith({
        [LOCAL]: { autoCompactWindow: ignored },
        [USER]: { autoCompactWindow: 350_000 },
      });
      assert.deepEqual(firstWindow(controls), [350_000, at(USER)]);
      assert.deepEqual(controls.problems, []);
    }
  });

  it('lets no other text in through the name of a model', async () => {
    const { autoCompactWindows } = await readWith({
      [USER]: {
        modelSettings: {
          '[click](command:x)\n': { autoCompactWindow: 150_000 },
          '': { autoCompactWindow: 150_000 },
        },
      },
    });
    assert.deepEqual(autoCompactWindows, []);
  });

  it('knows auto-compact to be off by either variable, else by the strongest file, else by the state', async () => {
    const enabled = async (
      files: Record<string, unknown>,
      env: Record<string, string> = {},
    ): Promise<[unknown, unknown]> => valueAndFile((await readWith(files, env)).autoCompactEnabled);
    assert.deepEqual(await enabled({ [STATE]: { autoCompactEnabled: false } }), [false, at(STATE)]);
    assert.deepEqual(await enabled({ [USER]: { autoCompactEnabled: true } }), [true, at(USER)]);
    assert.deepEqual(await enabled({ [LOCAL]: { autoCompactEnabled: false } }), [false, at(LOCAL)]);
    assert.deepEqual(await enabled({ [LOCAL]: { autoCompactEnabled: true } }), [true, at(LOCAL)]);
    assert.deepEqual(await enabled({}, { DISABLE_AUTO_COMPACT: 'yes' }), [false, null]);
    assert.deepEqual(await enabled({}, { DISABLE_COMPACT: '1' }), [false, null]);
    assert.deepEqual(await enabled({}, { DISABLE_COMPACT: '0', DISABLE_AUTO_COMPACT: '2' }), [
      true,
      at(LOCAL),
    ]);
  });

  it('keeps nothing else of the files', async () => {
    const secret = 'sk-ant-secret';
    const files = {
      [USER]: { env: { ANTHROPIC_API_KEY: secret, [WINDOW]: '150000' }, apiKeyHelper: secret },
      [STATE]: { env: { TOKEN: secret }, oauthAccount: { emailAddress: secret } },
    };
    assert.ok(
      !JSON.stringify(await readWith(files, { ANTHROPIC_API_KEY: secret })).includes(secret),
    );
  });
});
