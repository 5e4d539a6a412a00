import { statSync } from 'node:fs';
import path from 'node:path';

/**
 * A folder as it was typed: npm runs its scripts in the project directory and leaves in `INIT_CWD`
 * where it was called.
 *
 * @returns its absolute path; `undefined` when there is no such folder.
 */
export function typedFolder(
  typed: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const folder = path.resolve(env['INIT_CWD'] ?? '.', typed);
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? folder : undefined;
}
