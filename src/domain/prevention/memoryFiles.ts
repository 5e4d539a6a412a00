/**
 * What a project keeps for every session, one file per kind, so that each can be read when it is
 * needed.
 */
export interface MemoryFile {
  readonly name: string;
  /** What Claude is told about it in CLAUDE.md. */
  readonly purpose: string;
  readonly text: string;
}

/** In English: Claude reads them, and the person fills them in. */
export const MEMORY_FILES: readonly MemoryFile[] = [
  {
    name: 'ARCHITECTURE.md',
    purpose: 'how the parts fit together; read before changing structure',
    text: '# Architecture\n\nWhat the parts are, who may know whom, and where to begin reading.\n',
  },
  {
    name: 'STACK.md',
    purpose: 'languages, libraries, versions, and the commands that build, test and run',
    text: '# Stack\n\nLanguages, libraries and versions; the commands that build, test and run.\n',
  },
  {
    name: 'UI_RULES.md',
    purpose: 'the look and the words; read before changing what people see',
    text: '# UI rules\n\nColours, spacing, words, and what to avoid.\n',
  },
  {
    name: 'DECISIONS.md',
    purpose: 'what was decided and why, the newest first; add to it',
    text: '# Decisions\n\nDate, decision, reason. The newest first.\n',
  },
  {
    name: 'TODO.md',
    purpose: 'what is open; keep it up to date',
    text: '# Todo\n\nWhat is open, the most important first.\n',
  },
];

/** What Claude Code reads at the start of every session of a folder. */
export const CLAUDE_FILE = 'CLAUDE.md';
const HEADING = '## Project memory';

/**
 * CLAUDE.md with a pointer to each of these files at its end; `null` where all of them are named
 * already.
 */
export function withPointers(text: string, files: readonly MemoryFile[]): string | null {
  const missing = files.filter(({ name }) => !text.includes(`.ai/${name}`));
  if (missing.length === 0) return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = missing.map(({ name, purpose }) => `- \`.ai/${name}\`: ${purpose}`);
  const own = text.trim() === '' ? [] : [text.trimEnd(), ''];
  return [...own, ...(text.includes(HEADING) ? [] : [HEADING, '']), ...lines, ''].join(eol);
}
