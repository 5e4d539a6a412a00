import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { loadTokenCount } from '../../../../src/domain/accounting/loadTokenCount';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { makeHandoff, type MadeHandoff } from '../../../../src/operations/leaving/writeHandoff';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { hostileSession, longSession, storySession } from '../../../fixtures/storySession';
import { REAL_SESSIONS, realSessionNames } from '../../../fixtures/realSessions';

describe('handoff', () => {
  const directory = useTemporaryDirectory();
  let countTokens: TokenCount;
  before(async () => (countTokens = await loadTokenCount()));

  async function handoffOf(
    session: { toString(): string },
    budgetTokens = 4000,
  ): Promise<MadeHandoff> {
    const made = await makeHandoff(directory.write('session.jsonl', session.toString()), {
      budgetTokens,
      countTokens,
    });
    assert.ok(!('problem' in made));
    return made;
  }

  for (const [name, session] of [
    ['story', storySession],
    ['hostile', hostileSession],
    ['long', longSession],
  ] as const) {
    it(`is the golden document of the ${name} session`, async () => {
      const { markdown } = await handoffOf(session());
      const golden = join(__dirname, 'golden', `${name}.md`);
      if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(golden, markdown);
      assert.equal(markdown, readFileSync(golden, 'utf8'));
    });
  }

  for (const budget of [300, 500, 1000, 2000]) {
    it(`stays within ${String(budget)} tokens, and always names the session`, async () => {
      const { markdown, tokens, dropped } = await handoffOf(longSession(), budget);
      assert.ok(tokens <= budget, String(tokens));
      assert.ok(dropped > 0);
      assert.match(markdown, /claude --resume 7f3c0000-0000-4000-8000-000000000003/);
    });
  }

  it('drops what matters least first', async () => {
    const small = (await handoffOf(longSession(), 1500)).markdown;
    assert.match(small, /Prompt 1:/);
    assert.match(small, /Prompt 30:/);
    assert.match(small, /Conclusion of turn 30/);
    assert.doesNotMatch(small, /Conclusion of turn 28/);
    assert.match((await handoffOf(longSession(), 12_000)).markdown, /Conclusion of turn 28/);
  });

  it('says that something is left out', async () => {
    assert.match((await handoffOf(longSession(), 1500)).markdown, /\(\d+ more left out\.\)/);
  });

  it('keeps every text in its place', async () => {
    const nasty = fc
      .array(
        fc.constantFrom(
          '`',
          '```',
          '~~~',
          '\n',
          '\r',
          '# H',
          '## Goal',
          '<!--',
          '-->',
          '> ',
          '- ',
          '\t',
          '\u2028',
          '[a](b)',
          '    ',
          '\\',
          'word',
          '|',
        ),
        { maxLength: 12 },
      )
      .map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (one, other) => {
        const writer = new TranscriptWriter({ cwd: `/${one}` });
        writer.title('custom', one).prompt(other);
        const { toolUseIds } = writer.response({
          blocks: [
            { type: 'tool_use', name: 'Bash', input: { command: `make ${one}` } },
            { type: 'tool_use', name: 'Write', input: { file_path: one } },
            { type: 'tool_use', name: 'TodoWrite', input: { todos: [{ content: other }] } },
          ],
        });
        writer.toolResult(toolUseIds[0]!, other);
        writer.response({ blocks: [{ type: 'text', text: one }] });
        const { markdown } = await handoffOf(writer);
        const headings = outsideFences(markdown)
          .filter((line) => /^\s*#/.test(line))
          .map((line) => line.replace(/: .*/, ''));
        assert.deepEqual(
          headings.filter((line) => !KNOWN_HEADINGS.has(line)),
          [],
          markdown,
        );
        assert.equal(headings.at(-1), '## Session to return to');
        assert.doesNotMatch(markdown, /<!--/);
      }),
      { numRuns: 60 },
    );
  });

  it('masks secrets wherever they stand, a long one before it is cut', async () => {
    const token = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
    const writer = new TranscriptWriter();
    writer.prompt(`Use ${token}`);
    const { toolUseIds } = writer.response({
      blocks: [
        { type: 'tool_use', name: 'Bash', input: { command: `GH_TOKEN=${token} npm test` } },
      ],
    });
    writer.toolResult(toolUseIds[0]!, `${'x'.repeat(222)} ${token} ${'y'.repeat(300)}`);
    writer.response({
      blocks: [{ type: 'text', text: `<!-- secretlint-disable -->\n${token}\n${token}` }],
    });
    const { markdown } = await handoffOf(writer);
    assert.doesNotMatch(markdown, /ghp_/);
    assert.equal(markdown.match(/\[masked: github\\?\]/g)?.length, 6, markdown);
  });

  it('has what a person chose to restate, whatever the budget, and masks secrets in it', async () => {
    const path = directory.write('session.jsonl', longSession().toString());
    const restated = [
      { text: 'I said: "Keep ghp_0123456789abcdefghijABCDEFGHIJ012345 out of `it`"', turn: 3 },
      { text: 'Read /app/a.ts again.', turn: 0 },
      { text: 'I accepted this plan: one\n\ntwo', turn: 9 },
    ];
    const options = { budgetTokens: 500, countTokens, restated };
    const made = await makeHandoff(path, options);
    assert.ok(!('problem' in made));
    assert.match(
      made.markdown,
      /\n## Decisions\n\nRestated by hand, as the last compaction may have left it out:\n\n- [^\n]*masked: github[^\n]* \(turn 3\)\n- `Read \/app\/a\.ts again\.`\n\nRestated by hand \(turn 9\):\n\n```text\nI accepted this plan: one\n\ntwo\n```\n/,
    );
    assert.doesNotMatch(made.markdown, /ghp_/);
  });

  it('tells which error the session ended with', async () => {
    const writer = storySession();
    writer.prompt('More.');
    writer.apiError('creditsSubscriber');
    assert.match(
      (await handoffOf(writer)).markdown,
      /The session ended with an error: `API Error: Usage credits required/,
    );
  });

  it('leaves out a branch that was rewound', async () => {
    const writer = new TranscriptWriter();
    writer.prompt('First');
    writer.response({ blocks: [{ type: 'text', text: 'answer' }] });
    const start = writer.leafUuid;
    writer.prompt('Never mind');
    writer.response({ blocks: [{ type: 'text', text: 'forgotten words' }] });
    writer.branch(start).prompt('Instead');
    writer.response({ blocks: [{ type: 'text', text: 'kept words' }] });
    const { markdown } = await handoffOf(writer.lastPrompt());
    assert.match(markdown, /kept words/);
    assert.doesNotMatch(markdown, /forgotten words|Never mind/);
  });

  it('shows a slash command as it was typed, but none that Claude Code carries out', async () => {
    const writer = new TranscriptWriter();
    writer.commandEcho('review', 'x').commandEcho('compact', 'Compacted');
    writer.response({ blocks: [{ type: 'text', text: 'reviewed' }] });
    const { markdown } = await handoffOf(writer);
    assert.match(markdown, /\/review/);
    assert.doesNotMatch(markdown, /\/compact/);
  });

  it('has a clear word for a session without prompts, and none for what is no session', async () => {
    const writer = new TranscriptWriter();
    writer.response({ blocks: [{ type: 'text', text: 'Hello.' }] });
    assert.match((await handoffOf(writer)).markdown, /Nothing was typed in this session\./);
    assert.deepEqual(
      await makeHandoff(directory.write('x.jsonl', '{"a":1}\n\0'), {
        budgetTokens: 4000,
        countTokens: null,
      }),
      { problem: 'noSession' },
    );
    assert.deepEqual(
      await makeHandoff(directory.path('gone.jsonl'), { budgetTokens: 4000, countTokens: null }),
      { problem: 'missing' },
    );
    assert.deepEqual(
      await makeHandoff(directory.path(), { budgetTokens: 4000, countTokens: null }),
      { problem: 'unreadable' },
    );
  });

  it('can be cancelled', async () => {
    const path = directory.write('session.jsonl', storySession().toString());
    assert.deepEqual(
      await makeHandoff(path, {
        budgetTokens: 4000,
        countTokens: null,
        signal: AbortSignal.abort(),
      }),
      { problem: 'cancelled' },
    );
  });

  for (const name of realSessionNames) {
    it(`comes of ${name}, within budget`, async () => {
      const made = await makeHandoff(join(REAL_SESSIONS, name), {
        budgetTokens: 4000,
        countTokens,
      });
      assert.ok(!('problem' in made));
      assert.ok(
        made.tokens <= 4000 &&
          made.markdown.startsWith('# Handoff: ') &&
          made.markdown.includes('## Session to return to'),
        String(made.tokens),
      );
      assert.doesNotMatch(made.markdown, /undefined|\[object|NaN/);
    }).timeout(20_000);
  }
});

const KNOWN_HEADINGS = new Set([
  '# Handoff',
  '## Goal',
  '## Where things stand',
  '## Decisions',
  '## Files touched',
  '## How to verify',
  '## Unresolved errors',
  '## Session to return to',
]);

/** Lines that are in no code fence, as CommonMark has it; fails where one is left open. */
function outsideFences(markdown: string): string[] {
  const lines: string[] = [];
  let open: string | null = null;
  for (const line of markdown.split(/\r\n|[\n\r]/)) {
    const fence = /^ {0,3}(`{3,}|~{3,})([^`]*)$/.exec(line);
    if (open === null && fence !== null) open = fence[1]!;
    else if (
      open !== null &&
      fence !== null &&
      fence[1]!.startsWith(open) &&
      fence[2]!.trim() === ''
    )
      open = null;
    else if (open === null) lines.push(line);
  }
  assert.equal(open, null, markdown);
  return lines;
}
