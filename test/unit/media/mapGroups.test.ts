import assert from 'node:assert/strict';
import { mapGroups } from '../../../media/inspector/mapGroups';
import { mapParts } from '../../../media/inspector/mapParts';
import { mapFrames } from '../../../media/inspector/treemapLayout';
import type { Ui } from '../../../media/inspector/ui';
import type { Block } from '../../../src/features/inspector/fixedBlockProtocol';
import type { Row } from '../../../src/features/inspector/protocol';
import { rowOf } from '../../../src/features/inspector/rowView';
import { inEnglish } from '../../../src/wording/translate';
import { ledgerInspection } from '../../fixtures/ledgerInspection';
import { ledgerBlock } from '../../fixtures/openedBlock';
import { mapRow } from '../../fixtures/mapRows';

const inspection = ledgerInspection();
const ledger = inspection.items.map((item) => rowOf(item, inspection.snapshot.cwd, inEnglish));

describe('the groups of the map', () => {
  const titles = (mapBy: Ui['mapBy'], rows: readonly Row[] = ledger): string[] =>
    mapGroups(rows, 24_600, mapBy).map(({ title }) => title);

  it('are files and topics, tools, or kinds', () => {
    assert.deepEqual(titles('file').slice(0, 5), [
      'System and tools',
      'Commands',
      'parser.ts',
      'Thinking',
      'Images',
    ]);
    assert.ok(!titles('file').some((title) => /other/i.test(title)));
    assert.deepEqual(titles('tool').slice(0, 3), ['Read', 'System and tools', 'Bash']);
    assert.deepEqual(titles('kind').slice(0, 3), ['Results', 'System and tools', 'Thinking']);
  });

  it('are of what stands in no item, too, and add up where that is below 0', () => {
    for (const tokens of [5_500, -7_500]) {
      const groups = mapGroups(ledger, 24_600, 'kind', tokens);
      const own = groups.find(({ kind }) => kind === 'unexplained');
      assert.deepEqual([own?.title, own?.tokens, own?.rows], ['Not in the file', tokens, []]);
      assert.equal(
        groups.reduce((sum, group) => sum + group.tokens, 0),
        ledger.reduce((sum, row) => sum + row.tokens, 24_600 + tokens),
      );
      assert.equal(
        mapFrames(groups, 700, 190).some(({ group }) => group.kind === 'unexplained'),
        tokens > 0,
      );
    }
  });

  it('tell files of one name apart by their folder', () => {
    const rows = ['src/a/index.ts', 'src/b/index.ts', 'src/c/main.ts'].map((path, at) =>
      mapRow(`r${String(at)}`, 'Read', 900 - at, { path, subject: path }),
    );
    assert.deepEqual(titles('file', rows), [
      'System and tools',
      'a/index.ts',
      'b/index.ts',
      'main.ts',
    ]);
  });

  it('are of an MCP server by its name, and of a tool that nobody knows by its own', () => {
    const rows = [
      mapRow('a', 'mcp__figma__get_screenshot', 900),
      mapRow('b', 'mcp__figma__get_code', 800),
      mapRow('c', 'LSP', 700),
      mapRow('d', 'WebFetch', 600, { subject: 'https://example.com' }),
    ];
    assert.deepEqual(titles('file', rows).slice(1), ['figma', 'LSP', 'Web']);
    assert.deepEqual(titles('tool', rows).slice(1), [
      'get_screenshot',
      'get_code',
      'LSP',
      'WebFetch',
    ]);
  });

  it('put small files into the folder that they share, and call it so', () => {
    const small = Array.from({ length: 60 }, (_, at) => {
      const path = `src/import/part${String(at)}.ts`;
      return mapRow(`s${String(at)}`, 'Read', 300, { path, subject: path });
    });
    const large = mapRow('l', 'Read', 9_000, { path: 'app.ts', subject: 'app.ts' });
    const frames = mapFrames(mapGroups([...small, large], 0, 'file'), 600, 150);
    assert.deepEqual(
      frames.map(({ group }) => group.name),
      ['src/import/', 'app.ts'],
    );
    assert.equal(frames[0]!.cells[0]!.part.title, 'part0.ts');
  });
});

describe('the cells of the map', () => {
  it('are the parts of the fixed block once they are told, and add up to it', () => {
    const { overheadTokens } = inspection.breakdown;
    const cellsOf = (parts: Block['parts'], leastTokens: number) => {
      const groups = mapGroups(ledger, overheadTokens, 'file', 0, parts);
      return mapParts(
        groups.find(({ kind }) => kind === 'system')!,
        leastTokens,
        13_200,
      );
    };
    assert.deepEqual(
      cellsOf([], 500).map(({ kind, tokens }) => [kind, tokens]),
      [['system', overheadTokens]],
    );
    const { parts } = ledgerBlock('claude');
    const cells = cellsOf(parts, 2_000);
    assert.deepEqual(
      cells.map(({ kind, title }) => [kind, title]),
      [
        ['part', 'Built-in tools'],
        ['part', 'figma'],
        ['part', 'System prompt'],
        ['part', 'CLAUDE.md'],
        ['system', ''],
      ],
    );
    assert.equal(
      cells.reduce((sum, { tokens }) => sum + tokens, 0),
      overheadTokens,
    );
    const tooLarge = parts.map((part) => ({ ...part, tokens: (part.tokens ?? 0) * 2 }));
    assert.ok(cellsOf(tooLarge, 2_000).every(({ kind, tokens }) => kind === 'part' && tokens > 0));
  });

  it('do not repeat what the frame says', () => {
    const path = 'src/import/ImportWizard.tsx';
    const rows = [
      mapRow('a', 'Read', 13_200, { path, subject: path }),
      mapRow('b', 'Read', 6_400, { path, subject: path }),
      ...Array.from({ length: 9 }, (_, at) =>
        mapRow(`e${String(at)}`, 'Edit', 20, { path, subject: path }, 'toolCall'),
      ),
    ];
    const [frame] = mapFrames(mapGroups(rows, 0, 'file'), 300, 120);
    assert.deepEqual(
      frame!.cells.map(({ part }) => part.title),
      ['Read', 'Read again', 'Edit ×9'],
    );
    const commands = [
      mapRow('c', 'Bash', 900, { subject: 'cd app && npm test' }),
      ...Array.from({ length: 30 }, (_, at) =>
        mapRow(`g${String(at)}`, 'Bash', 2, { subject: `git log -${String(at)}` }),
      ),
    ];
    assert.deepEqual(
      mapFrames(mapGroups(commands, 0, 'file'), 300, 120)[0]!.cells.map(({ part }) => part.title),
      ['npm test', 'git ×30'],
    );
  });
});
