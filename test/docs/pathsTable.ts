import { LISTED, ROOTS, type Doing } from './paths';
import { withGenerated } from './withGenerated';

const SOURCE = 'paths: made from test/docs/paths.ts';
/** As the README calls them. */
const ROOT_NAMES: Readonly<Record<string, string>> = {
  '<config>': 'Claude Code’s config directory',
  '<folder>': 'the folder of a project',
  '<home>': 'your home',
  '<extension>': 'the folder of this extension',
  '<above>': 'the folders above it',
  '<imported>': 'what a memory file imports',
  '<chosen>': 'the file that you choose for a handoff',
};
const DOES: readonly Doing[] = ['reads', 'writes', 'looks'];

/** SECURITY.md with every place that is read and written, and why. */
export function withPaths(security: string): string {
  const roots = Object.entries(ROOTS).map(([root, meaning]) => `${inCode(root)} is ${meaning}`);
  return withGenerated(security, SOURCE, [
    '| Where | It | Why |',
    '| --- | --- | --- |',
    ...LISTED.map(({ paths, does, why }) => {
      const doing = DOES.filter((each) => does.includes(each)).join(', ');
      return `| ${paths.map(inCode).join('<br>')} | ${doing} | ${why} |`;
    }),
    '',
    `${roots.join('; ')}. A link in them is another name of where it leads.`,
    '',
    'Of the folders on the way there it reads what they hold, watches some of them for changes, and makes them where something is written. What is replaced is first written beside its place, as `.<name>.leeway-….tmp`. Through VS Code, and so not in the table, go its settings, the session you pinned, snoozed warnings, the log, and files that are shown.',
  ]);
}

/** The README with the same in short: what stands at the top of each root. */
export function withPathsInShort(readme: string): string {
  const written = topsOf('writes');
  const read = topsOf('reads').filter((top) => !written.includes(top));
  return withGenerated(readme, SOURCE, [
    [
      `It **writes** nowhere but here: ${inRoots(written)}.`,
      `It **reads** there too, and ${inRoots(read)}.`,
      '[SECURITY.md](SECURITY.md#where-it-reads-and-writes) says why, place by place; a test fails when the extension opens a file anywhere else.',
    ].join(' '),
  ]);
}

function topsOf(doing: Doing): readonly string[] {
  const tops = LISTED.filter(({ does }) => does.includes(doing)).flatMap(({ paths }) =>
    paths.map((path) =>
      path.startsWith('<') ? path.replace('/**/', '/').split('/', 2).join('/') : path,
    ),
  );
  return [...new Set(tops)];
}

function inRoots(tops: readonly string[]): string {
  const rootOf = (top: string): string => /^<\w+>/.exec(top)?.[0] ?? '';
  const roots = [...new Set(tops.map(rootOf))];
  const parts = roots.map((root) => {
    const below = tops
      .filter((top) => rootOf(top) === root && top !== root)
      .map((top) => inCode(root === '' ? top : top.slice(root.length + 1)));
    const name = ROOT_NAMES[root];
    if (name === undefined) return below.join(', ');
    return below.length === 0 ? name : `in ${name} ${below.join(', ')}`;
  });
  return parts.join('; ');
}

function inCode(path: string): string {
  return `\`${path}\``;
}
