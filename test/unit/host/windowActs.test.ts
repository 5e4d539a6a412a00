import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type * as Commands from '../../../src/host/commands';
import type * as Worker from '../../../src/host/sessionsWorker';
import type * as WindowActs from '../../../src/host/windowActs';
import { silentLog } from '../../../src/log';
import type { TaskName } from '../../../src/worker/tasks';
import { WRITING_TASKS } from '../../../src/worker/writingTasks';
import { inEnglish } from '../../../src/wording/translate';
import { loadWithVscode } from '../../fixtures/loadWithVscode';

const ROOT = join(__dirname, '..', '..', '..');
const NOT_WRITTEN = 'This window is restricted, so nothing is written.';
const NOT_STARTED =
  'This window is restricted, so Claude Code is not started: it would run the hooks of the folder.';

describe('windowActs', () => {
  let isTrusted: boolean;
  let said: string[];
  let did: string[];
  const note =
    (what: string) =>
    (...given: unknown[]): Promise<void> => {
      did.push([what, ...given.map(String)].join(' '));
      return Promise.resolve();
    };
  class Emitter {
    readonly event = (): object => ({ dispose: () => undefined });
  }
  let run: (...args: unknown[]) => Promise<unknown>;
  const vscode = {
    l10n: { t: inEnglish },
    EventEmitter: Emitter,
    ConfigurationTarget: { Global: 1 },
    Uri: { parse: (text: string) => text },
    workspace: {
      get isTrusted() {
        return isTrusted;
      },
      getConfiguration: (section: unknown) => ({ update: note(`setting ${String(section)}`) }),
    },
    window: {
      showWarningMessage: (words: string) => {
        said.push(words);
        return Promise.resolve(undefined);
      },
      createTerminal: ({ name }: { name: string }) => {
        did.push(`terminal ${name}`);
        return { show: () => undefined };
      },
    },
    env: { openExternal: note('external'), clipboard: { writeText: note('clipboard') } },
    commands: {
      executeCommand: note('command'),
      registerCommand: (_: string, given: typeof run) => (run = given),
    },
  };
  const { actInWindow, mayThisWindow } = loadWithVscode(
    'host/windowActs.ts',
    vscode,
  ) as typeof WindowActs;
  const terminal = { show: () => undefined, sendText: note('typed') };
  const act = actInWindow as (name: string, ask: object) => Promise<unknown>;
  /** What each does, in a trusted window. */
  const ACTS: readonly [name: string, ask: object, does: string, sentence: string | null][] = [
    [
      'openTerminal',
      { options: () => note('options')().then(() => ({ name: 'claude' })) },
      'options,terminal claude',
      NOT_STARTED,
    ],
    ['typeText', { terminal, text: '/compact' }, 'typed /compact', NOT_STARTED],
    ['openInExtension', { uri: 'vscode://one' }, 'external vscode://one', NOT_STARTED],
    [
      'changeSetting',
      { section: 'leeway', key: 'limit', value: 1, target: 1 },
      'setting leeway limit 1 1',
      NOT_WRITTEN,
    ],
    ['keepPreference', { key: 'warnLate', value: false }, 'setting leeway warnLate false 1', null],
    ['saveDocument', { document: { save: note('saved') } }, 'saved', NOT_WRITTEN],
    ['openPage', { url: 'https://one' }, 'external https://one', null],
    ['copyText', { text: '/clear' }, 'clipboard /clear', null],
    [
      'showDiff',
      { before: 'a', after: 'b', title: 'c' },
      'command vscode.diff a b c [object Object]',
      null,
    ],
  ];

  beforeEach(() => {
    isTrusted = true;
    [said, did] = [[], []];
  });

  for (const [name, ask, does, sentence] of ACTS) {
    it(`does ${name} in a window that is trusted`, async () => {
      assert.notEqual(await act(name, ask), 'restricted');
      assert.deepEqual([did.join(','), said], [does, []]);
    });

    it(`${sentence === null ? 'does' : 'does not do'} ${name} in a restricted one`, async () => {
      isTrusted = false;
      assert.equal((await act(name, ask)) === 'restricted', sentence !== null);
      assert.equal(did.join(','), sentence === null ? does : '');
      assert.deepEqual(said, sentence === null ? [] : [sentence]);
    });
  }

  it('says where there turns out to be no program, and opens no terminal', async () => {
    assert.equal(await act('openTerminal', { options: () => Promise.resolve(null) }), 'noProgram');
    assert.deepEqual(did, []);
  });

  it('has none of the tasks done that write, and does not even start the worker', async () => {
    const { SessionsWorker } = loadWithVscode('host/sessionsWorker.ts', vscode) as typeof Worker;
    const worker = new SessionsWorker(
      '/nowhere/worker.js',
      silentLog as unknown as ConstructorParameters<typeof SessionsWorker>[1],
      null,
    );
    isTrusted = false;
    const writing = (Object.keys(WRITING_TASKS) as TaskName[]).filter(
      (name) => WRITING_TASKS[name],
    );
    assert.ok(writing.length > 9);
    for (const name of writing) assert.equal(await worker.run(name, {} as never), 'restricted');
    assert.deepEqual(
      said,
      writing.map(() => NOT_WRITTEN),
    );
  });

  it('lets no command begin that leads there, and says it once', async () => {
    const { registerCommand } = loadWithVscode('host/commands.ts', vscode) as typeof Commands;
    const log = silentLog as unknown as Parameters<typeof registerCommand>[1];
    isTrusted = false;
    registerCommand('leeway.one', log, note('one'), 'writes');
    await run();
    registerCommand('leeway.two', log, note('two'), 'starts');
    await run();
    assert.deepEqual([did, said], [[], [NOT_WRITTEN, NOT_STARTED]]);
    registerCommand('leeway.three', log, note('three'));
    await run();
    isTrusted = true;
    registerCommand('leeway.four', log, note('four'), 'writes');
    await run();
    assert.deepEqual([did, said.length], [['three', 'four'], 2]);
    assert.ok(mayThisWindow('starts'));
  });
});

describe('the one door', () => {
  const files = ['src/host', 'src/features', 'src/extension.ts'].flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => `${place}/${name.split(sep).join('/')}`),
  );
  const placesOf = (pattern: RegExp): string[] =>
    files.filter((file) => pattern.test(readFileSync(join(ROOT, file), 'utf8')));

  for (const [what, pattern] of [
    ['asks whether the window is trusted', /\bworkspace\.(?:isTrusted|onDidGrantWorkspaceTrust)\b/],
    ['opens terminals', /\bcreateTerminal\b/],
    ['types', /\bsendText\b/],
    ['puts text on the clipboard', /\benv\.clipboard\b/],
    ['opens what lies outside', /\benv\.openExternal\b/],
    ['opens a diff', /'vscode\.diff'/],
    [
      'writes the settings of VS Code',
      /getConfiguration\([^)]*\)\s*\.update\(|\bsection\.update\(/,
    ],
  ] as const)
    it(`is the one that ${what}`, () => {
      assert.deepEqual(placesOf(pattern), ['src/host/windowActs.ts']);
    });

  it('is asked by commands, by tasks, and by its own acts alone', () => {
    assert.deepEqual(placesOf(/\bmayThisWindow\(/).sort(), [
      'src/host/commands.ts',
      'src/host/sessionsWorker.ts',
      'src/host/windowActs.ts',
    ]);
  });

  it('leaves no file effect to the extension host', () => {
    const reading = new Set(['stat', 'lstat', 'readFile', 'realpath', 'access', 'readdir']);
    const found = files.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      const imports = text.matchAll(/import (?:type )?(.+?) from 'node:(?:fs|fs\/promises)';/gs);
      return [...imports].flatMap(([, names = '']) =>
        (/^\{(.*)\}$/s.exec(names)?.[1] ?? names)
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !reading.has(name))
          .map((name) => `${file}: ${name}`),
      );
    });
    assert.deepEqual(found, []);
    assert.deepEqual(
      placesOf(/\bworkspace\.(?:fs|applyEdit|save|saveAll|saveAs)\b|\brequire\(|\bchild_process\b/),
      [],
    );
    assert.deepEqual(
      placesOf(/\b(?:writeSettings|undoSettings|makeTextFileIn|replaceTextFile)\(/),
      [],
    );
  });
});
