import * as v from 'valibot';

/**
 * What the extension and the recover page say to each other. Words come ready from the extension;
 * the page draws them and tells which button was pressed. Both check what they are told: titles
 * come from transcripts, which are hostile.
 */

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const actionId = v.pipe(v.string(), v.regex(/^[a-zA-Z0-9]{1,40}$/));

const partSchema = v.object({ as: v.picklist(['text', 'code']), text: text(1000) });
/** A piece of a sentence: plain, or a name as it is typed. */
export type AdvicePart = v.InferOutput<typeof partSchema>;

const actionSchema = v.object({ id: actionId, title: text(80) });
export type RecoverAction = v.InferOutput<typeof actionSchema>;

const stepSchema = v.object({
  title: text(200),
  parts: v.array(partSchema),
  /** What came of it, once it was tried. */
  result: v.nullable(v.object({ kind: v.picklist(['waiting', 'vain', 'done']), text: text(400) })),
  action: v.nullable(actionSchema),
  /** The one to take now: it holds the only primary button. */
  isCurrent: v.boolean(),
});
export type PageStep = v.InferOutput<typeof stepSchema>;

const pinSchema = v.object({
  /** `~/.claude/settings.json:14`, or where else it is set. */
  where: text(600),
  open: v.nullable(actionSchema),
  setting: text(200),
  value: text(200),
  /** Shows the change; `null` where it has to be made by hand. */
  fix: v.nullable(actionSchema),
});
export type PagePin = v.InferOutput<typeof pinSchema>;

const pageSchema = v.object({
  title: text(400),
  subtitle: text(400),
  verdict: v.object({
    severity: v.picklist(['error', 'info']),
    title: text(200),
    text: text(400),
    facts: v.array(v.object({ name: text(60), parts: v.array(partSchema) })),
    action: v.nullable(actionSchema),
  }),
  /** `null` where pinned models are not the matter. */
  pins: v.nullable(
    v.object({
      /** What to do first: its first button stands out. */
      isCurrent: v.boolean(),
      heading: text(200),
      columns: v.object({ where: text(60), setting: text(60), value: text(60), change: text(60) }),
      byHand: text(100),
      rows: v.array(pinSchema),
    }),
  ),
  stepsHeading: text(100),
  steps: v.array(stepSchema),
  vainHeading: text(100),
  vain: v.array(v.array(partSchema)),
  report: v.object({ action: actionSchema, text: text(200) }),
});
export type RecoverPage = v.InferOutput<typeof pageSchema>;

const toPageSchema = v.variant('type', [
  v.object({ type: v.literal('page'), page: pageSchema }),
  /** For the live region. */
  v.object({ type: v.literal('said'), text: text(400) }),
]);
export type ToRecoverPage = v.InferOutput<typeof toPageSchema>;

const toExtensionSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('act'), action: actionId }),
]);
export type FromRecoverPage = v.InferOutput<typeof toExtensionSchema>;

/** @returns `null` for what is no message of this protocol. */
export function parseToRecoverPage(message: unknown): ToRecoverPage | null {
  const parsed = v.safeParse(toPageSchema, message);
  return parsed.success ? parsed.output : null;
}

/** @returns `null` for what is no message of this protocol. */
export function parseFromRecoverPage(message: unknown): FromRecoverPage | null {
  const parsed = v.safeParse(toExtensionSchema, message);
  return parsed.success ? parsed.output : null;
}
