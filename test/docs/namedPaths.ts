/** Folders of the repository, and those of `src`, which docs/architecture.md names without it. */
const TOP =
  /^(?:src|test|media|docs|l10n|\.github|\.vscode|\.ci|domain|io|operations|worker|wording|host|features)\//;
const SOURCE = /^[\w.-]+(?:\/[\w.-]+)*\.(?:ts|mjs)$/;

/**
 * The paths that a document names: in code font, as the target of a link, and in a tree of folders.
 * As they stand there; endings such as `.ui.ts` and patterns are none.
 */
export function namedPaths(document: string): readonly string[] {
  const text = document.replace(/^```[\s\S]*?^```$/gm, '');
  const inCode = [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, code]) => code!)
    .filter((code) => (TOP.test(code) || SOURCE.test(code)) && !/^\.\w+\.ts$|[*…<{ ]/.test(code));
  const linked = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
  return [...new Set([...inCode, ...linked, ...pathsInTree(document)])];
}

/** `  name/  other.ts   what they are for`, two blanks deeper for what is inside. */
function pathsInTree(document: string): string[] {
  const tree = /^```\n((?:src\/\n)[\s\S]*?)^```$/m.exec(document)?.[1] ?? '';
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, blanks = '', names = ''] =
      /^( *)((?:[\w.-]+(?:\/[\w.-]*)*(?:\/|\.ts|(?<=\/[\w.-]+))(?:,? +|$))+)/.exec(line) ?? [];
    const depth = blanks.length / 2;
    const paths = names
      .split(/[\s,]+/)
      .filter((name) => name !== '')
      .map((name) => [...above.slice(0, depth), name].join(''));
    above[depth] = names.trim().split(/[\s,]+/)[0]!;
    return paths;
  });
}
