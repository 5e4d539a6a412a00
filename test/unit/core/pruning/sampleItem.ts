import type { Item } from '../../../../src/core/accounting/item';

/** A result of Read, old enough to go. */
export function sampleItem(over: Partial<Item> = {}): Item {
  return {
    id: 'u1:0',
    kind: 'toolResult',
    toolName: 'Read',
    attachmentType: null,
    subject: 'app.ts',
    path: 'src/app.ts',
    mediaType: null,
    size: null,
    isError: false,
    tokens: 8234,
    isCounted: true,
    bytes: 26_000,
    line: 1,
    turn: 1,
    timestampMs: null,
    isLive: true,
    marks: [],
    keptBecause: null,
    ...over,
  };
}
