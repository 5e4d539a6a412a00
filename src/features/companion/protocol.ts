import * as v from 'valibot';

/**
 * What the extension and the page of the companion say to each other. Words come ready from the
 * extension; the page draws them and tells which button was pressed. Both check what they are told:
 * lines of settings and titles of sessions are hostile.
 */

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const actionId = v.picklist([
  'install',
  'update',
  'remove',
  'openDiff',
  'openSettings',
  'readCode',
  'notNow',
]);
/** What a button of the page stands for. */
export type CompanionActId = v.InferOutput<typeof actionId>;

const pieceSchema = v.object({ as: v.picklist(['text', 'code', 'strong']), text: text(1000) });
/** A piece of a sentence: plain, as it is typed, or with weight. */
export type PagePiece = v.InferOutput<typeof pieceSchema>;

const actionSchema = v.object({ id: actionId, title: text(80), isEnabled: v.boolean() });
export type CompanionAction = v.InferOutput<typeof actionSchema>;

const columnSchema = v.object({
  heading: text(80),
  icon: v.picklist(['check', 'eye', 'never']),
  rows: v.array(v.array(pieceSchema)),
});
export type PromiseColumn = v.InferOutput<typeof columnSchema>;

const lineSchema = v.object({
  /** `gap`: lines that stay are left out here. */
  kind: v.picklist(['same', 'added', 'removed', 'gap']),
  /** Where it stands, from 1; `null` for what goes, and for a gap. */
  number: v.nullable(v.number()),
  text: text(2000),
});
export type ChangedLine = v.InferOutput<typeof lineSchema>;

const setUpSchema = v.object({
  kind: v.literal('setUp'),
  title: text(80),
  lead: v.array(pieceSchema),
  columns: v.array(columnSchema),
  /** What it could do, with the button that shows its code. */
  could: v.object({ parts: v.array(pieceSchema), action: actionSchema }),
  changes: v.object({
    heading: text(80),
    file: text(600),
    note: text(200),
    action: v.nullable(actionSchema),
    lines: v.array(lineSchema),
    /** How a screen reader tells the lines apart. */
    spoken: v.object({ added: text(40), removed: text(40) }),
    /** Why nothing can be planned; `null` where it can. */
    problem: v.nullable(text(600)),
  }),
  how: v.array(pieceSchema),
  foot: v.object({ title: text(200), text: text(300), actions: v.array(actionSchema) }),
});
export type SetUpPage = v.InferOutput<typeof setUpSchema>;

const placeSchema = v.object({ icon: v.picklist(['check', 'dash']), text: text(100) });

const doorSchema = v.object({
  what: text(100),
  door: text(40),
  inTerminal: placeSchema,
  inTab: placeSchema,
  needs: text(40),
});
export type DoorRow = v.InferOutput<typeof doorSchema>;

const sessionSchema = v.object({ title: text(400), where: text(200), told: text(200) });

const installedSchema = v.object({
  kind: v.literal('installed'),
  title: text(80),
  facts: text(200),
  remove: actionSchema,
  /** What there is to do about it; `null` where all is well. */
  note: v.nullable(
    v.object({
      severity: v.picklist(['info', 'warning']),
      title: text(200),
      text: text(600),
      action: v.nullable(actionSchema),
    }),
  ),
  doors: v.object({
    heading: text(80),
    aside: text(100),
    columns: v.object({
      what: text(60),
      door: text(60),
      inTerminal: text(60),
      inTab: text(60),
      needs: text(60),
    }),
    rows: v.array(doorSchema),
    note: text(400),
  }),
  sessions: v.object({
    heading: text(80),
    aside: text(100),
    columns: v.object({ title: text(60), where: text(60), told: text(60) }),
    rows: v.array(sessionSchema),
  }),
  onward: text(400),
  code: actionSchema,
});
export type InstalledPage = v.InferOutput<typeof installedSchema>;

const pageSchema = v.variant('kind', [setUpSchema, installedSchema]);
export type CompanionPage = v.InferOutput<typeof pageSchema>;

const toPageSchema = v.object({
  type: v.literal('page'),
  page: pageSchema,
  /** What is being done just now, in words. */
  busy: v.nullable(text(100)),
});
export type ToCompanionPage = v.InferOutput<typeof toPageSchema>;

const toExtensionSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('act'), action: actionId }),
]);
export type FromCompanionPage = v.InferOutput<typeof toExtensionSchema>;

/** @returns `null` for what is no message of this protocol. */
export function parseToCompanionPage(message: unknown): ToCompanionPage | null {
  const parsed = v.safeParse(toPageSchema, message);
  return parsed.success ? parsed.output : null;
}

/** @returns `null` for what is no message of this protocol. */
export function parseFromCompanionPage(message: unknown): FromCompanionPage | null {
  const parsed = v.safeParse(toExtensionSchema, message);
  return parsed.success ? parsed.output : null;
}
