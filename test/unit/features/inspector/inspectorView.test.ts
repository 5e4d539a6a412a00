import assert from 'node:assert/strict';
import { sessionOf, type Shown } from '../../../../src/features/inspector/inspectorView';
import { parseToInspectorPage, type Session } from '../../../../src/features/inspector/protocol';
import type { HeldContent } from '../../../../src/domain/accounting/heldContent';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { inEnglish } from '../../../../src/wording/translate';
import { ledgerInspection, ledgerItem } from '../../../fixtures/ledgerInspection';
import { hostileTexts } from '../../../fixtures/hostileTexts';
import { autoCompact, limitWall, tokens, unlimited } from '../../../fixtures/sampleSnapshot';

const shown = (inspection = ledgerInspection(), changes: Partial<Shown> = {}): Shown => ({
  snapshot: inspection.snapshot,
  inspection,
  ...({ openness: 'open', trouble: null, nowMs: 0 } as const),
  thresholds: { earlyPercent: 80, latePercent: 95 },
  ...changes,
});

const SIZES = { beforeTokens: 152_300, predictedTokens: 114_100 };
const PRUNED = { dateMs: 0, ...SIZES, loadedAtMs: null, isRefused: false };

describe('inspectorView', () => {
  it('says how full, why, and how long it lasts', () => {
    const session = sessionOf(shown(), inEnglish);
    assert.deepEqual(
      [session.used, session.of, session.share, session.severity],
      ['152.3K', ' / 200K', '76%', 'warning'],
    );
    assert.equal(session.facts, 'Opus 5.5 · turn 58 · live');
    assert.equal(session.left, '14.7K to auto-compact');
    assert.equal(session.turnsLeft, 'about 1–4 turns');
    assert.deepEqual(
      session.walls.map(({ name, isNext, standing }) => [name, isNext, standing]),
      [
        ['auto-compact', true, 'at 167K, 14.7K away, about 1–4 turns'],
        ['limit', false, 'at 200K, 47.7K away, about 3–11 turns'],
      ],
    );
    assert.equal(session.growth, '~4.9K a turn');
    assert.deepEqual(session.limit, [
      { as: 'text', text: 'Limit 200K: 1M context is turned off by ' },
      { as: 'code', text: 'CLAUDE_CODE_DISABLE_1M_CONTEXT' },
      { as: 'text', text: ' in ' },
      { as: 'file', text: '~/.claude/settings.json' },
    ]);
  });

  it('says whether sizes are still being counted, and nothing else differs by it', () => {
    const [counted, counting] = [false, true].map((isCounting) =>
      sessionOf(shown(undefined, { isCounting }), inEnglish),
    ) as [Session, Session];
    assert.deepEqual([counted.isCounting, counting.isCounting], [false, true]);
    assert.deepEqual({ ...counting, isCounting: false }, counted);
  });

  it('has a segment for every token', () => {
    const { segments, totalTokens } = sessionOf(shown(), inEnglish);
    assert.equal(
      segments.reduce((sum, segment) => sum + segment.tokens, 0),
      totalTokens,
    );
    assert.deepEqual(
      segments.slice(0, 2).map(({ category, tokens: size }) => [category, size]),
      [
        ['system', 24_600],
        ['summary', 3_500],
      ],
    );
  });

  it('gives no percentage without a limit, and offers to set one', () => {
    const session = sessionOf(
      shown(ledgerInspection({ ...unlimited, nearestWall: null })),
      inEnglish,
    );
    assert.deepEqual(
      [session.used, session.of, session.share, session.left],
      ['152.3K', ' tokens', '', ''],
    );
    assert.deepEqual(session.limit, [
      { as: 'text', text: 'No percentage: the context window of acme-coder-2 is not known.' },
    ]);
    assert.deepEqual(
      session.actions.header.map(({ title }) => title),
      ['Set Limit…', 'Prune to Fit…', 'Compact…'],
    );
  });

  it('marks an estimate, and knows no size before the first reply', () => {
    assert.equal(
      sessionOf(shown(ledgerInspection(tokens(114_100, false))), inEnglish).used,
      '~114.1K',
    );
    const fresh = sessionOf(shown(ledgerInspection(tokens(null))), inEnglish);
    assert.deepEqual([fresh.used, fresh.left], ['?', 'The size is known after the first reply.']);
  });

  it('says after a prune that it waits for a reply, then what that measured, and offers to undo it', () => {
    const prune = { ...PRUNED, dateMs: Date.now() - 60_000 };
    const noteFor = (lastPrune: Snapshot['lastPrune']) =>
      sessionOf(shown(ledgerInspection({ lastPrune })), inEnglish).notes[0];
    const waiting = noteFor({ ...prune, measured: null });
    assert.deepEqual(
      [waiting?.title, waiting?.actions.map(({ id }) => id)],
      ['Pruned to ~114.1K; the next reply measures it.', ['undoPrune']],
    );
    const measured = (savedTokens: number, isOtherModel = false) => ({
      ...{ fromTokens: 152_300, addedTokens: 900, predictedTokens: 38_200, isOtherModel },
      ...{ contextTokens: 153_200 - savedTokens, savedTokens },
    });
    const saved = noteFor({ ...prune, measured: measured(38_700) });
    assert.deepEqual(
      [saved?.title, saved?.text.slice(0, 68)],
      [
        'Saved 38.7K tokens, as predicted.',
        'Before: 152.3K. Added since: ~900. Sent with the reply: 114.5K. Undo',
      ],
    );
    const less = noteFor({ ...prune, measured: measured(30_000) });
    assert.deepEqual(
      [less?.title, less?.text.includes('What was pruned and what was added are estimates.')],
      ['Saved 30K tokens; 38.2K were predicted.', true],
    );
    assert.match(
      noteFor({ ...prune, measured: measured(30_000, true) })!.text,
      /from another model, which counts tokens differently/,
    );
    assert.equal(
      noteFor({ ...prune, dateMs: Date.now() - 3_600_000, measured: measured(1) }),
      undefined,
      'an hour later it is no news',
    );
  });

  it('tells what a running Claude Code still has, and what makes it load the file', () => {
    const held = (changes: Partial<HeldContent> = {}, entrypoint = 'cli') =>
      sessionOf(
        shown(
          ledgerInspection({
            fileTokens: 114_100,
            held: {
              ...{ fileTokens: 114_100, by: 'prune', isMeasured: false },
              process: { pid: 1, startedMs: 1, entrypoint },
              ...changes,
            },
            lastPrune: { ...PRUNED, measured: null },
          }),
        ),
        inEnglish,
      );
    const session = held();
    const [note] = session.notes;
    assert.deepEqual(
      [session.used, session.totalTokens, session.heldTokens, session.inFile],
      ['152.3K', 114_100, 38_200, '~114.1K in the file'],
    );
    assert.deepEqual(
      [note?.title, note?.actions.map(({ title }) => title)],
      ['The running Claude Code still uses the old content.', ['Type /resume Now', 'Undo Prune']],
    );
    assert.match(note!.text, /^Its next prompt sends 152\.3K; the file holds ~114\.1K\. It loads/);
    assert.match(held({ isMeasured: true }).notes[0]!.text, /The newest reply confirmed it\./);
    assert.deepEqual(
      held({}, 'claude-vscode').notes[0]?.actions.map(({ title }) => title),
      ['Reopen in Claude Code', 'Undo Prune'],
    );
    const undone = held({ by: 'undo', fileTokens: null }).notes[0];
    assert.deepEqual(
      [undone?.title, undone?.text.slice(0, 30), undone?.actions.length],
      [
        'The running Claude Code does not know yet what was put back.',
        'Its next prompt sends 152.3K. ',
        1,
      ],
    );
  });

  it('names the block and what it is not', () => {
    const grown = sessionOf(
      shown(
        ledgerInspection({
          ...tokens(214_600),
          walls: [limitWall(200_000)],
          blocked: { kind: 'credits', case: 'grown', sinceMs: null },
        }),
      ),
      inEnglish,
    );
    assert.deepEqual(
      [grown.share, grown.severity, grown.notes[0]?.severity],
      ['blocked', 'error', 'error'],
    );
    assert.match(grown.notes[0]?.text ?? '', /^The session has grown 14\.6K past 200K\./);
    const small = sessionOf(
      shown(
        ledgerInspection({
          ...tokens(75_000),
          blocked: { kind: 'credits', case: 'entitlement', sinceMs: null },
        }),
      ),
      inEnglish,
    );
    assert.match(small.notes[0]?.text ?? '', /making it smaller will not help/);
  });

  it('warns of images and bytes that the API refuses', () => {
    const inspection = ledgerInspection();
    const large = ledgerItem('poster', 'image', 4_900, {
      size: { width: 3000, height: 10 },
      marks: ['refusedImage'],
    });
    const { notes } = sessionOf(
      shown({
        ...inspection,
        items: [large],
        request: { images: 23, bytes: 33_600_000, maxBytes: 33_554_432 },
      }),
      inEnglish,
    );
    assert.deepEqual(
      notes.map(({ id, severity }) => [id, severity]),
      [
        ['refusedImages', 'warning'],
        ['requestBytes', 'error'],
      ],
    );
    assert.deepEqual(
      notes[0]?.actions.map(({ id }) => id),
      ['selectRefused'],
    );
  });

  it('says how far a wall is of which no forecast can be made', () => {
    const near = sessionOf(
      shown(
        ledgerInspection({ ...tokens(166_000), walls: [autoCompact(167_000), limitWall(200_000)] }),
      ),
      inEnglish,
    );
    assert.deepEqual([near.left, near.turnsLeft], ['1K to auto-compact', 'about 1 turn']);
    const far = sessionOf(
      shown(ledgerInspection({ ...tokens(10_000), walls: [limitWall(1_000_000)] })),
      inEnglish,
    );
    assert.deepEqual([far.left, far.turnsLeft], ['990K to the limit', '']);
  });

  it('calls a wall passed that is, and says what comes of it', () => {
    const past = sessionOf(
      shown(
        ledgerInspection({
          ...tokens(371_300),
          walls: [autoCompact(167_000), limitWall(1_000_000)],
        }),
      ),
      inEnglish,
    );
    assert.equal(past.left, '204.3K past auto-compact: it will compact at the next prompt');
    assert.deepEqual(
      past.walls.map(({ turnsAhead, isBreached }) => [turnsAhead, isBreached]),
      [
        [null, true],
        [null, false],
      ],
    );
    const full = sessionOf(
      shown(ledgerInspection({ ...tokens(214_600), walls: [limitWall(200_000)] })),
      inEnglish,
    );
    assert.equal(full.left, '14.6K past the limit');
  });

  it('fits the protocol whatever the session is called', () => {
    for (const title of [...hostileTexts, 'x'.repeat(1_000_000)]) {
      const session = sessionOf(
        shown(
          ledgerInspection({
            title,
            model: title,
            limit: { tokens: null, reason: { kind: 'unknownModel', model: title } },
          }),
        ),
        inEnglish,
      );
      assert.ok(parseToInspectorPage({ type: 'session', session }) !== null, title.slice(0, 40));
    }
  });
});
