import assert from 'node:assert/strict';
import { posix } from 'node:path';
import fc from 'fast-check';
import { projectSlug, relationTo } from '../../../../src/io/sessions/projectDirectory';

/** Java's `String.hashCode`, by its definition: the sum of unit × 31^(n-1-i), in 32 bits. */
function hashByDefinition(text: string): string {
  const units = [...Array(text.length).keys()].map(
    (i) => BigInt(text.charCodeAt(i)) * 31n ** BigInt(text.length - 1 - i),
  );
  const sum = BigInt.asIntN(
    32,
    units.reduce((total, unit) => total + unit, 0n),
  );
  return (sum < 0n ? -sum : sum).toString(36);
}

const segment = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }),
    fc.stringMatching(/^[a-z0-9_.-]{1,60}$/),
  )
  .map((name) => name.replace(/[/\0]/g, '_'));
const absolutePath = fc
  .array(segment, { maxLength: 12 })
  .map((names) => posix.resolve('/', ...names));

describe('projectSlug', () => {
  it('names directories as Claude Code 2.1.329 did', () => {
    const long = [1, 2, 3, 4, 5, 6, 7].map((n) => `Segment.${n}-äöü_😀abcdefghijklmnop`).join('/');
    assert.equal(projectSlug('/home/dev/proj/alpha'), '-home-dev-proj-alpha');
    assert.equal(
      projectSlug(`/home/dev/${long}`),
      '-home-dev-Segment-1-------abcdefghijklmnop-Segment-2-------abcdefghijklmnop-Segment-3-------abcdefghijklmnop-Segment-4-------' +
        'abcdefghijklmnop-Segment-5-------abcdefghijklmnop-Segment-6-------abcdefghi-9d2o27',
    );
  });

  it('keeps case, and replaces everything but ASCII letters and digits', () => {
    assert.equal(projectSlug('C:\\Users\\Me\\my_app v1.2'), 'C--Users-Me-my-app-v1-2');
    assert.equal(projectSlug('/'), '-');
  });

  it('cuts and hashes only what is longer than 200', () => {
    const path = `/${'a'.repeat(199)}`;
    assert.equal(projectSlug(path), `-${'a'.repeat(199)}`);
    assert.equal(projectSlug(`${path}b`), `-${'a'.repeat(199)}-${hashByDefinition(`${path}b`)}`);
  });

  it('is a name of at most 200 characters and a hash, for any path', () => {
    fc.assert(
      fc.property(absolutePath, (path) => {
        const slug = projectSlug(path);
        assert.match(slug, /^[A-Za-z0-9-]+$/);
        const dashed = path.replace(/[^a-zA-Z0-9]/g, '-');
        assert.equal(
          slug,
          path.length > 200 ? `${dashed.slice(0, 200)}-${hashByDefinition(path)}` : dashed,
        );
      }),
    );
  });
});

describe('relationTo', () => {
  it('finds the own directory and those that may be below', () => {
    assert.equal(relationTo('/home/dev/app', 'linux')('-home-dev-app'), 'own');
    assert.equal(relationTo('/home/dev/app', 'linux')('-home-dev-app-src'), 'maybeBelow');
    assert.equal(relationTo('/home/dev/app', 'linux')('-home-dev-apple'), 'neither');
    assert.equal(relationTo('/home/dev/app', 'linux')('-home-dev'), 'neither');
    assert.equal(relationTo('/', 'linux')('-home'), 'maybeBelow');
  });

  it('ignores case only where file systems do', () => {
    assert.equal(relationTo('c:\\Users\\me', 'win32')('C--Users-me'), 'own');
    assert.equal(relationTo('/users/me/app', 'darwin')('-Users-Me-App-x'), 'maybeBelow');
    assert.equal(relationTo('/home/me', 'linux')('-home-Me'), 'neither');
  });

  it('never misses the directory of a folder or of one below it, however long the paths are', () => {
    fc.assert(
      fc.property(absolutePath, segment, (folder, name) => {
        assert.equal(relationTo(folder, 'linux')(projectSlug(folder)), 'own');
        const below = posix.join(folder, `x${name}`);
        assert.notEqual(relationTo(folder, 'linux')(projectSlug(below)), 'neither');
      }),
      { numRuns: 500 },
    );
  });
});
