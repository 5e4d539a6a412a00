import type { Inspection } from '../../src/domain/accounting/inspection';
import { sessionOf, type Shown } from '../../src/features/inspector/inspectorView';
import type { Content } from '../../src/features/inspector/contentProtocol';
import type { ToInspectorPage } from '../../src/features/inspector/protocol';
import { rowOf } from '../../src/features/inspector/rowView';
import { inEnglish, type Translate } from '../../src/wording/translate';
import { ledgerInspection } from '../fixtures/ledgerInspection';
import { SAMPLE_NOW_MS } from '../fixtures/sampleSnapshot';
import { pngImage } from '../fixtures/pngImage';

/** Everything but the items, as the extension sends it. */
export function sessionMessage(
  inspection: Inspection,
  changes: Partial<Shown> = {},
  t: Translate = inEnglish,
): ToInspectorPage {
  const shown: Shown = {
    snapshot: inspection.snapshot,
    inspection,
    openness: 'open',
    trouble: null,
    thresholds: { earlyPercent: 80, latePercent: 95 },
    nowMs: SAMPLE_NOW_MS,
    ...changes,
  };
  return { type: 'session', session: sessionOf(shown, t) };
}

export function itemsMessage(
  { items, past, snapshot }: Inspection,
  t: Translate = inEnglish,
): ToInspectorPage {
  return {
    type: 'items',
    isReset: true,
    rows: [...items, ...past].map((item) => rowOf(item, snapshot.cwd, t)),
    gone: [],
    isLast: true,
    goneBecause: '',
  };
}

/** The session of the pictures, whole. */
export function ledgerMessages(
  inspection: Inspection = ledgerInspection(),
  t: Translate = inEnglish,
): readonly ToInspectorPage[] {
  return [sessionMessage(inspection, {}, t), itemsMessage(inspection, t)];
}

export function pictureContent(id: string, source = pngSource()): ToInspectorPage {
  const content: Content = { type: 'image', source, width: 2560, height: 1440 };
  return { type: 'content', id, content, becomes: '', origin: '' };
}

export function textContent(id: string, text: string): ToInspectorPage {
  const lines = text.split('\n').length;
  return {
    type: 'content',
    id,
    content: {
      type: 'text',
      text,
      page: 0,
      pages: 2,
      firstLine: 1,
      lastLine: lines,
      totalLines: 1204,
    },
    becomes: '',
    origin: '',
  };
}

function pngSource(): string {
  return `data:image/png;base64,${pngImage({ width: 2560, height: 1440 }).toString('base64')}`;
}
