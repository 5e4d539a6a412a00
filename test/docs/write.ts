// Writes the generated parts of the documents: the table of settings, the places that are read and
// written, and the law of the house; and draws the pictures of the walkthrough.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLaw } from './lawTable';
import { withPaths, withPathsInShort } from './pathsTable';
import { withSettings } from './settingsTable';
import { walkthroughPictures } from './walkthroughPictures';

const ROOT = join(__dirname, '..', '..');

for (const [name, made] of [
  ['README.md', (readme: string) => withPathsInShort(withSettings(readme))],
  ['SECURITY.md', withPaths],
  ['docs/architecture.md', withLaw],
] as const) {
  const path = join(ROOT, name);
  writeFileSync(path, made(readFileSync(path, 'utf8')));
}
for (const [step, picture] of Object.entries(walkthroughPictures()))
  writeFileSync(join(ROOT, 'media', 'walkthrough', `${step}.svg`), picture);
