import assert from 'node:assert/strict';
import {
  claudeCandidates,
  type ProgramPlaces,
} from '../../../../src/io/claudeProgram/claudeCandidates';

const places = (changes: Partial<ProgramPlaces>): ProgramPlaces => ({
  setting: '',
  env: {},
  homeDirectory: '/home/dev',
  platform: 'linux',
  extensionDirectory: null,
  ...changes,
});
const paths = (changes: Partial<ProgramPlaces>): string[] =>
  claudeCandidates(places(changes)).map(({ path }) => path);

describe('claudeCandidates', () => {
  it('takes the setting alone where there is one', () => {
    assert.deepEqual(
      claudeCandidates(places({ setting: ' ~/bin/claude ', env: { PATH: '/usr/bin' } })),
      [{ path: '/home/dev/bin/claude', source: 'setting' }],
    );
    assert.deepEqual(paths({ setting: '/opt/claude' }), ['/opt/claude']);
  });

  it('looks on PATH first, then where installers put it, then in the official extension', () => {
    const found = claudeCandidates(places({ env: { PATH: '/a:/b' }, extensionDirectory: '/ext' }));
    assert.deepEqual(found.slice(0, 3), [
      { path: '/a/claude', source: 'path' },
      { path: '/b/claude', source: 'path' },
      { path: '/home/dev/.local/bin/claude', source: 'installed' },
    ]);
    assert.deepEqual(found.at(-2), {
      path: '/ext/resources/native-binary/claude',
      source: 'extension',
    });
    assert.equal(new Set(found.map(({ path }) => path)).size, found.length);
  });

  it('never takes a program out of the folder it happens to be in', () => {
    assert.ok(paths({ env: { PATH: '.:bin::/a' } }).every((path) => path.startsWith('/')));
  });

  it('asks for programs that start without a shell on Windows', () => {
    const found = paths({
      platform: 'win32',
      homeDirectory: 'C:\\Users\\dev',
      env: { Path: 'C:\\npm', APPDATA: 'C:\\Users\\dev\\AppData\\Roaming' },
    });
    assert.equal(found[0], 'C:\\npm\\claude.exe');
    assert.ok(found.includes('C:\\npm\\node_modules\\@anthropic-ai\\claude-code\\bin\\claude.exe'));
    assert.ok(
      found.includes('C:\\Users\\dev\\.local\\bin\\claude.exe') &&
        found.every((path) => path.endsWith('.exe')),
    );
  });
});
