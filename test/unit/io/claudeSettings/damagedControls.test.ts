import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import {
  firstWindow,
  LOCAL,
  MANAGED,
  PROJECT,
  STATE,
  useControlFiles,
  USER,
  WINDOW,
} from '../../../fixtures/controlFiles';

describe('readClaudeControls, of damaged files', () => {
  const { directory, read, readWith, at } = useControlFiles();

  it('takes nothing from a file with a value of the wrong type, as Claude Code does', async () => {
    for (const [key, value] of [
      ['autoCompactEnabled', 'false'],
      ['autoCompactEnabled', null],
      ['idleCompaction', 'false'],
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
