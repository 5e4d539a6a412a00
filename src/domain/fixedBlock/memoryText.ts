const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const CODE = /`[^`\n]*`/g;
const IMPORT = /(?<![^\s])@((?:[^\s\\]|\\ )+)/g;
/** Like the start of a path; `@scope/package` and addresses of people are none that are there. */
const PATH_START = /^(?:\.{0,2}\/|~\/|[\w.-])/;

/** What Claude Code sends of a memory file: no front matter, no comments between paragraphs. */
export function sentMemory(text: string): string {
  const kept: string[] = [];
  let comment = false;
  for (const { line, isCode } of linesOf(withoutFrontMatter(text))) {
    comment ||= !isCode && /^ {0,3}<!--/.test(line);
    if (!comment) kept.push(line);
    else if (line.includes('-->')) comment = false;
  }
  return kept.join('\n');
}

/**
 * The files that a memory file imports by `@path`, as they are written there; in code none is meant
 * (2.1.329).
 */
export function memoryImports(text: string): readonly string[] {
  const found = new Set<string>();
  for (const { line, isCode } of linesOf(text)) {
    if (isCode || !line.includes('@')) continue;
    for (const [, path] of line.replace(CODE, ' ').matchAll(IMPORT)) {
      const [named = ''] = path!.replaceAll('\\ ', ' ').split('#', 1);
      if (PATH_START.test(named)) found.add(named);
    }
  }
  return [...found];
}

/** Whether a rule counts for some files alone, so that not every prompt has it. */
export function isConditionalRule(text: string): boolean {
  const end = frontMatterEnd(text);
  return end > 0 && /^paths\s*:/m.test(text.slice(0, end));
}

function withoutFrontMatter(text: string): string {
  return text.slice(frontMatterEnd(text));
}

/** 0 where there is none. */
function frontMatterEnd(text: string): number {
  if (!/^---[ \t]*\r?\n/.test(text)) return 0;
  const close = text.indexOf('\n---', 3);
  if (close === -1) return 0;
  const end = text.indexOf('\n', close + 1);
  return end === -1 ? text.length : end + 1;
}

/** Lines, with whether they are of a block of code. */
function linesOf(text: string): { readonly line: string; readonly isCode: boolean }[] {
  let fence: string | null = null;
  return text.split('\n').map((line) => {
    const mark = FENCE.exec(line)?.[1] ?? null;
    const isCode = fence !== null || mark !== null;
    if (fence === null) fence = mark;
    else if (mark?.startsWith(fence) === true) fence = null;
    return { line, isCode };
  });
}
