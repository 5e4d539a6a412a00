import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { formatMessages } from 'esbuild';
import { parse } from 'jsonc-parser';
import { DEBUG_DIRECTORY, demoFoldersIn } from '../demo/demoFolders';

const ROOT = join(__dirname, '..', '..');

interface Launch {
  readonly configurations: readonly {
    readonly name: string;
    readonly type: string;
    readonly program?: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly preLaunchTask?: string;
  }[];
}

interface Tasks {
  readonly tasks: readonly {
    readonly label: string;
    readonly type?: string;
    readonly script?: string;
    readonly command?: string;
    readonly dependsOn?: readonly string[];
    readonly problemMatcher: {
      readonly pattern?: readonly { readonly regexp: string }[];
    };
  }[];
}

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const inWorkspace = (directory: string): string =>
  `\${workspaceFolder}/${relative(ROOT, directory).replaceAll('\\', '/')}`;

describe('.vscode', () => {
  const { configurations } = parse(textOf('.vscode/launch.json')) as Launch;
  const { tasks } = parse(textOf('.vscode/tasks.json')) as Tasks;
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const labels = tasks.map(({ label }) => label);

  it('runs only scripts that exist', () => {
    const named = tasks.flatMap(({ script, command }) => [
      ...(script === undefined ? [] : [script]),
      ...(/^npm run ([\w:]+)/.exec(command ?? '')?.slice(1) ?? []),
    ]);
    assert.ok(named.length >= 8);
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });

  it('gives every task something to do, and names only tasks that exist', () => {
    for (const { label, script, command, dependsOn } of tasks)
      assert.ok((script ?? command ?? dependsOn) !== undefined, label);
    const named = [
      ...tasks.flatMap(({ dependsOn }) => dependsOn ?? []),
      ...configurations.flatMap(({ preLaunchTask }) => preLaunchTask ?? []),
    ];
    assert.ok(named.length >= 3);
    assert.deepEqual(
      named.filter((name) => !labels.includes(name)),
      [],
    );
  });

  it('opens the sample that its script makes, and nothing of the person’s own', () => {
    const run = configurations.find(({ type }) => type === 'extensionHost');
    const { workspace, configDirectory } = demoFoldersIn(DEBUG_DIRECTORY);
    assert.ok(run);
    assert.equal(run.args[0], inWorkspace(workspace));
    assert.deepEqual(run.env, { CLAUDE_CONFIG_DIR: inWorkspace(configDirectory) });
    assert.ok(run.args.includes('--extensionDevelopmentPath=${workspaceFolder}'));
    assert.ok(run.args.includes('--profile-temp'), 'its settings could name another directory');
    const prepared = tasks.find(({ label }) => label === run.preLaunchTask);
    assert.deepEqual(
      prepared?.dependsOn?.map((name) => tasks.find(({ label }) => label === name)?.script),
      ['build:debug', 'sample'],
    );
  });

  it('starts programs that exist, mocha as its own configuration has it', () => {
    const mocha = configurations.filter(({ type }) => type === 'node');
    assert.equal(mocha.length, 2);
    for (const { program, name } of mocha)
      assert.ok(existsSync((program ?? '').replace('${workspaceFolder}', ROOT)), name);
    const [nodeOption] = (JSON.parse(textOf('.mocharc.json')) as Record<string, string[]>)[
      'node-option'
    ]!;
    const ofThisFile = mocha.find(({ args }) => args.includes('${relativeFile}'))!;
    assert.deepEqual(ofThisFile.args.slice(0, 3), ['--no-config', '--node-option', nodeOption]);
  });

  it('finds the errors in what esbuild prints', async () => {
    const location = { file: 'src/log.ts', line: 3, column: 7, lineText: 'const x' };
    const [printed = ''] = await formatMessages([{ text: 'Expected ";"', location }], {
      kind: 'error',
    });
    const pattern = tasks.find(({ label }) => label === 'Watch')?.problemMatcher.pattern ?? [];
    const [message, blank, place] = pattern.map(({ regexp }, at) =>
      new RegExp(regexp).exec(printed.split('\n')[at]!),
    );
    assert.equal(message?.[1], 'Expected ";"');
    assert.notEqual(blank, null);
    assert.deepEqual(place?.slice(1), ['src/log.ts', '3', '7']);
  });

  it('stays out of the package, as source maps do', () => {
    const [first, ...allowed] = textOf('.vscodeignore').trim().split('\n');
    assert.equal(first, '**');
    assert.deepEqual(
      allowed.filter(
        (line) => !line.startsWith('!') || /\.map|\.vscode|\*\.js$|\/\*\*?$/.test(line),
      ),
      [],
    );
  });
});
