import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory of its own for each test of the suite, by its real path; gone afterwards. */
export function useTemporaryDirectory(): {
  path(...names: string[]): string;
  write(name: string, content?: string): string;
} {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'meter-')));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const path = (...names: string[]): string => join(root, ...names);
  return {
    path,
    /** Writes a file, and the directories above it; returns its path. */
    write: (name, content = '') => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}
