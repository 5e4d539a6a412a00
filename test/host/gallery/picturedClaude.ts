import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { category, contextUsageAnswer } from '../../fixtures/contextUsageAnswer';
import { writeStandInClaude } from '../../fixtures/standInClaude';
import type { TestDirectories } from '../testDirectories';

/** A stand-in that says what the prompts of the pictured project carry. Returns its path. */
export function writePicturedClaude({ root, workspaceFolder }: TestDirectories): string {
  const tool = (serverName: string, name: string, tokens: number) => ({
    ...{ name: `mcp__${serverName}__${name}`, serverName, tokens, isLoaded: true },
  });
  const response = contextUsageAnswer({
    categories: [
      category('system_prompt', 'System prompt', 3_240),
      category('system_tools', 'System tools', 9_810),
      category('mcp_tools', 'MCP tools', 9_360),
      category('memory_files', 'Memory files', 1_480),
      category('skills', 'Skills', 64),
    ],
    mcpTools: [
      tool('figma', 'get_design', 3_950),
      tool('figma', 'get_variables', 2_870),
      tool('issues', 'search', 1_620),
      tool('issues', 'comment', 920),
    ],
    memoryFiles: [
      { path: path.join(workspaceFolder, 'CLAUDE.md'), type: 'Project', tokens: 1_480 },
    ],
    ...{ agents: [], mcpInstructions: [] },
    skills: {
      skillFrontmatter: [{ name: 'release-notes', source: 'projectSettings', tokens: 64 }],
    },
  });
  const mcpServers = ['figma', 'issues'].map((name) => ({ name, status: 'connected' }));
  mkdirSync(path.join(root, 'program'));
  return writeStandInClaude(path.join(root, 'program', 'claude'), {
    answers: {
      mcp_status: [{ response: { mcpServers } }],
      get_context_usage: [{ response }],
    },
  });
}
