import { isAbsolute, relative } from 'node:path';

/** The way from a folder to what is below it; `null` for everything else. */
export function wayFrom(folder: string, path: string): string | null {
  const way = relative(folder, path);
  return way === '' || isAbsolute(way) || /^\.\.(?:[\\/]|$)/.test(way) ? null : way;
}
