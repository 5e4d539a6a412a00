import assert from 'node:assert/strict';
import { fixedPart } from '../../../../src/domain/fixedBlock/fixedBlock';
import { bloatText, type Surveyed } from '../../../../src/features/prevention/bloatText';
import { denyDetail, mergedRules } from '../../../../src/features/prevention/denyView';
import { inEnglish } from '../../../../src/wording/translate';

const NOTHING: Surveyed = {
  sessions: 0,
  skipped: 0,
  tokens: 0,
  tools: [],
  servers: [],
  files: [],
  folders: [],
  attachments: [],
  images: { count: 0, tokens: 0 },
  repeatedReads: { count: 0, tokens: 0 },
  overheadTokens: null,
  told: { toldBy: 'files', atMs: 0, parts: [], servers: [] },
};

describe('bloatText', () => {
  it('says so when there is nothing', () =>
    assert.match(bloatText(NOTHING, '/p', inEnglish), /There is no session to read yet\.\n$/));

  it('has a table for each kind, with what to do about it', () => {
    const text = bloatText(
      {
        ...NOTHING,
        sessions: 2,
        skipped: 1,
        tokens: 10_000,
        tools: [{ name: 'Read', count: 5, tokens: 5000 }],
        files: [{ name: '/p/src/a.ts', count: 1, reads: 1, tokens: 2500 }],
        attachments: [{ name: 'agent_listing_delta', count: 2, tokens: 200 }],
        overheadTokens: 21_000,
        images: { count: 2, tokens: 3000 },
        repeatedReads: { count: 1, tokens: 100 },
      },
      '/p',
      inEnglish,
    );
    assert.match(text, /\| Read \| ~5K \| 50% \| 5 \|/);
    assert.match(text, /\| src\\\/a\\\.ts \| ~2\.5K \| 25% \| 1 \|/);
    assert.match(text, /\| List of subagents \| ~200 \| 2% \| 2 \|/);
    assert.match(text, /~21K tokens of each request/);
    assert.match(text, /2 images took ~3K tokens, 30% of all/);
    assert.match(text, /could not be read, and are left out: 1\./);
  });

  it('has what each prompt carries by name, and how often the sessions called it', () => {
    const memory = fixedPart('memory', '/p/CLAUDE.md', 2_100, { path: '/p/CLAUDE.md' });
    const surveyed = { ...NOTHING, sessions: 10, overheadTokens: 30_000 };
    const byFiles = bloatText(
      { ...surveyed, told: { ...NOTHING.told, parts: [memory] } },
      '/p',
      inEnglish,
    );
    assert.match(byFiles, /\| Memory file CLAUDE\\\.md \| ~2\.1K \| {2}\|/);
    assert.match(byFiles, /These are the memory files/);
    const tool = (name: string, tokens: number, place: 'overhead' | 'deferred') =>
      fixedPart('mcpTool', `mcp__${name}__do`, tokens, { server: name, place });
    const byClaude = bloatText(
      {
        ...surveyed,
        servers: [{ name: 'docs', count: 7, tokens: 900 }],
        told: {
          toldBy: 'claude',
          atMs: Date.parse('2026-11-28T14:02:00'),
          parts: [
            tool('figma', 18_200, 'overhead'),
            tool('docs', 400, 'overhead'),
            tool('late', 5_000, 'deferred'),
            memory,
          ],
          servers: [],
        },
      },
      '/p',
      inEnglish,
    );
    assert.match(byClaude, /\| MCP server figma \| ~18\.2K \| 0 in 10 sessions \|/);
    assert.match(byClaude, /\| MCP server docs \| ~400 \| 7 in 10 sessions \|/);
    assert.doesNotMatch(byClaude, /late/);
    assert.match(byClaude, /Told by Claude Code, .*14:02/);
    assert.doesNotMatch(bloatText(surveyed, '/p', inEnglish), /Told by|memory files\. \*/);
  });

  it('lets no name out of its cell', () => {
    const text = bloatText(
      {
        ...NOTHING,
        tokens: 1,
        tools: [{ name: 'x | [a](command:b)\n# <img> $(alert)', count: 1, tokens: 1 }],
        told: {
          ...NOTHING.told,
          parts: [fixedPart('skill', 'y | [a](command:b)\n# <img> $(alert)', 4)],
        },
      },
      '/p',
      inEnglish,
    );
    assert.doesNotMatch(text, /[^\\]\[a|\n# <|[^\\]<img/);
  });
});

describe('denyView', () => {
  it('adds rules to the end and keeps what stood there', () =>
    assert.deepEqual(
      mergedRules(['Bash(rm *)', 5, 'Read(./dist/**)'], ['Read(./dist/**)', 'Read(./x/**)']),
      ['Bash(rm *)', 5, 'Read(./dist/**)', 'Read(./x/**)'],
    ));

  it('says why a place is proposed', () => {
    const proposal = { rule: '', place: '', readTokens: 2500, reads: 2, isThere: true };
    assert.equal(denyDetail(proposal, inEnglish), 'Read 2 times: ~2.5K tokens.');
    assert.equal(
      denyDetail({ ...proposal, reads: 1, isThere: false }, inEnglish),
      'Read once: ~2.5K tokens. Not in the top folder now.',
    );
    assert.equal(denyDetail({ ...proposal, reads: 0 }, inEnglish), 'Exists; never read.');
  });
});
