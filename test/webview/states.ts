import type { Inspection } from '../../src/domain/accounting/inspection';
import { absenceOf } from '../../src/features/inspector/absenceView';
import type { ToInspectorPage } from '../../src/features/inspector/protocol';
import { inEnglish } from '../../src/wording/translate';
import { ledgerInspection, ledgerItem } from '../fixtures/ledgerInspection';
import { autoCompact, limitWall, tokens, unlimited } from '../fixtures/sampleSnapshot';
import { withLess, withUnexplained } from '../fixtures/unexplainedInspection';
import { itemsMessage, ledgerMessages, sessionMessage } from './ledgerMessages';

const EMPTY: Pick<Inspection, 'items' | 'past' | 'history' | 'turn'> = {
  items: [],
  past: [],
  history: [],
  turn: 0,
};

/** What the extension sends in each state that the page is designed for. */
export const stateMessages = {
  ledger: () => ledgerMessages(),
  noSession: () => [
    {
      type: 'absent',
      absence: absenceOf('noSession', '~/.claude/projects/-home-dev-code-ledgerline', inEnglish),
    },
  ],
  noFolder: () => [{ type: 'absent', absence: absenceOf('noFolder', '', inEnglish) }],
  loading: () => [
    sessionMessage(ledgerInspection(), { inspection: null }),
    { type: 'progress', progress: { readBytes: 312_000_000, totalBytes: 500_000_000 } },
  ],
  cancelled: () => [sessionMessage(ledgerInspection(), { inspection: null, trouble: 'cancelled' })],
  empty: () => {
    const inspection: Inspection = {
      ...ledgerInspection({
        title: 'New session',
        ...tokens(null),
        growth: { turns: 0, tokensPerTurn: null, turnTokens: [] },
      }),
      ...EMPTY,
    };
    return [sessionMessage(inspection), itemsMessage(inspection)];
  },
  unknownLimit: () =>
    ledgerMessages(
      ledgerInspection({ title: 'Port the parser to Rust', ...unlimited, nearestWall: null }),
    ),
  blocked: () => {
    const grown = ledgerInspection({
      ...tokens(214_600),
      limit: {
        tokens: 200_000,
        reason: { kind: 'creditsBlock', sinceMs: new Date(2026, 10, 21, 14, 2).getTime() },
      },
      walls: [limitWall(200_000)],
      blocked: { kind: 'credits', case: 'grown', sinceMs: new Date(2026, 10, 21, 14, 2).getTime() },
    });
    return ledgerMessages(grown);
  },
  held: () => {
    const process = { pid: 1, startedMs: 1, entrypoint: 'cli' };
    const fileTokens = 114_100;
    return ledgerMessages(
      ledgerInspection({
        fileTokens,
        held: { fileTokens, by: 'prune', isMeasured: true, process },
      }),
    );
  },
  notInFile: () => ledgerMessages(withUnexplained()),
  lessThanFile: () => ledgerMessages(withLess()),
  missing: () => [
    sessionMessage(ledgerInspection(), { trouble: 'missing', openness: 'closed' }),
    itemsMessage(ledgerInspection()),
  ],
  restarted: () => [
    sessionMessage(ledgerInspection(), { trouble: 'readerRestarted' }),
    itemsMessage(ledgerInspection()),
  ],
  stopped: () => [
    sessionMessage(ledgerInspection(), { trouble: 'readerDied' }),
    itemsMessage(ledgerInspection()),
  ],
  refusedImages: () => {
    const large = ledgerItem('poster', 'image', 4_900, {
      mediaType: 'image/png',
      size: { width: 3000, height: 1800 },
      marks: ['refusedImage'],
      turn: 40,
    });
    const inspection: Inspection = {
      ...ledgerInspection(),
      items: [...ledgerInspection().items, large],
      request: { images: 23, bytes: 27_000_000, maxBytes: 33_554_432 },
    };
    return [sessionMessage(inspection), itemsMessage(inspection)];
  },
  millionWindow: () =>
    ledgerMessages(
      ledgerInspection({
        ...tokens(152_300, false),
        limit: {
          tokens: 1_000_000,
          reason: { kind: 'asked1m', model: 'claude-opus-5-5', proof: true },
        },
        walls: [
          {
            kind: 'usageCredits',
            tokens: 200_000,
            certain: false,
            credits: { state: 'unknown', reason: null },
          },
          autoCompact(967_000),
          limitWall(1_000_000),
        ],
      }),
    ),
} satisfies Record<string, () => readonly ToInspectorPage[]>;

/** What was selected was pruned. */
export function afterPrune(): readonly ToInspectorPage[] {
  const inspection = ledgerInspection({
    ...tokens(114_100, false),
    lastPrune: {
      ...{
        dateMs: Date.now(),
        beforeTokens: 152_300,
        predictedTokens: 114_100,
        loadedAtMs: null,
        measured: null,
        isRefused: false,
      },
    },
  });
  const pruned = inspection.items.map((item) => ({
    ...item,
    marks: ['pruned' as const],
    keptBecause: 'pruned' as const,
  }));
  return ledgerMessages({ ...inspection, items: pruned }).map((message) =>
    message.type === 'items' ? { ...message, isReset: false } : message,
  );
}

/** What left the context while four items were selected. */
export function afterCompaction(): readonly ToInspectorPage[] {
  const inspection = ledgerInspection(tokens(40_000));
  return [
    sessionMessage({ ...inspection, turn: 59 }),
    {
      type: 'items',
      isReset: false,
      rows: [],
      gone: ['read-src/import/parser.ts-24:0', 'read-package-lock.json-31:0'],
      isLast: true,
      goneBecause: 'Claude Code compacted the session at turn 59.',
    },
  ];
}
