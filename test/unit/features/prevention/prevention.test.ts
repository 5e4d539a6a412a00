import assert from 'node:assert/strict';
import type { Bloat } from '../../../../src/domain/prevention/bloatTally';
import { bloatText } from '../../../../src/features/prevention/bloatText';
import { denyDetail, mergedRules } from '../../../../src/features/prevention/denyView';
import { inEnglish } from '../../../../src/wording/translate';

const NOTHING: Bloat = {
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

  it('lets no name out of its cell', () => {
    const text = bloatText(
      {
        ...NOTHING,
        tokens: 1,
        tools: [{ name: 'x | [a](command:b)\n# <img> $(alert)', count: 1, tokens: 1 }],
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
