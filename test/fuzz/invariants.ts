import assert from 'node:assert/strict';
import type { Inspection } from '../../src/domain/accounting/inspection';
import type { Snapshot } from '../../src/domain/accounting/snapshot';
import { withHandoff } from '../../src/domain/handoff/handoffFile';
import { sessionOf } from '../../src/features/inspector/inspectorView';
import { parseToInspectorPage } from '../../src/features/inspector/protocol';
import { rowOf } from '../../src/features/inspector/rowView';
import { meterOf } from '../../src/features/meter/meterView';
import { USUAL_CONTEXT } from '../../src/features/meter/tooltipLinksText';
import { tooltipOf } from '../../src/features/meter/tooltipText';
import { itemsAsJson, itemsAsText } from '../../src/wording/itemsReport';
import { meterAsJson, meterAsText } from '../../src/wording/meterReport';
import { plainText, terminalJson, terminalText } from '../../src/wording/plainText';
import { absent, followed } from '../fixtures/sampleFollowing';
import { inEnglish } from '../../src/wording/translate';
import { assertCloses } from '../fixtures/closedAccount';

/** Controls but for line feeds and tabs, and what reorders text. */
const MOVES =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const ACTS = /\]\(|\$\(/;

/** What came back may be shorter than what stood there; less may be sent than the file holds. */
const MAY_SHRINK = /\.(?:grownBytes|unexplainedTokens)$/;

/** Every number in it is finite and at least 0, whatever it was made of. */
export function assertNumbers(value: unknown, where: string): void {
  if (typeof value === 'number')
    assert.ok(
      Number.isFinite(value) && (value >= 0 || MAY_SHRINK.test(where)),
      `${where} is ${String(value)}`,
    );
  else if (typeof value === 'object' && value !== null)
    for (const [key, held] of Object.entries(value)) assertNumbers(held, `${where}.${key}`);
}

/** A text as a terminal, a message, a list or a status bar shows it. */
export function assertShown(text: string, where: string): void {
  assert.equal(typeof text, 'string', where);
  assert.doesNotMatch(terminalText(text), MOVES, `${where} in a terminal`);
  const shown = plainText(text);
  assert.doesNotMatch(shown, MOVES, `${where} in a message`);
  assert.doesNotMatch(shown, /[\n\t]/, `${where} has more than one line`);
  assert.doesNotMatch(shown, ACTS, `${where} is a link or an icon`);
}

/** A line of JSON for programs: it is JSON, and shows nothing but itself. */
export function assertJson(json: string, where: string): void {
  const shown = terminalJson(json);
  assert.doesNotMatch(shown, /\n/, where);
  assert.doesNotMatch(shown, MOVES, where);
  assertNumbers(JSON.parse(shown), where);
}

/** What becomes an argument of a command line, or is typed into a terminal. */
export function assertSafeWord(id: string, where: string): void {
  assert.match(id, /^\w[\w.-]{0,127}$/, where);
}

export function assertSnapshot(snapshot: Snapshot, where: string): void {
  const { sinceMs, ...blocked } = snapshot.blocked ?? { sinceMs: null };
  assertNumbers({ ...snapshot, blocked, beyond200KSinceMs: null, lastPrune: null }, where);
  assert.ok(sinceMs === null || Number.isFinite(sinceMs));
  assertShown(meterAsText(snapshot, Date.now(), inEnglish), `${where}, as text`);
  assertJson(meterAsJson(snapshot, Date.now(), inEnglish), `${where}, as JSON`);
  const active = { ...followed(), snapshot };
  const following = { ...absent('following'), active, others: [active] };
  const thresholds = { earlyPercent: 80, latePercent: 95, statusBarFormat: 'both' } as const;
  const meter = meterOf(following, thresholds, inEnglish);
  assertShown(meter.spoken, `${where}, spoken`);
  assert.doesNotMatch(meter.text.replace(/^\$\([a-z~-]+\) /, ''), ACTS, `${where}, status bar`);
  // its links are our own commands; what came from the session is escaped, marks and icons alike
  const context = { ...USUAL_CONTEXT, nowMs: Date.now() };
  const tooltip = tooltipOf(following, inEnglish, context);
  assert.doesNotMatch(tooltip, MOVES, `${where}, tooltip`);
  assert.doesNotMatch(
    tooltip.replace(
      /\]\(command:leeway\.\w+(?:\?%5B%22[\w-]+%22(?:%2C\d+)?%5D)?(?: "[^"\n]*")?\)/g,
      '',
    ),
    /[^\\]\]\(/,
    `${where}, tooltip`,
  );
}

export function assertInspection(inspection: Inspection, where: string): void {
  assertSnapshot(inspection.snapshot, where);
  assertCloses(inspection);
  const { items, past, breakdown, history, request, turn, snapshot } = inspection;
  assertNumbers({ breakdown, history: history.map(({ tokens }) => tokens), request, turn }, where);
  assertJson(itemsAsJson(inspection, null, inEnglish), `${where}, as JSON`);
  assertShown(itemsAsText(inspection, null, inEnglish), `${where}, as text`);
  const rows = [...items, ...past].map((item) => rowOf(item, snapshot.cwd, inEnglish));
  for (const row of rows) {
    for (const text of [row.label, row.short, row.kind, row.tool ?? '', row.path ?? ''])
      assertShown(text, `${where}, row ${row.label}`);
  }
  const page = {
    type: 'session',
    session: sessionOf(
      {
        snapshot,
        inspection,
        openness: 'open',
        trouble: null,
        thresholds: { earlyPercent: 80, latePercent: 95 },
        nowMs: Date.now(),
      },
      inEnglish,
    ),
  };
  assertParsed(page, `${where}: the page refuses the session`);
  for (let at = 0; at < rows.length; at += 500) {
    const batch = rows.slice(at, at + 500);
    const message = { type: 'items', isReset: true, rows: batch, gone: [], isLast: true };
    assertParsed({ ...message, goneBecause: '' }, `${where}: the page refuses the rows`);
  }
}

/** A message that the page drops shows an old state for ever. */
function assertParsed(message: unknown, refused: string): void {
  if (parseToInspectorPage(message) !== null) return;
  const json = JSON.stringify(message, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? 'no number' : value,
  );
  const id = /"(?:id|key)":"([^"]{200,})"/.exec(json)?.[1] ?? '';
  const why =
    id !== '' ? `an id of ${String(id.length)} characters` : (/no number/.exec(json)?.[0] ?? '');
  assert.fail(`${refused}: ${why === '' ? json.slice(0, 2000) : why}`);
}

/** It stays in its section, however often it is put there, and moves no cursor. */
export function assertHandoff(markdown: string, where: string): void {
  assert.doesNotMatch(markdown, MOVES, where);
  const own = 'Notes of a person.\n';
  const once = withHandoff(own, markdown);
  assert.ok('text' in once, where);
  assert.ok(once.text.startsWith(own), where);
  const twice = withHandoff(once.text, markdown);
  assert.ok('text' in twice && twice.text === once.text, `${where} leaves its section`);
}
