import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { projectSlug } from '../../../../src/io/sessions/projectDirectory';
import {
  readMemoryTexts,
  type MemoryFolders,
} from '../../../../src/operations/reading/readMemoryTexts';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('readMemoryTexts', () => {
  const directory = useTemporaryDirectory();
  const read = async (changes: Partial<MemoryFolders> = {}) => {
    const found = await readMemoryTexts({
      configDirectory: directory.path('home/.claude'),
      projectFolder: directory.path('home/ledger/app'),
      homeDirectory: directory.path('home'),
      platform: 'linux',
      managedDirectory: directory.path('etc'),
      ...changes,
    });
    return found
      .filter(({ path }) => path.startsWith(directory.path()))
      .map(({ path, source, form, text }) => [
        relative(directory.path(), path),
        source,
        form,
        text.slice(0, 20),
      ]);
  };

  it('reads what Claude Code would send, in its order', async () => {
    const slug = projectSlug(directory.path('home/ledger/app'));
    for (const [name, content] of [
      ['etc/CLAUDE.md', 'of the organization'],
      ['etc/.claude/rules/a.md', 'its rule'],
      ['home/.claude/CLAUDE.md', 'mine\n@~/notes.md'],
      ['home/.claude/rules/sub/b.md', 'my rule'],
      ['home/notes.md', 'my notes'],
      ['home/CLAUDE.md', 'of my home'],
      ['home/ledger/CLAUDE.md', 'above'],
      ['home/ledger/app/CLAUDE.md', 'project @docs/c.md'],
      ['home/ledger/app/docs/c.md', 'imported\n@d.md'],
      ['home/ledger/app/docs/d.md', 'by an import'],
      ['home/ledger/app/.claude/CLAUDE.md', 'in .claude'],
      ['home/ledger/app/.claude/rules/e.md', 'rule'],
      ['home/ledger/app/.claude/rules/some.md', '---\npaths: src/**\n---\nfor some'],
      ['home/ledger/app/.claude/rules/f.txt', 'no rule'],
      ['home/ledger/app/CLAUDE.local.md', 'local'],
      ['home/ledger/app/src/CLAUDE.md', 'below, not at the start'],
      [`home/.claude/projects/${slug}/memory/MEMORY.md`, 'remembered'],
    ] as const)
      directory.write(name, content);
    assert.deepEqual(await read(), [
      ['etc/CLAUDE.md', 'managed', 'memory', 'of the organization'],
      ['etc/.claude/rules/a.md', 'managed', 'rule', 'its rule'],
      ['home/.claude/CLAUDE.md', 'user', 'memory', 'mine\n@~/notes.md'],
      ['home/notes.md', 'user', 'import', 'my notes'],
      ['home/.claude/rules/sub/b.md', 'user', 'rule', 'my rule'],
      ['home/CLAUDE.md', 'parent', 'memory', 'of my home'],
      ['home/ledger/CLAUDE.md', 'parent', 'memory', 'above'],
      ['home/ledger/app/CLAUDE.md', 'project', 'memory', 'project @docs/c.md'],
      ['home/ledger/app/docs/c.md', 'project', 'import', 'imported\n@d.md'],
      ['home/ledger/app/docs/d.md', 'project', 'import', 'by an import'],
      ['home/ledger/app/.claude/CLAUDE.md', 'project', 'memory', 'in .claude'],
      ['home/ledger/app/.claude/rules/e.md', 'project', 'rule', 'rule'],
      ['home/ledger/app/CLAUDE.local.md', 'local', 'memory', 'local'],
      [`home/.claude/projects/${slug}/memory/MEMORY.md`, 'auto', 'memory', 'remembered'],
    ]);
  });

  it('reads AGENTS.md only where no folder has a memory file for Claude', async () => {
    directory.write('home/.claude/CLAUDE.md', 'mine');
    directory.write('home/ledger/AGENTS.md', 'above');
    directory.write('home/ledger/app/AGENTS.md', 'project');
    directory.write('home/ledger/app/.claude/rules/e.md', 'rule');
    const paths = async (): Promise<unknown[]> => (await read()).map(([path]) => path);
    const others = ['home/.claude/CLAUDE.md', 'home/ledger/app/.claude/rules/e.md'];
    assert.deepEqual(await paths(), [
      ...others,
      'home/ledger/AGENTS.md',
      'home/ledger/app/AGENTS.md',
    ]);
    directory.write('home/ledger/CLAUDE.local.md', 'local, above');
    assert.deepEqual(await paths(), [others[0], 'home/ledger/CLAUDE.local.md', others[1]]);
  });

  it('reads nothing elsewhere that a folder names', async () => {
    directory.write('home/secret.md', 'secret');
    directory.write('home/ledger/app/own.md', 'own');
    directory.write(
      'home/ledger/app/CLAUDE.md',
      `@~/secret.md @../../secret.md @${directory.path('home/secret.md')} @./own.md`,
    );
    assert.deepEqual(
      (await read()).map(([path]) => path),
      ['home/ledger/app/CLAUDE.md', 'home/ledger/app/own.md'],
    );
    assert.deepEqual(await read({ projectFolder: '\\\\server\\share', platform: 'win32' }), []);
    assert.deepEqual(await read({ projectFolder: 'relative' }), []);
    assert.deepEqual(await read({ projectFolder: null }), []);
  });

  it('follows no link of a folder that leads out of it', async () => {
    directory.write('home/secrets/key.md', 'secret');
    directory.write('home/ledger/app/own.md', 'own');
    symlinkSync('../../secrets', directory.path('home/ledger/app/docs'));
    symlinkSync('../../secrets/key.md', directory.path('home/ledger/app/key.md'));
    symlinkSync('own.md', directory.path('home/ledger/app/also.md'));
    directory.write('home/ledger/app/CLAUDE.md', '@key.md @docs/key.md @also.md');
    assert.deepEqual(
      (await read()).map(([path]) => path),
      ['home/ledger/app/CLAUDE.md', 'home/ledger/app/also.md'],
    );
  });

  it('opens so many files, also where they send nothing and name each other', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `@./${String(at)}.md`);
    const again = names.map((name) => name.replace('./', './././'));
    const comment = `<!-- ${[...names, ...again].join(' ')} -->`;
    for (let at = 0; at < 60; at++) directory.write(`home/ledger/app/${String(at)}.md`, comment);
    const missing = Array.from({ length: 50_000 }, (_, at) => `@none-${String(at)}.md`);
    directory.write('home/ledger/app/CLAUDE.md', `project ${names.join(' ')}`);
    directory.write('home/ledger/app/.claude/CLAUDE.md', `more ${missing.join(' ')}`);
    directory.write('home/ledger/app/CLAUDE.local.md', 'after all that were tried');
    assert.deepEqual(
      (await read()).map(([path]) => path),
      ['home/ledger/app/CLAUDE.md', 'home/ledger/app/.claude/CLAUDE.md'],
    );
  });

  it('goes in no circles, and reads what is no text, no file or too large not at all', async () => {
    directory.write('home/ledger/app/CLAUDE.md', 'a @b.md @CLAUDE.md @.');
    directory.write('home/ledger/app/b.md', 'b @CLAUDE.md @picture.png @large.md @none.md');
    directory.write('home/ledger/app/picture.png', 'a\0b');
    directory.write('home/ledger/app/large.md', 'x'.repeat(2_000_000));
    mkdirSync(directory.path('home/ledger/app/CLAUDE.local.md'));
    symlinkSync('.', directory.path('home/ledger/app/.claude'));
    const found = await read();
    assert.deepEqual(
      found.map(([path]) => path),
      [
        'home/ledger/app/CLAUDE.md',
        'home/ledger/app/b.md',
        'home/ledger/app/.claude/CLAUDE.md',
        'home/ledger/app/.claude/b.md',
      ],
    );
  });

  it('follows imports five deep, and takes so many files', async () => {
    for (let at = 0; at < 9; at++)
      directory.write(`home/ledger/app/${String(at)}.md`, `${String(at)} @${String(at + 1)}.md`);
    directory.write('home/ledger/app/CLAUDE.md', '@0.md');
    assert.equal((await read()).length, 6);
    for (let at = 0; at < 300; at++)
      directory.write(`home/ledger/app/.claude/rules/${String(at)}.md`, 'rule');
    assert.equal((await read()).length, 200);
  });

  it('leaves out the comments, and all but the beginning of what Claude Code remembers', async () => {
    directory.write('home/ledger/app/CLAUDE.md', '<!-- only this -->\n');
    const slug = projectSlug(directory.path('home/ledger/app'));
    const lines = Array.from({ length: 400 }, (_, at) => String(at)).join('\n');
    directory.write(`home/.claude/projects/${slug}/memory/MEMORY.md`, lines);
    const texts = await readMemoryTexts({
      configDirectory: directory.path('home/.claude'),
      projectFolder: directory.path('home/ledger/app'),
      homeDirectory: directory.path('home'),
      platform: 'linux',
      managedDirectory: directory.path('etc'),
    });
    assert.deepEqual(
      texts.map(({ text }) => text.split('\n').length),
      [200],
    );
  });
});
