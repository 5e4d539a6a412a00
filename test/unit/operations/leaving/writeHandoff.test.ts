import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { writeHandoffFile } from '../../../../src/operations/leaving/writeHandoff';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const MADE = { markdown: '# Handoff: x\n\nwords\n', tokens: 100, dropped: 0 };
const SECTION = '<!-- leeway:handoff:begin -->\n# Handoff: x\n\nwords\n<!-- leeway:handoff:end -->';

describe('writeHandoffFile', () => {
  const directory = useTemporaryDirectory();
  const folder = () => directory.path('repository');
  beforeEach(() => {
    mkdirSync(folder());
  });
  const write = (name: string): ReturnType<typeof writeHandoffFile> =>
    writeHandoffFile({ file: directory.path('repository', name), folder: folder() }, MADE);
  const problemOf = async (name: string): Promise<string | null> => {
    const written = await write(name);
    return 'problem' in written ? written.problem : null;
  };

  it('makes the directories above it, and leaves nothing else behind', async () => {
    assert.deepEqual(await write('.ai/deep/HANDOFF.md'), { tokens: 100, dropped: 0, place: 'new' });
    const file = directory.path('repository', '.ai', 'deep', 'HANDOFF.md');
    assert.equal(readFileSync(file, 'utf8'), `${SECTION}\n`);
    assert.deepEqual(readdirSync(directory.path('repository', '.ai', 'deep')), ['HANDOFF.md']);
    assert.deepEqual(await write('.ai/deep/HANDOFF.md'), {
      tokens: 100,
      dropped: 0,
      place: 'section',
    });
  });

  const encodings: [what: string, bytes: Buffer][] = [
    ['Latin-1', Buffer.from('Größe\n', 'latin1')],
    ['UTF-16 with a byte order mark', Buffer.from('\ufeffGröße\n', 'utf16le')],
    ['UTF-16 without one', Buffer.from('words\n', 'utf16le')],
    ['half a character', Buffer.from('words 漢').subarray(0, -1)],
  ];
  for (const [what, bytes] of encodings)
    it(`touches no file of ${what}, and says why`, async () => {
      const file = directory.write('repository/HANDOFF.md');
      writeFileSync(file, bytes);
      assert.equal(await problemOf('HANDOFF.md'), 'notText');
      assert.deepEqual(readFileSync(file), bytes);
    });

  it('keeps a byte order mark, the line ends, every other byte, and the mode', async () => {
    const own = Buffer.from('\ufeff# Größe\r\n\r\nlast');
    const file = directory.write('repository/HANDOFF.md');
    writeFileSync(file, own);
    chmodSync(file, 0o640);
    await write('HANDOFF.md');
    const bytes = readFileSync(file);
    assert.deepEqual(bytes.subarray(0, own.length), own);
    assert.equal(
      bytes.subarray(own.length).toString(),
      `\r\n\r\n${SECTION.replaceAll('\n', '\r\n')}\r\n`,
    );
    await write('HANDOFF.md');
    assert.deepEqual(readFileSync(file), bytes);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o640);
  });

  it('keeps the byte order mark of a file that holds nothing else', async () => {
    directory.write('repository/HANDOFF.md', '\ufeff');
    await write('HANDOFF.md');
    const file = directory.path('repository', 'HANDOFF.md');
    assert.equal(readFileSync(file, 'utf8'), `\ufeff${SECTION}\n`);
  });

  it('follows no link out of the folder, at its end or on the way, to anything that is there or not', async () => {
    const outside = directory.write('outside/bashrc', 'mine\n');
    const link = (target: string, name: string): void =>
      symlinkSync(target, directory.path('repository', name));
    link(outside, 'absolute.md');
    link('../outside/bashrc', 'relative.md');
    link('../outside', 'way');
    link('../outside/new.md', 'dangling.md');
    link('../nowhere', 'nowhere');
    link('absolute.md', 'chain.md');
    link('loop.md', 'loop.md');
    for (const name of [
      'absolute.md',
      'relative.md',
      'way/HANDOFF.md',
      'way/deep/HANDOFF.md',
      'dangling.md',
      'nowhere/HANDOFF.md',
      'chain.md',
      'loop.md',
      '../outside/HANDOFF.md',
    ])
      assert.equal(await problemOf(name), 'outside', name);
    assert.equal(readFileSync(outside, 'utf8'), 'mine\n');
    assert.deepEqual(readdirSync(directory.path('outside')), ['bashrc']);
    assert.equal(existsSync(directory.path('nowhere')), false);
  });

  it('follows a link within the folder to the file it leads to', async () => {
    const real = directory.write('repository/notes/real.md', 'mine\n');
    symlinkSync('notes/real.md', directory.path('repository', 'link.md'));
    assert.deepEqual(await write('link.md'), { tokens: 100, dropped: 0, place: 'end' });
    assert.equal(readFileSync(real, 'utf8'), `mine\n\n${SECTION}\n`);
  });

  it('writes in a folder that is a link itself', async () => {
    symlinkSync(folder(), directory.path('workspace'));
    const file = directory.path('workspace', 'HANDOFF.md');
    const written = await writeHandoffFile({ file, folder: directory.path('workspace') }, MADE);
    assert.ok('place' in written);
    assert.equal(readFileSync(directory.path('repository', 'HANDOFF.md'), 'utf8'), `${SECTION}\n`);
  });

  it('goes nowhere where git or Claude Code would run or obey it, links included', async () => {
    mkdirSync(directory.path('repository', '.git', 'hooks'), { recursive: true });
    symlinkSync('.git/hooks', directory.path('repository', 'docs'));
    for (const name of [
      '.git/x.md',
      '.GIT/hooks/x.md',
      'git~1/x.md',
      'docs/pre-commit.md',
      '.claude/commands/x.md',
      '.claude/agents/x.md',
      'sub/.claude/skills/x/SKILL.md',
      'a\nb.md',
      'a\u0085b.md',
      'a:b.md',
      'con.md',
      'sub /x.md',
      '.g\u200cit/x.md',
    ])
      assert.equal(await problemOf(name), 'badName', name);
    assert.deepEqual(readdirSync(directory.path('repository', '.git', 'hooks')), []);
    assert.deepEqual(readdirSync(folder()).sort(), ['.git', 'docs']);
  });

  it('does not wait for a pipe, and writes over no folder', async function () {
    mkdirSync(directory.path('repository', 'folder.md'));
    assert.equal(await problemOf('folder.md'), 'notAFile');
    if (process.platform === 'win32') return;
    spawnSync('mkfifo', [directory.path('repository', 'pipe.md')]);
    assert.equal(await problemOf('pipe.md'), 'notAFile');
  });

  it('says what is in the way, with nothing half-written', async () => {
    const conflicted = directory.write('repository/conflict.md', '<<<<<<< HEAD\n');
    directory.write('repository/blocked');
    directory.write('repository/large.md', 'x'.repeat(1024 * 1024 + 1));
    assert.equal(await problemOf('conflict.md'), 'conflict');
    assert.equal(await problemOf('large.md'), 'tooLarge');
    assert.equal(await problemOf('blocked/HANDOFF.md'), 'failed');
    assert.equal(readFileSync(conflicted, 'utf8'), '<<<<<<< HEAD\n');
  });

  it('says when it may not write there', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    mkdirSync(directory.path('repository', 'shut'), { mode: 0o500 });
    assert.deepEqual(await write('shut/HANDOFF.md'), { problem: 'forbidden', code: 'EACCES' });
  });
});
