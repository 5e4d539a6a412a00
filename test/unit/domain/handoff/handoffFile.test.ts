import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { withHandoff } from '../../../../src/domain/handoff/handoffFile';
import { writeHandoffFile } from '../../../../src/operations/leaving/writeHandoff';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const MADE = { markdown: '# Handoff: x\n', tokens: 100, dropped: 0 };

describe('handoffFile', () => {
  function text(existing: string, markdown = MADE.markdown): string {
    const merged = withHandoff(existing, markdown);
    assert.ok('text' in merged, JSON.stringify(merged));
    return merged.text;
  }

  it('keeps the person’s own text around the section, to the byte', () => {
    const first = text('# Mine\r\n\r\nwords');
    assert.ok(
      first.startsWith('# Mine\r\n\r\nwords\n\n<!-- leeway:handoff:begin -->\n# Handoff: x\n'),
    );
    const second = text(`${first}\nafter\n`, '# Handoff: y\n\nmore $& $1 \\1\n');
    assert.ok(
      second.startsWith(
        '# Mine\r\n\r\nwords\n\n<!-- leeway:handoff:begin -->\n# Handoff: y\n\nmore $& $1 \\1\n<!--',
      ),
    );
    assert.ok(second.endsWith('<!-- leeway:handoff:end -->\n\nafter\n'));
    assert.doesNotMatch(second, /Handoff: x/);
  });

  it('takes the marks of an earlier build for its own, and writes the new ones', () => {
    const earlier = text('mine\n').replaceAll('leeway', 'context-meter');
    assert.equal(text(`${earlier}after\n`), `${text('mine\n')}after\n`);
    const mixed = earlier.replace('context-meter', 'leeway');
    assert.equal(text(mixed), text('mine\n'));
  });

  it('is the same after writing the same again', () => {
    const once = text('mine\n');
    assert.equal(text(once), once);
  });

  for (const [what, existing, problem] of [
    ['conflict marks', 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n', 'conflict'],
    ['one mark alone', '<!-- leeway:handoff:begin -->\nwords', 'marks'],
    [
      'marks the wrong way round',
      '<!-- leeway:handoff:end -->\n<!-- leeway:handoff:begin -->',
      'marks',
    ],
    [
      'two sections',
      '<!-- leeway:handoff:begin -->\n<!-- leeway:handoff:end -->\n'.repeat(2),
      'marks',
    ],
  ] as const) {
    it(`touches no file with ${what}`, () =>
      assert.deepEqual(withHandoff(existing, 'x'), { problem }));
  }
});

describe('writeHandoffFile', () => {
  const directory = useTemporaryDirectory();

  it('makes the directories above it, and leaves nothing else behind', async () => {
    const path = directory.path('.ai', 'deep', 'HANDOFF.md');
    assert.deepEqual(await writeHandoffFile(path, MADE), { tokens: 100, dropped: 0, place: 'new' });
    assert.match(readFileSync(path, 'utf8'), /# Handoff: x/);
    assert.deepEqual(readdirSync(directory.path('.ai', 'deep')), ['HANDOFF.md']);
    assert.equal(((await writeHandoffFile(path, MADE)) as { place: string }).place, 'section');
  });

  it('follows a link to the file, keeps its mode and adds to its end', async () => {
    const real = directory.write('real.md', 'mine');
    chmodSync(real, 0o640);
    symlinkSync(real, directory.path('link.md'));
    assert.equal(
      ((await writeHandoffFile(directory.path('link.md'), MADE)) as { place: string }).place,
      'end',
    );
    assert.deepEqual(
      [statSync(real).mode & 0o777, readFileSync(real, 'utf8').startsWith('mine\n\n<!--')],
      [0o640, true],
    );
  });

  it('says what is in the way, with nothing half-written', async () => {
    mkdirSync(directory.path('folder.md'));
    const conflicted = directory.write('conflict.md', '<<<<<<< HEAD\n');
    const blocked = directory.write('blocked', '');
    assert.deepEqual(await writeHandoffFile(directory.path('folder.md'), MADE), {
      problem: 'notAFile',
      code: '',
    });
    assert.deepEqual(await writeHandoffFile(conflicted, MADE), { problem: 'conflict', code: '' });
    assert.deepEqual(
      await writeHandoffFile(directory.write('large.md', 'x'.repeat(1024 * 1024 + 1)), MADE),
      { problem: 'tooLarge', code: '' },
    );
    assert.equal(
      ((await writeHandoffFile(`${blocked}/HANDOFF.md`, MADE)) as { problem: string }).problem,
      'failed',
    );
    assert.equal(readFileSync(conflicted, 'utf8'), '<<<<<<< HEAD\n');
  });

  it('says when it may not write there', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    mkdirSync(directory.path('shut'), { mode: 0o500 });
    assert.deepEqual(await writeHandoffFile(directory.path('shut', 'HANDOFF.md'), MADE), {
      problem: 'forbidden',
      code: 'EACCES',
    });
  });
});
