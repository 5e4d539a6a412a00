import { chmodSync, writeFileSync } from 'node:fs';

/** Writes a program that stands in for `claude`: a script of Node's. Returns its path. */
export function writeStandIn(file: string, script: string): string {
  writeFileSync(file, `#!${process.execPath}\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
