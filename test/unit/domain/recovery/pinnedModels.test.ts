import assert from 'node:assert/strict';
import { pinnedModels, type PinEvidence } from '../../../../src/domain/recovery/pinnedModels';
import type { Pin, PinSource } from '../../../../src/domain/recovery/pin';
import { withFrontMatterModel } from '../../../../src/domain/recovery/pinsInFrontMatter';

const found = (evidence: Partial<PinEvidence>): readonly Pin[] =>
  pinnedModels({ sources: [], env: {}, extensionSettings: {}, ...evidence });
const inFile = (place: PinSource['place'], text: string): (string | number | null)[][] =>
  found({ sources: [{ place, file: 'f', text }] }).map(({ line, path, value, standard }) => [
    line,
    path.join('.'),
    value,
    standard,
  ]);

describe('pinnedModels', () => {
  it('finds each key of a settings file that asks for 1M, with its line', () => {
    const text = [
      '{',
      '  // mine',
      '  "theme": "dark",',
      '  "model": "sonnet[1m]",',
      '  "env": {',
      '    "ANTHROPIC_MODEL": "claude-sonnet-4-6[1m]",',
      '    "ANTHROPIC_DEFAULT_OPUS_MODEL": "claude-opus-4-6[1M]",',
      '    "CLAUDE_CODE_SUBAGENT_MODEL": "opus[1m]",',
      '    "ANTHROPIC_API_KEY": "secret[1m]"',
      '  },',
      '  "modelSettings": { "opus": { "fallbackModel": "sonnet[1m]" },',
      '    "claude-sonnet-4-6[1m]": { "autoCompactWindow": 200000 } }',
      '}',
    ].join('\n');
    assert.deepEqual(inFile('user', text), [
      [4, 'model', 'sonnet[1m]', 'sonnet'],
      [6, 'env.ANTHROPIC_MODEL', 'claude-sonnet-4-6[1m]', 'claude-sonnet-4-6'],
      [7, 'env.ANTHROPIC_DEFAULT_OPUS_MODEL', 'claude-opus-4-6[1M]', 'claude-opus-4-6'],
      [8, 'env.CLAUDE_CODE_SUBAGENT_MODEL', 'opus[1m]', 'opus'],
      [11, 'modelSettings.opus.fallbackModel', 'sonnet[1m]', 'sonnet'],
      [12, 'modelSettings.claude-sonnet-4-6[1m]', 'claude-sonnet-4-6[1m]', null],
    ]);
  });

  it('takes models without the suffix, other keys and hostile values for nothing', () => {
    assert.deepEqual(
      inFile('user', '{"model":"opus","other":"sonnet[1m]","env":{"FOO_MODEL":"a[1m]"}}'),
      [],
    );
    assert.deepEqual(inFile('user', '{"model":"x\\ncommand:[1m]"}'), []);
    assert.deepEqual(inFile('user', `{"model":"${'x'.repeat(500)}[1m]"}`), []);
    assert.deepEqual(
      inFile('state', '{"projects":{"/p":{"lastModelUsage":{"claude-sonnet-4-6[1m]":{}}}}}'),
      [],
    );
    for (const text of ['', '[]', 'null', '{"model":', '\u0000', '{"env":5,"modelSettings":[]}'])
      assert.deepEqual(inFile('user', text), []);
  });

  it('still reads a file that is no strict JSON', () => {
    assert.deepEqual(inFile('project', '{\n"model": "opus[1m]", /* why */\n"hooks": }'), [
      [2, 'model', 'opus[1m]', 'opus'],
    ]);
  });

  it('finds the same in a state file too large to be parsed, and quickly', () => {
    const projects = Object.fromEntries(
      Array.from({ length: 9_000 }, (_, index) => [
        `/home/dev/p${String(index)}`,
        {
          lastModelUsage: { 'claude-sonnet-4-6[1m]': { model: 'opus[1m]', costUSD: 1 } },
          history: ['"model": "opus[1m]"'],
        },
      ]),
    );
    const state = {
      numStartups: 5,
      model: 'sonnet[1m]',
      env: { ANTHROPIC_MODEL: 'opus[1m]', OTHER: 'opus[1m]' },
      projects,
    };
    const text = JSON.stringify(state, null, 2);
    assert.ok(text.length > 1_500_000);
    const startedMs = performance.now();
    assert.deepEqual(
      inFile('state', text),
      inFile('state', JSON.stringify({ ...state, projects: {} }, null, 2)),
    );
    assert.ok(performance.now() - startedMs < 250);
    assert.deepEqual(
      inFile('state', text).map(([line, path]) => [line, path]),
      [
        [3, 'model'],
        [5, 'env.ANTHROPIC_MODEL'],
      ],
    );
  });

  it('only reports what an organization set', () => {
    assert.deepEqual(inFile('managed', '{"model":"opus[1m]"}'), [[1, 'model', 'opus[1m]', null]]);
  });

  it('finds the model of a subagent, a skill and a command in the front matter alone', () => {
    const text = '---\r\nname: reviewer\r\nmodel: sonnet[1m]\r\n---\r\nmodel: opus[1m]\r\n';
    for (const place of ['agent', 'skill', 'command'] as const)
      assert.deepEqual(inFile(place, text), [[3, 'model', 'sonnet[1m]', 'sonnet']]);
    assert.deepEqual(inFile('agent', '---\nmodel: "opus[1m]"  # big\n---\n'), [
      [2, 'model', 'opus[1m]', 'opus'],
    ]);
    assert.deepEqual(inFile('agent', 'model: sonnet[1m]\n'), []);
    assert.deepEqual(inFile('agent', '---\nmodel: sonnet[1m]\nno end\n'), []);
    assert.deepEqual(inFile('agent', '---\nmodel: sonnet\n---\n'), []);
  });

  it('changes the one line of a front matter', () => {
    assert.equal(
      withFrontMatterModel(
        '---\r\nmodel: "opus[1m]" # big\r\n---\r\nopus[1m]',
        2,
        'opus[1m]',
        'opus',
      ),
      '---\r\nmodel: "opus" # big\r\n---\r\nopus[1m]',
    );
    assert.equal(withFrontMatterModel('---\nmodel: sonnet\n---\n', 2, 'opus[1m]', 'opus'), null);
    assert.equal(
      withFrontMatterModel('---\nmodel: $&[1m]\n---\n', 2, '$&[1m]', '$&'),
      '---\nmodel: $&\n---\n',
    );
  });

  it('finds the environment and the settings of the official extension', () => {
    const pins = found({
      env: {
        ANTHROPIC_MODEL: 'sonnet[1m]',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'sonnet',
        HOME: 'x[1m]',
        ANTHROPIC_SMALL_FAST_MODEL: undefined,
      },
      extensionSettings: {
        'claudeCode.selectedModel': 'opus[1m]',
        'claudeCode.environmentVariables': [
          { name: 'ANTHROPIC_MODEL', value: 'opus[1m]' },
          { name: 'TOKEN', value: 'x[1m]' },
          null,
          5,
        ],
      },
    });
    assert.deepEqual(
      pins.map(({ place, file, path, standard }) => [place, file, path.join('.'), standard]),
      [
        ['environment', null, 'ANTHROPIC_MODEL', null],
        ['extension', null, 'claudeCode.selectedModel', 'opus'],
        ['extension', null, 'claudeCode.environmentVariables.ANTHROPIC_MODEL', null],
      ],
    );
  });
});
