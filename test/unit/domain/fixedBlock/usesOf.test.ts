import assert from 'node:assert/strict';
import { fixedPart, type FixedKind } from '../../../../src/domain/fixedBlock/fixedBlock';
import {
  serverKey,
  usesOf,
  usesOfPart,
  usesOfServer,
} from '../../../../src/domain/fixedBlock/usesOf';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

describe('usesOf', () => {
  const call = (writer: TranscriptWriter, name: string, input: Record<string, unknown>): void => {
    writer.response({ blocks: [{ type: 'tool_use', name, input }] });
  };
  const used = (write: (writer: TranscriptWriter) => void) => {
    const writer = new TranscriptWriter();
    writer.prompt('Go.');
    write(writer);
    return usesOf(transcriptOf(writer.lines.join('\n')));
  };

  it('counts calls by tool, server, skill and subagent', () => {
    const uses = used((writer) => {
      call(writer, 'mcp__figma__draw', {});
      call(writer, 'mcp__figma__draw', {});
      call(writer, 'mcp__figma__read', {});
      call(writer, 'Skill', { skill: 'ship', args: 'it now' });
      call(writer, 'SlashCommand', { command: '/ship now' });
      call(writer, 'Agent', { subagent_type: 'reviewer', description: 'Review', prompt: 'x' });
      call(writer, 'Task', { description: 'Look', prompt: 'x' });
    });
    const of = (kind: FixedKind, name: string, server: string | null = null): number | null =>
      usesOfPart(fixedPart(kind, name, 1, { server }), uses);
    assert.deepEqual(
      [
        of('mcpTool', 'mcp__figma__draw'),
        of('mcpTool', 'mcp__figma__never'),
        of('mcpInstructions', 'figma', 'figma'),
        of('skill', 'ship'),
        of('skill', 'other'),
        of('agent', 'reviewer'),
        of('agent', 'general-purpose'),
        of('memory', '/CLAUDE.md'),
      ],
      [2, 0, 3, 2, 0, 1, 1, null],
    );
    assert.equal(uses.tools.get('Skill'), 1);
    assert.deepEqual([usesOfServer('figma', uses), usesOfServer('none', uses)], [3, 0]);
  });

  it('counts a skill that a person calls, and nothing that only looks like it', () => {
    const uses = used((writer) => {
      const command = (name: string, args: string): string =>
        `<command-message>x</command-message>\n<command-name>${name}</command-name>${args}`;
      writer.inUsersPlace(command('/ship', ''));
      writer.inUsersPlace(command('/ship', '\n<command-args>it now</command-args>'));
      writer.inUsersPlace(command('ship', ''));
      writer.prompt('Tell me of /ship');
    });
    assert.deepEqual([...uses.skills], [['ship', 2]]);
  });

  it('counts a call once that stands in the file twice, and those that were compacted away', () => {
    const uses = used((writer) => {
      call(writer, 'mcp__figma__draw', {});
      writer.raw(writer.lines.at(-1)!);
      writer.compaction({ summary: 'Short.', preTokens: 50_000 });
    });
    assert.equal(uses.servers.get('figma'), 1);
  });

  it('knows a server by the name that its tools have', () => {
    assert.equal(serverKey('claude.ai Figma'), 'claude_ai_Figma');
    const uses = used((writer) => call(writer, 'mcp__claude_ai_Figma__draw', {}));
    assert.equal(usesOfServer('claude.ai Figma', uses), 1);
  });
});
