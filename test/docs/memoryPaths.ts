import type { ListedPlaces } from './paths';

/** What tells the size of the memory files that each prompt carries, and whether that still holds. */
export const OF_MEMORY: readonly ListedPlaces[] = [
  {
    paths: [
      '<config>/CLAUDE.md',
      '<config>/rules/**/*.md',
      '<config>/projects/*/memory/MEMORY.md',
      '<folder>/CLAUDE.local.md',
      '<folder>/AGENTS.md',
      '<folder>/.claude/CLAUDE.md',
      '<folder>/.claude/rules/**/*.md',
      '/etc/claude-code/CLAUDE.md',
      '/etc/claude-code/.claude/rules/**/*.md',
    ],
    does: ['reads'],
    why: 'The memory files that each prompt carries: their size is counted.',
  },
  {
    paths: [
      '<above>/CLAUDE.md',
      '<above>/CLAUDE.local.md',
      '<above>/AGENTS.md',
      '<above>/.claude/CLAUDE.md',
      '<above>/.claude/rules/**/*.md',
    ],
    does: ['reads'],
    why: 'The same of the folders above, which Claude Code reads as well.',
  },
  {
    paths: ['<imported>'],
    does: ['reads'],
    why: 'Its size is counted, too. One of a project is read only where it lies in the folder of the session.',
  },
  {
    paths: ['<folder>/.mcp.json', '<above>/.mcp.json'],
    does: ['reads'],
    why: 'Which MCP servers the project itself configures, and whether what Claude Code told of its prompt still holds.',
  },
  {
    paths: ['<config>/plugins/installed_plugins.json'],
    does: ['looks'],
    why: 'Whether that still holds.',
  },
];
