import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSettings } from '../docs/settingsTable';

const ROOT = join(__dirname, '..', '..');

describe('README', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

  it('lists the settings as the manifest has them (npm run readme)', () => {
    assert.equal(readme, withSettings(readme));
  });

  it('shows only pictures that are there', () => {
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path!);
    assert.ok(pictures.length > 0);
    assert.deepEqual(
      pictures.filter((path) => !existsSync(join(ROOT, path))),
      [],
    );
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [
      ...readme.matchAll(
        /npm (?:run )?(start|test(?::\w+)?|bench|build|package|pictures|readme|lint|types)\b/g,
      ),
    ].map(([, name]) => name!);
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });
});
