import path from 'node:path';

import { LISTED, SEEN_ELSEWHERE, type Doing } from '../../docs/paths';
import { failure, type TestResult } from '../testResults';
import type { Observed } from './observedPath';

/** What stands beside a place that is written to, while it is, and belongs to it. */
const TEMPORARY = /\/\.([^/]+)\.(?:leeway|context-meter)-[0-9a-f-]+\.tmp(?=\/|$)/;
/**
 * The directories that the window suite makes for each window: what is in one is a folder, and so
 * is what has a `.claude`, a session having run there.
 */
const TEST_FOLDER = /^.*?\/(?:leeway-test|meter)-\w{6}\/[^/]+(?:.*(?=\/\.claude\/))?/;
/** Where the suite installs the extension. */
const TEST_EXTENSION = /^.*\/extensions\/leeway\.leeway-[^/]+/;
/** Where the suite puts a program that the setting names. */
const TEST_PROGRAM = /\/meter-claude-\w{6}\/claude$|\/\.cache\/claude-code\/.*\/claude$/;

/** A path of the list, as one that paths are held against. */
interface Rule {
  readonly path: string;
  readonly does: readonly Doing[];
  readonly whole: RegExp;
  /** The folders on the way there. */
  readonly way: RegExp;
}

const RULES: readonly Rule[] = LISTED.flatMap(({ paths, does }) =>
  paths.map((listed) => ({ path: listed, does, ...patternsOf(listed) })),
);

/**
 * What the extension did outside of the list, with all that it wrote in a restricted window, and
 * what of the list it was not seen doing; one line each.
 */
export function checkPaths(observed: readonly Observed[]): {
  readonly outside: readonly string[];
  readonly unseen: readonly string[];
} {
  const seen = new Set<string>();
  const outside = new Set<string>();
  for (const each of observed) {
    const names = namesOf(each);
    const matched = RULES.filter(({ whole }) => names.some((name) => whole.test(name)));
    const doing = matched.filter(({ does }) => mayDo(does, each.access));
    for (const rule of doing) seen.add(`${rule.path} ${doingOf(each.access)}`);
    const line = `${each.access} ${names.join(' or ')}`;
    if (doing.length === 0 && !isOnTheWay(each, names)) outside.add(line);
    if (each.isRestricted && doingOf(each.access) === 'writes')
      outside.add(`in a restricted window: ${line}`);
  }
  const unseen = RULES.flatMap(({ path: listed, does }) =>
    does.filter((doing) => !seen.has(`${listed} ${doing}`)).map((doing) => `${listed} ${doing}`),
  );
  const elsewhere = SEEN_ELSEWHERE.flatMap(({ paths, does }) =>
    paths.flatMap((listed) => does.map((doing) => `${listed} ${doing}`)),
  );
  return {
    outside: [...outside].sort(),
    unseen: [
      ...unseen.filter((line) => !elsewhere.includes(line)),
      ...elsewhere
        .filter((line) => !unseen.includes(line))
        .map((line) => `${line}: it was seen, and is told to be seen elsewhere only`),
    ],
  };
}

/**
 * The same as results of tests.
 * @param isWhole whether all of the suite ran: a part of it cannot show all of the list. Nor can
 * another system than Linux, which has other places.
 */
export function pathResults(observed: readonly Observed[], isWhole: boolean): TestResult[] {
  const { outside, unseen } = checkPaths(observed);
  return [
    resultOf('Paths: the extension goes nowhere but where the list says', outside),
    ...(isWhole && process.platform === 'linux'
      ? [resultOf('Paths: all that the list says was seen', unseen)]
      : []),
  ];
}

function resultOf(title: string, lines: readonly string[]): TestResult {
  return lines.length === 0 ? { title, durationMs: 0 } : failure(title, lines.join('\n'));
}

/** Reading and writing need to look. */
function mayDo(does: readonly Doing[], access: Observed['access']): boolean {
  return access === 'looks' || does.includes(doingOf(access));
}

/** A folder in a place of the list is as a file there. */
function doingOf(access: Observed['access']): Doing {
  if (access === 'lists') return 'reads';
  return access === 'makes' ? 'writes' : access;
}

/** Folders alone: what is opened must be in the list itself. */
function isOnTheWay(
  { access, path: at, config, home }: Observed,
  names: readonly string[],
): boolean {
  if (access === 'reads' || access === 'writes') return false;
  if (access === 'looks' && [config, home].some((root) => isAbove(at, root))) return true;
  return RULES.some(
    ({ path: listed, does, way }) =>
      (does.includes('writes') || (access !== 'makes' && does.includes('reads'))) &&
      // a whole folder is not searched for what may lie anywhere in it
      !(access === 'lists' && listed.startsWith('<folder>/**/')) &&
      names.some((name) => way.test(name)),
  );
}

function isAbove(folder: string, at: string): boolean {
  return folder === '/' || at === folder || at.startsWith(`${folder}/`);
}

/** A path by the roots that it lies below, or as it is. */
function namesOf({ path: at, config, home, programs }: Observed): readonly string[] {
  const place = at.replace(TEMPORARY, '/$1');
  const below = (root: string, name: string): string[] =>
    isAbove(root, place) ? [name + place.slice(root.length)] : [];
  const [folder] = TEST_FOLDER.exec(place) ?? [];
  const [extension] = TEST_EXTENSION.exec(place) ?? [];
  const ofConfig = below(config, '<config>');
  // Beside it lies the folder that is open.
  const above = foldersUp(path.dirname(config)).flatMap((root) => below(root, '<above>'));
  return [
    ...ofConfig,
    ...below(home, '<home>'),
    ...(extension === undefined ? [] : below(extension, '<extension>')),
    ...above,
    ...(folder === undefined || ofConfig.length > 0 ? [] : below(folder, '<folder>')),
    ...(programs.includes(path.dirname(place)) ? [`<PATH>/${path.basename(place)}`] : []),
    ...(TEST_PROGRAM.test(place) ? ['<claudePath>'] : []),
    place,
  ];
}

/** A folder and those above it; the root is empty, as paths begin with a slash. */
function foldersUp(folder: string): readonly string[] {
  const up = path.dirname(folder);
  return up === folder ? [''] : [folder, ...foldersUp(up)];
}

function patternsOf(listed: string): { whole: RegExp; way: RegExp } {
  const segments = listed.split('/');
  const source = (parts: readonly string[]): string =>
    parts
      .map((part, index) =>
        part === '**'
          ? `(?:/[^/]+)${index === parts.length - 1 ? '+' : '*'}`
          : `/${part.replace(/[.\\()[\]+?^$|{}]/g, '\\$&').replaceAll('*', '[^/]*')}`,
      )
      .join('')
      .replace(/^\//, '');
  const ways = segments
    .map((_, index) => source(segments.slice(0, index)))
    .filter((way) => way !== '');
  return {
    whole: new RegExp(`^${source(segments)}$`),
    way: new RegExp(`^(?:${ways.join('|')})$`),
  };
}
