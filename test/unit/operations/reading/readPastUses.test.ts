import assert from 'node:assert/strict';
import { mkdirSync, utimesSync } from 'node:fs';
import { readPastUses } from '../../../../src/operations/reading/readPastUses';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

describe('readPastUses', () => {
  const directory = useTemporaryDirectory();
  /** A session that calls tools, written so many hours ago. */
  const session = (name: string, hours: number, tools: readonly string[]): string => {
    const path = directory.path(`${name}.jsonl`);
    const writer = new TranscriptWriter({ seed: name.length + hours });
    writer.prompt('Go on');
    for (const tool of tools)
      writer.response({ blocks: [{ type: 'tool_use', name: tool, input: {} }] });
    writer.appendTo(path);
    const at = Date.UTC(2026, 10, 1) / 1000 - hours * 3600;
    utimesSync(path, at, at);
    return path;
  };
  const calls = async (path: string): Promise<[number, Record<string, number>]> => {
    const { sessions, uses } = await readPastUses(path);
    return [sessions, Object.fromEntries(uses.servers)];
  };

  it('adds up what the sessions beside one called, without its own', async () => {
    const path = session('own', 0, ['mcp__figma__look', 'mcp__figma__look']);
    session('a', 1, ['mcp__figma__look', 'Bash']);
    session('b', 2, ['mcp__figma__draw', 'mcp__tracker__find']);
    assert.deepEqual(await calls(path), [2, { figma: 2, tracker: 1 }]);
  });

  it('takes the ten that were written last', async () => {
    const path = session('own', 0, []);
    for (let hours = 1; hours <= 12; hours++)
      session(`past${String(hours)}`, hours, [`mcp__server${String(hours)}__look`]);
    const [sessions, servers] = await calls(path);
    assert.deepEqual([sessions, servers['server10'], servers['server11']], [10, 1, undefined]);
  });

  it('counts once what a copy shares with its origin, and leaves out what cannot be read', async () => {
    const path = session('own', 0, []);
    session('same', 1, ['mcp__figma__look']);
    session('emas', 1, ['mcp__figma__look']);
    mkdirSync(directory.path('folder.jsonl'));
    assert.deepEqual(await calls(path), [2, { figma: 1 }]);
    assert.deepEqual(await calls(directory.path('missing.jsonl')), [0, {}]);
  });
});
