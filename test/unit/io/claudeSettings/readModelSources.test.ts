import assert from 'node:assert/strict';
import { readModelSources } from '../../../../src/io/claudeSettings/readModelSources';
import { pinnedModels } from '../../../../src/domain/recovery/pinnedModels';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('readModelSources', () => {
  const directory = useTemporaryDirectory();
  const read = () =>
    readModelSources({
      configDirectory: directory.path('home', '.claude'),
      projectFolder: directory.path('ledger'),
      env: {},
      homeDirectory: directory.path('home'),
      platform: 'linux',
      managedDirectory: directory.path('managed'),
    });

  it('reads every place that can choose a model, strongest first', async () => {
    const settings = '{"model":"sonnet[1m]"}';
    const agent = '---\nmodel: sonnet[1m]\n---\n';
    const files: [string, string, string][] = [
      ['managed', 'managed/managed-settings.json', settings],
      ['local', 'ledger/.claude/settings.local.json', settings],
      ['project', 'ledger/.claude/settings.json', settings],
      ['user', 'home/.claude/settings.json', settings],
      ['state', 'home/.claude.json', settings],
      ['agent', 'ledger/.claude/agents/deep/reviewer.md', agent],
      ['skill', 'ledger/.claude/skills/x/SKILL.md', agent],
      ['command', 'ledger/.claude/commands/go.md', agent],
      ['agent', 'home/.claude/agents/other.md', agent],
    ];
    for (const [, name, text] of files) directory.write(name, text);
    directory.write('home/.claude/agents/notes.txt', agent);
    directory.write('home/.claude/skills/x/other.md', agent);
    const { sources, problems } = await read();
    assert.deepEqual(problems, []);
    assert.deepEqual(
      sources.map(({ place, file }) => [place, file]),
      files.map(([place, name]) => [place, directory.path(name)]),
    );
    assert.equal(pinnedModels({ sources, env: {}, extensionSettings: {} }).length, files.length);
  });

  it('tells what it cannot read and goes on', async () => {
    directory.write('home/.claude/settings.json/x', '');
    directory.write('ledger/.claude/settings.json', '{"model":"sonnet[1m]"}');
    const { sources, problems } = await read();
    assert.deepEqual([sources.length, problems.map(({ kind }) => kind)], [1, ['unreadable']]);
  });

  it('says nothing where there is nothing', async () => {
    assert.deepEqual(await read(), { sources: [], problems: [] });
  });
});
