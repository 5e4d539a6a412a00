import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { undoSettings } from '../../../../src/io/claudeSettings/writeSettings';
import {
  planSettings,
  writePlannedSettings,
  type PlannedSettings,
  type SettingsEdit,
} from '../../../../src/operations/configuring/changeSettings';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const DATE = Date.UTC(2026, 10, 21);

describe('changeSettings', () => {
  const directory = useTemporaryDirectory();

  /** As it is after it went from one thread to another. */
  async function plan(file: string, edit: SettingsEdit): Promise<PlannedSettings> {
    const planned = await planSettings(file, directory.path('config'), structuredClone(edit));
    assert.ok('change' in planned, JSON.stringify(planned));
    return structuredClone(planned);
  }

  it('sets a value, on top of what was written since it was planned', async () => {
    const file = directory.write('config/settings.json', '{"model":"opus"}');
    const planned = await plan(file, { kind: 'value', path: ['env', 'ONE'], value: '1' });
    writeFileSync(file, '{"model":"sonnet"}');
    assert.ok('change' in (await writePlannedSettings(planned, DATE)));
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
      model: 'sonnet',
      env: { ONE: '1' },
    });
  });

  it('changes a model in front matter, made again on a newer text, and takes it back', async () => {
    const file = directory.write('one/.claude/agents/a.md', '---\nmodel: sonnet[1m]\n---\nOld.\n');
    const edit = { kind: 'frontMatterModel', line: 2, from: 'sonnet[1m]', to: 'sonnet' } as const;
    const planned = await plan(file, edit);
    writeFileSync(file, '---\nmodel: sonnet[1m]\n---\nNew.\n');
    const written = await writePlannedSettings(planned, DATE);
    assert.ok('change' in written, JSON.stringify(written));
    assert.equal(readFileSync(file, 'utf8'), '---\nmodel: sonnet\n---\nNew.\n');
    const { change } = await plan(file, edit);
    assert.equal(change.before, change.after);
    assert.deepEqual(await undoSettings(structuredClone(written), DATE), { problem: null });
    assert.equal(readFileSync(file, 'utf8'), '---\nmodel: sonnet[1m]\n---\nNew.\n');
  });

  it('writes nothing where the line asks for something else by now', async () => {
    const file = directory.write('one/.claude/agents/a.md', '---\nmodel: sonnet[1m]\n---\n');
    const edit = { kind: 'frontMatterModel', line: 2, from: 'sonnet[1m]', to: 'sonnet' } as const;
    const planned = await plan(file, edit);
    writeFileSync(file, '---\nmodel: opus\n---\n');
    assert.deepEqual(await writePlannedSettings(planned, DATE), { problem: 'changed' });
    assert.deepEqual(await planSettings(file, directory.path('config'), edit), {
      problem: 'changed',
    });
    assert.equal(readFileSync(file, 'utf8'), '---\nmodel: opus\n---\n');
  });

  it('points to memory files, and finds nothing to do where all are named', async () => {
    const file = directory.write('one/CLAUDE.md', '# Mine\n');
    const edit = { kind: 'memoryPointers', names: ['TODO.md', 'STACK.md'] } as const;
    assert.ok('change' in (await writePlannedSettings(await plan(file, edit), DATE)));
    const text = readFileSync(file, 'utf8');
    assert.match(
      text,
      /^# Mine\n\n## Project memory\n\n- `\.ai\/STACK\.md`: .+\n- `\.ai\/TODO\.md`/,
    );
    const { change } = await plan(file, edit);
    assert.equal(change.after, text);
  });

  it('makes a CLAUDE.md that points to memory files, with the rights of any new file', async () => {
    const file = directory.path('one', 'CLAUDE.md');
    mkdirSync(directory.path('one'));
    const edit = { kind: 'memoryPointers', names: ['TODO.md'] } as const;
    const planned = await plan(file, edit);
    assert.equal(planned.change.before, null);
    assert.match(planned.change.after, /^## Project memory\n\n- `\.ai\/TODO\.md`: .+\n$/);
    const written = await writePlannedSettings(planned, DATE);
    assert.ok('change' in written);
    assert.equal(readFileSync(file, 'utf8'), planned.change.after);
    const plain = directory.write('one/plain.md', '');
    assert.equal(statSync(file).mode, statSync(plain).mode);
    assert.deepEqual(await undoSettings(written, DATE), { problem: null });
    assert.equal(existsSync(file), false);
  });

  it('makes no CLAUDE.md in place of one that went away meanwhile', async () => {
    const file = directory.write('one/CLAUDE.md', '# Mine\n');
    const planned = await plan(file, { kind: 'memoryPointers', names: ['TODO.md'] });
    rmSync(file);
    assert.deepEqual(await writePlannedSettings(planned, DATE), { problem: 'changed' });
    assert.equal(existsSync(file), false);
  });
});
