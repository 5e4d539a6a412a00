// Loaded into the extension host and its workers before anything else: writes down every path that
// the extension's own code asks the file system for. Bundled by observePaths.ts.
import fs from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Observed } from './observedPath';

/** Of the stack: those of this file, and the one that called. */
const FRAMES = 5;

type Access = Observed['access'];
type Call = (this: unknown, ...given: unknown[]) => unknown;
type Module = Record<string, unknown>;

/** Which arguments of a function are paths, and what it does with them. */
const ACCESSES: readonly (readonly [names: string, ...(readonly [Access, number])[]])[] = [
  ['readFile createReadStream watch watchFile', ['reads', 0]],
  ['readdir opendir', ['lists', 0]],
  ['stat lstat access exists realpath readlink statfs', ['looks', 0]],
  ['mkdir mkdtemp rmdir', ['makes', 0]],
  ['writeFile appendFile createWriteStream truncate rm unlink', ['writes', 0]],
  ['chmod lchmod chown lchown utimes lutimes', ['writes', 0]],
  ['copyFile cp link', ['reads', 0], ['writes', 1]],
  ['rename', ['writes', 0], ['writes', 1]],
  ['symlink', ['writes', 1]],
];

const { LEEWAY_OBSERVED_PATHS: file, LEEWAY_OBSERVED_CODE: code } = process.env;
// a worker's arguments are its own, and only the extension host's say what it is
if (file !== undefined && code !== undefined)
  if (!isMainThread || process.argv.some((argument) => argument === '--type=extensionHost'))
    record(file, new RegExp(code));

function record(logFile: string, extensionCode: RegExp): void {
  const { openSync, writeSync, statSync } = fs;
  const log = openSync(logFile, 'a', 0o600);
  const seen = new Set<string>();
  const note = (access: Access, given: unknown): void => {
    const asked = pathOf(given);
    if (asked === null || seen.has(access + asked) || !isCalledFrom(extensionCode)) return;
    seen.add(access + asked);
    // a folder is opened to make its names last, and watched
    const isFolder =
      access === 'reads' && statSync(asked, { throwIfNoEntry: false })?.isDirectory() === true;
    const done: Observed = { access: isFolder ? 'lists' : access, path: asked, ...standingHere() };
    writeSync(log, `${JSON.stringify(done)}\n`);
  };
  for (const module of [fs, fs.promises] as unknown as Module[]) {
    for (const [names, ...accesses] of ACCESSES)
      for (const name of names.split(' '))
        for (const variant of [name, `${name}Sync`])
          wrap(module, variant, (given) => {
            for (const [access, place] of accesses) note(access, given[place]);
          });
    for (const name of ['open', 'openSync'])
      wrap(module, name, ([asked, flags]) => note(accessOf(flags), asked));
  }
}

function wrap(module: Module, name: string, before: (given: unknown[]) => void): void {
  const original = module[name] as Call | undefined;
  if (original === undefined) return;
  const wrapped: Call = function (...given) {
    before(given);
    return original.apply(this, given);
  };
  module[name] = Object.assign(wrapped, original); // realpath.native, and promisify's own
}

function standingHere(): Omit<Observed, 'access' | 'path'> {
  const { HOME: home = '/', CLAUDE_CONFIG_DIR: config, PATH: programs = '' } = process.env;
  return {
    home,
    config: config ?? path.join(home, '.claude'),
    programs: programs.split(':'),
    isRestricted: process.env.LEEWAY_OBSERVED_RESTRICTED === 'yes',
  };
}

function accessOf(flags: unknown): Access {
  const writing = fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT;
  if (typeof flags === 'number') return (flags & writing) === 0 ? 'reads' : 'writes';
  return typeof flags === 'string' && /[wa+]/.test(flags) ? 'writes' : 'reads';
}

function pathOf(given: unknown): string | null {
  if (given instanceof URL) return fileURLToPath(given);
  if (Buffer.isBuffer(given)) return path.resolve(given.toString());
  return typeof given === 'string' ? path.resolve(given) : null;
}

function isCalledFrom(extensionCode: RegExp): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  return extensionCode.test(stack);
}
