import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import {
  NO_CONTROLS,
  type ClaudeControls,
  type Found,
} from '../../../../src/io/claudeSettings/claudeControls';
import { readClaudeControls } from '../../../../src/io/claudeSettings/readClaudeControls';
import type { WallEvidence } from '../../../../src/domain/accounting/walls';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const USER = 'home/.claude/settings.json';
const PROJECT = 'ledger/.claude/settings.json';
const LOCAL = 'ledger/.claude/settings.local.json';
const MANAGED = 'managed/managed-settings.json';
const STATE = 'home/.claude.json';
const WINDOW = 'CLAUDE_CODE_AUTO_COMPACT_WINDOW';

describe('readClaudeControls', () => {
  const directory = useTemporaryDirectory();

  function read(
    env: Record<string, string> = {},
    configDirectory = directory.path('home', '.claude'),
  ): Promise<ClaudeControls> {
    return readClaudeControls({
      configDirectory,
      projectFolder: directory.path('ledger'),
      env,
      homeDirectory: directory.path('home'),
      platform: 'linux',
      managedDirectory: directory.path('managed'),
    });
  }

  async function readWith(
    files: Record<string, unknown>,
    env: Record<string, string> = {},
  ): Promise<ClaudeControls> {
    for (const [name, content] of Object.entries(files))
      directory.write(name, typeof content === 'string' ? content : JSON.stringify(content));
    return read(env);
  }

  const at = (name: string): string => directory.path(...name.split('/'));
  /** Value and file of the first window for all models. */
  const firstWindow = ({ autoCompactWindows }: ClaudeControls): [unknown, unknown] => [
    autoCompactWindows[0]?.tokens,
    autoCompactWindows[0]?.origin.file,
  ];
  const valueAndFile = (found: Found<unknown> | null): [unknown, unknown] => [
    found?.value,
    found?.origin.file,
  ];

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

  it('takes nothing from a file with a value of the wrong type, as Claude Code does', async () => {
    for (const [key, value] of [
      ['autoCompactEnabled', 'false'],
      ['autoCompactEnabled', null],
      ['env', 'x'],
      ['env', []],
    ] as const) {
      const controls = await readWith({ [LOCAL]: { autoCompactWindow: 150_000, [key]: value } });
      assert.deepEqual(controls, {
        ...NO_CONTROLS,
        problems: [{ kind: 'wrongType', file: at(LOCAL), key }],
      });
    }
  });

  it('takes the rest of a managed file', async () => {
    const controls = await readWith({
      [MANAGED]: { autoCompactWindow: 150_000, autoCompactEnabled: 'false' },
    });
    assert.deepEqual(firstWindow(controls), [150_000, at(MANAGED)]);
    assert.equal(controls.autoCompactEnabled, null);
    assert.deepEqual(controls.problems, [
      { kind: 'wrongType', file: at(MANAGED), key: 'autoCompactEnabled' },
    ]);
  });

  it('says which file cannot be read and why, and reads the others', async () => {
    const bad: [content: string, kind: string][] = [
      ['{"autoCompactEnabled":false', 'notJson'],
      ['{"a":1,} // x', 'notJson'],
      ['[]', 'notObject'],
      ['null', 'notObject'],
      ['7', 'notObject'],
      ['\0\0', 'notJson'],
      [`{"a":"${'x'.repeat(1024 * 1024)}"}`, 'tooLarge'],
    ];
    for (const [content, kind] of bad) {
      const controls = await readWith({ [LOCAL]: content, [USER]: { autoCompactWindow: 150_000 } });
      assert.deepEqual(controls.problems, [{ kind, file: at(LOCAL) }]);
      assert.deepEqual(firstWindow(controls), [150_000, at(USER)]);
    }
  });

  it('takes a byte order mark and an empty file for no mistake', async () => {
    const controls = await readWith({
      [LOCAL]: '\ufeff{"autoCompactWindow":150000}',
      [PROJECT]: '',
      [USER]: ' \n',
    });
    assert.deepEqual(firstWindow(controls), [150_000, at(LOCAL)]);
    assert.deepEqual(controls.problems, []);
  });

  it('does not stumble over a directory, nor wait for a pipe', async function () {
    mkdirSync(at(LOCAL), { recursive: true });
    const problems: unknown[] = [{ kind: 'unreadable', file: at(LOCAL), code: null }];
    if (process.platform !== 'win32') {
      mkdirSync(dirname(at(USER)), { recursive: true });
      execFileSync('mkfifo', [at(USER)]);
      problems.push({ kind: 'unreadable', file: at(USER), code: null });
    }
    assert.deepEqual(
      (await read()).problems.map((problem) =>
        process.platform === 'win32' ? { ...problem, code: null } : problem,
      ),
      problems,
    );
  });

  describe('.claude.json', () => {
    const reasons: [content: unknown, credits: ClaudeControls['usageCredits']][] = [
      [{}, { state: 'unknown', reason: null }],
      [{ cachedExtraUsageDisabledReason: null }, { state: 'on', reason: null }],
      [
        { cachedExtraUsageDisabledReason: 'org_level_disabled' },
        { state: 'off', reason: 'org_level_disabled' },
      ],
      [{ cachedExtraUsageDisabledReason: 'a [link](command:x)' }, { state: 'off', reason: null }],
      [{ cachedExtraUsageDisabledReason: '' }, { state: 'unknown', reason: null }],
      [{ cachedExtraUsageDisabledReason: 5 }, { state: 'unknown', reason: null }],
      [
        { projects: { '/x': { cachedExtraUsageDisabledReason: null } } },
        { state: 'unknown', reason: null },
      ],
    ];
    for (const [content, credits] of reasons) {
      const pretty = JSON.stringify(content, null, 2);
      it(`reads ${JSON.stringify(content)}, large or small`, async () => {
        assert.deepEqual((await readWith({ [STATE]: pretty })).usageCredits, credits);
        const history = Array.from({ length: 4000 }, (_, index) => ({
          display: `  "cachedExtraUsageDisabledReason": null,\n ${index}`,
          pasted: {},
        }));
        const large = JSON.stringify(
          { history, projects: { '/y': { history } }, ...(content as object) },
          null,
          2,
        );
        assert.ok(large.length > 256 * 1024);
        assert.deepEqual((await readWith({ [STATE]: large })).usageCredits, credits);
      });
    }

    it('finds its other values in a large file too', async () => {
      const filler = 'x'.repeat(300_000);
      const controls = await readWith({
        [STATE]: JSON.stringify(
          { autoCompactEnabled: false, filler, env: { [WINDOW]: '150000', OTHER: 'a' } },
          null,
          2,
        ),
      });
      assert.deepEqual(firstWindow(controls), [150_000, at(STATE)]);
      assert.deepEqual(valueAndFile(controls.autoCompactEnabled), [false, at(STATE)]);
    });

    it('lies beside the default directory, and inside any other', async () => {
      directory.write(STATE, '{"cachedExtraUsageDisabledReason":null}');
      directory.write(
        'home/.claude/.claude.json',
        '{"cachedExtraUsageDisabledReason":"out_of_credits"}',
      );
      directory.write(
        'other/.claude.json',
        '{"cachedExtraUsageDisabledReason":"no_limits_configured"}',
      );
      const state = async (...given: Parameters<typeof read>): Promise<string | null> =>
        (await read(...given)).usageCredits.reason;
      assert.equal(await state(), null);
      assert.equal(
        await state({ CLAUDE_CONFIG_DIR: directory.path('home', '.claude') }),
        'out_of_credits',
      );
      assert.equal(await state({}, directory.path('other')), 'no_limits_configured');
    });
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

  it('never throws, whatever a file holds', async () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.integer(),
      fc.constantFrom('auto', '1', '150000', true, false, null),
    );
    const env = fc.dictionary(
      fc.constantFrom(WINDOW, 'CLAUDE_CODE_DISABLE_1M_CONTEXT', 'DISABLE_COMPACT', '__proto__'),
      value,
    );
    const fields = fc.record(
      {
        autoCompactEnabled: value,
        autoCompactWindow: value,
        modelSettings: fc.oneof(value, fc.dictionary(fc.string(), value)),
        env: fc.oneof(value, env),
        cachedExtraUsageDisabledReason: value,
      },
      { requiredKeys: [] },
    );
    const content = fc.oneof(
      fields.map((each) => Buffer.from(JSON.stringify(each))),
      fields.map((each) => Buffer.from(JSON.stringify(each, null, 2).slice(0, -3))),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.constantFrom(MANAGED, LOCAL, USER, STATE),
        async (bytes, name) => {
          directory.write(name, bytes.toString('latin1'));
          const controls = await read();
          assert.ok(
            controls.autoCompactWindows.every(
              ({ tokens }) => tokens === 'auto' || (tokens >= 100_000 && tokens <= 1_000_000),
            ),
          );
          assert.ok(
            controls.autoCompactEnabled === null ||
              typeof controls.autoCompactEnabled.value === 'boolean',
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
