import * as v from 'valibot';
import { cacheLaneSchema, priceSchema } from './cacheProtocol';
import { contentSchema } from './contentProtocol';
import { fixedBlockSchema } from './fixedBlockProtocol';
import { unexplainedSchema } from './unexplainedProtocol';

/**
 * What the extension and the page of the inspector say to each other. Both check what they are
 * told: the page shows a transcript, which is hostile, and the extension acts for a page that
 * showed one.
 */

/** In the order of the context bar: overhead, conversation, tools, brought in, in no item. */
export const CATEGORIES = [
  'system',
  'summary',
  'userText',
  'assistantText',
  'thinking',
  'toolCall',
  'toolResult',
  'image',
  'attachment',
  'machineText',
  'unexplained',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Most rows in one message: what the extension host makes of them stays well below 10 ms. */
export const ROWS_PER_MESSAGE = 500;
/** Most ids that one act may be about. */
const MAX_IDS = 100_000;
/** No session file has so many. */
export const MAX_LINE = 100_000_000;
/** Most turns that are told by their prompts. */
const MAX_TURNS = 1000;

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const category = v.picklist(CATEGORIES);
const id = text(200);
const actionId = v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,40}$/));

/** One item as the table shows it, its words ready. */
const rowSchema = v.object({
  id,
  category,
  /** What the kind is called: two kinds may be of one category. */
  kind: text(40),
  label: text(900),
  /** So many first characters of the label only say what did it (`Read `), and step back. */
  dim: count,
  /** So many last ones tell it from others of the same name (` (2nd)`): they stay to the end. */
  tail: count,
  /** Which side of what stands between them gives way where there is no room. */
  cut: v.picklist(['start', 'end']),
  /** For a cell of the treemap: the file's own name, the command. */
  short: text(400),
  /** `PNG 2560×1440` for pictures. */
  format: v.nullable(text(60)),
  tool: v.nullable(text(200)),
  path: v.nullable(text(400)),
  tokens: count,
  /** Counters tell the tokens; else they are estimated. */
  isExact: v.boolean(),
  /** How the tokens are known, where counters tell of them; else empty. */
  measured: text(200),
  turn: count,
  /** Where it came into the context; see `HistoryStep.line`. */
  line: count,
  isLive: v.boolean(),
  marks: v.array(
    v.object({
      mark: v.picklist(['superseded', 'duplicate', 'refusedImage', 'pruned']),
      words: text(80),
      /** In a few words, for a column; and as a whole sentence. */
      reason: text(120),
      why: text(400),
    }),
  ),
  /** Of what was pruned: what it freed, where that is known. */
  freedTokens: v.nullable(count),
  /** It was pruned, and can be put back. */
  isKeptInBackup: v.boolean(),
  /** It stays unless it is chosen by itself. */
  isByChoice: v.boolean(),
  /** Why it has to stay, as a sentence; `null` when it can be pruned with others. */
  kept: v.nullable(text(200)),
});
export type Row = v.InferOutput<typeof rowSchema>;

/** A button. What it does is known to the extension alone. */
const actionSchema = v.object({ id: actionId, title: text(80), isPrimary: v.boolean() });
export type InspectorAction = v.InferOutput<typeof actionSchema>;

const noteSchema = v.object({
  id: text(200),
  severity: v.picklist(['info', 'warning', 'error']),
  title: text(400),
  text: text(1000),
  actions: v.array(actionSchema),
});
export type Note = v.InferOutput<typeof noteSchema>;

const partSchema = v.object({ as: v.picklist(['text', 'code', 'file']), text: text(2000) });
/** A piece of a sentence: plain, a name to be typed, or a file that a click opens. */
export type SentencePart = v.InferOutput<typeof partSchema>;

const wallSchema = v.object({
  name: text(60),
  tokens: count,
  isLimit: v.boolean(),
  /** Where Claude Code refuses prompts by itself. */
  isBlocked: v.boolean(),
  /** The one that is met first. */
  isNext: v.boolean(),
  isBreached: v.boolean(),
  /** `at 167K, 14.7K away, about 2–5 turns`. */
  standing: text(200),
  /** In how many turns it is reached; `null` where that is not known. */
  turnsAhead: v.nullable(v.object({ least: count, most: count })),
});
export type BarWall = v.InferOutput<typeof wallSchema>;

const stepSchema = v.object({
  turn: count,
  /**
   * What came in with it are the rows with a `line` after that of the step before it, and up to
   * this one.
   */
  line: count,
  tokens: count,
  isEstimate: v.boolean(),
  event: v.picklist(['response', 'compaction', 'prune', 'modelChange']),
  /** `compacted to 64K`; empty for a plain reply. */
  words: text(120),
});
export type HistoryStep = v.InferOutput<typeof stepSchema>;

/** Everything but the items. */
const sessionSchema = v.object({
  /** Which session: a selection made in another one is dropped. */
  key: text(2000),
  title: text(400),
  /** `Opus 5.5 · turn 58 · live`. */
  facts: text(400),
  /** `Cache warm until 14:32`, and what comes then; `null` where replies tell of no cache. */
  cache: v.nullable(v.object({ words: text(120), hover: text(300) })),
  severity: v.picklist(['none', 'warning', 'error']),
  /** `152.3K`, ` / 200K`, `76%`. */
  used: text(40),
  of: text(40),
  share: text(40),
  /** `8.1K to auto-compact`; past it, what comes of that. */
  left: text(200),
  /** `2–5 turns`, to the next limit; empty where no forecast can be made. */
  turnsLeft: text(80),
  /** `~42.3K in the file`, where a running process still has more. */
  inFile: text(80),
  growth: text(80),
  limit: v.array(partSchema),
  /** By what the file holds: what everything on the page is a share of. */
  totalTokens: v.nullable(count),
  /** So much more a running process still has than the file. */
  heldTokens: count,
  isExact: v.boolean(),
  /** Items are sized by their bytes so far, and change within seconds; the total does not. */
  isCounting: v.boolean(),
  limitTokens: v.nullable(count),
  turn: count,
  /** They add up to the total: what is not explained may be below 0. */
  segments: v.array(
    v.object({ category, tokens: v.pipe(v.number(), v.finite()), isExact: v.boolean() }),
  ),
  /** Of which `unexplained` is what; `null` where there is nothing of it. */
  unexplained: v.nullable(unexplainedSchema),
  walls: v.array(wallSchema),
  steps: v.array(stepSchema),
  /** `null` where no reply tells of a cache. */
  cacheLane: v.nullable(cacheLaneSchema),
  notes: v.array(noteSchema),
  /** Beside the title; for what is selected; behind the three dots. */
  actions: v.object({
    header: v.array(actionSchema),
    selection: v.array(actionSchema),
    menu: v.array(actionSchema),
  }),
  /** Said below the count of what is selected; empty where there is nothing to say. */
  selectionHint: text(200),
  /** What the price of a prune follows from; `null` where replies tell of no cache. */
  price: v.nullable(priceSchema),
});
export type Session = v.InferOutput<typeof sessionSchema>;

const folds = v.object({ map: v.optional(v.boolean()), chart: v.optional(v.boolean()) });
const layoutSchema = v.object({
  /** What was folded by hand, by the form of the page. */
  folds: v.record(text(20), folds),
  /** Of the preview: its width beside the table, and its height below it, in pixels. */
  asidePx: count,
  belowPx: count,
});
/** How a person has arranged the page: it outlives the page. */
export type Layout = v.InferOutput<typeof layoutSchema>;

/** Why there is nothing to show, and what to do. */
const absenceSchema = v.object({
  title: text(200),
  parts: v.array(partSchema),
  looked: text(2000),
  actions: v.array(actionSchema),
});
export type Absence = v.InferOutput<typeof absenceSchema>;

const toPageSchema = v.variant('type', [
  v.object({ type: v.literal('session'), session: sessionSchema }),
  v.object({ type: v.literal('absent'), absence: absenceSchema }),
  /** `isReset`: these rows replace all. `isLast`: the list is complete with them. */
  v.object({
    type: v.literal('items'),
    isReset: v.boolean(),
    rows: v.array(rowSchema),
    gone: v.array(id),
    isLast: v.boolean(),
    goneBecause: text(200),
  }),
  /** How much of the file has been read; `null` when it has been. */
  v.object({
    type: v.literal('progress'),
    progress: v.nullable(v.object({ readBytes: count, totalBytes: count })),
  }),
  v.object({
    type: v.literal('content'),
    id,
    content: contentSchema,
    becomes: text(400),
    /** Says where it was read, of what is no longer in the session; else empty. */
    origin: text(400),
  }),
  /** What each request carries beside the conversation; `null` while it is read first. */
  v.object({
    type: v.literal('fixedBlock'),
    isReading: v.boolean(),
    block: v.nullable(fixedBlockSchema),
  }),
  /** What turns began with, as far as rows belong to them. These replace all. */
  v.object({
    type: v.literal('turns'),
    turns: v.pipe(v.array(v.object({ turn: count, words: text(200) })), v.maxLength(MAX_TURNS)),
  }),
  /** For the live region. */
  v.object({ type: v.literal('said'), text: text(400) }),
  v.object({ type: v.literal('layout'), layout: layoutSchema }),
  /** In the menu of a row. */
  v.object({ type: v.literal('chosen'), action: actionId, id }),
  /** What came in with the step of this line, or with the next one that the chart still has. */
  v.object({ type: v.literal('showStep'), line: v.pipe(count, v.integer(), v.maxValue(MAX_LINE)) }),
]);
export type ToInspectorPage = v.InferOutput<typeof toPageSchema>;

const toExtensionSchema = v.variant('type', [
  /** The page is there and empty: send everything. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('preview'), id, page: v.pipe(count, v.integer()) }),
  v.object({
    type: v.literal('act'),
    action: actionId,
    ids: v.pipe(v.array(id), v.maxLength(MAX_IDS)),
  }),
  v.object({ type: v.literal('layout'), layout: layoutSchema }),
]);
export type FromInspectorPage = v.InferOutput<typeof toExtensionSchema>;

function parserOf<T>(schema: v.GenericSchema<unknown, T>): (value: unknown) => T | null {
  return (value) => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? parsed.output : null;
  };
}

/** Each says `null` to what is no message of this protocol, or no layout of this version. */
export const parseToInspectorPage = parserOf(toPageSchema);
export const parseFromInspectorPage = parserOf(toExtensionSchema);
export const parseLayout = parserOf(layoutSchema);
