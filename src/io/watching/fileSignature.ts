import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapConcurrently } from '../sessions/mapConcurrently';

/** Differs between two looks at a path if what is there was written or replaced in between. */
export type Signature = string;

export const MISSING: Signature = 'missing';

export function signature({
  ino,
  size,
  mtimeMs,
}: Pick<Stats, 'ino' | 'size' | 'mtimeMs'>): Signature {
  return `${ino} ${size} ${mtimeMs}`;
}

/** Of a file: its bytes. Of a directory: which entries it has, not what is in them. */
export async function signatureOf(path: string): Promise<Signature> {
  return stat(path).then(signature, () => MISSING);
}

/**
 * Whether there is something, and whether it is still the same thing, whatever was written in it.
 */
export async function identityOf(path: string): Promise<Signature> {
  return stat(path).then(
    ({ ino }) => String(ino),
    () => MISSING,
  );
}

/** Of a small directory and the bytes of its entries. */
export async function contentSignatureOf(directory: string): Promise<Signature> {
  const own = await identityOf(directory);
  const names = await readdir(directory).catch(() => []);
  const entries = await mapConcurrently(names.sort(), 8, (name) =>
    signatureOf(join(directory, name)),
  );
  return own === MISSING ? MISSING : [own, ...names, ...entries].join('\n');
}
