import type { Inspection } from '../domain/accounting/inspection';
import type { Item } from '../domain/accounting/item';

/**
 * An inspection as it crosses threads: what changed since the last one, in parts small enough that
 * receiving one holds nobody up. All parts but the last carry items; the last one makes them an
 * inspection.
 */
export type InspectionPart =
  /** Live items by their place in the list. */
  | { readonly kind: 'items'; readonly places: readonly number[]; readonly items: readonly Item[] }
  | { readonly kind: 'end'; readonly itemCount: number; readonly rest: RestOfInspection };

/** `null` where it is what it was. */
interface RestOfInspection extends Omit<Inspection, 'items' | 'past' | 'prompts' | 'history'> {
  readonly past: Inspection['past'] | null;
  readonly prompts: Inspection['prompts'] | null;
  readonly history: Inspection['history'] | null;
}

/** Received in a few milliseconds, on a slow machine too. */
const ITEMS_IN_PART = 200;

/**
 * The parts that turn one inspection into the next.
 *
 * @param before what the receiver holds; items that are the same objects are not sent again.
 */
export function* partsOf(
  before: Inspection | null,
  after: Inspection,
): Generator<InspectionPart, undefined> {
  let places: number[] = [];
  for (let place = 0; place < after.items.length; place++) {
    if (after.items[place] !== before?.items[place]) places.push(place);
    if (places.length < ITEMS_IN_PART && (place < after.items.length - 1 || places.length === 0))
      continue;
    yield { kind: 'items', places, items: places.map((each) => after.items[each]!) };
    places = [];
  }
  const { items, past, prompts, history, ...rest } = after;
  yield {
    kind: 'end',
    itemCount: items.length,
    rest: {
      ...rest,
      past: past === before?.past ? null : past,
      prompts: prompts === before?.prompts ? null : prompts,
      history: isSameHistory(before, history) ? null : history,
    },
  };
  return undefined;
}

function isSameHistory(before: Inspection | null, history: Inspection['history']): boolean {
  if (before?.history.length !== history.length) return false;
  return history.every(
    (step, index) =>
      step.tokens === before.history[index]!.tokens &&
      step.event === before.history[index]!.event &&
      step.turn === before.history[index]!.turn,
  );
}

/** Puts parts together again, on the other side. */
export class AssembledInspection {
  private items: Item[] = [];
  private last: Inspection | null = null;

  /** @returns the inspection that this part completes. */
  add(part: InspectionPart): Inspection | null {
    if (part.kind === 'items') {
      part.places.forEach((place, index) => (this.items[place] = part.items[index]!));
      return null;
    }
    this.items.length = part.itemCount;
    const { past, prompts, history, ...rest } = part.rest;
    this.last = {
      ...rest,
      items: [...this.items],
      past: past ?? this.last?.past ?? [],
      prompts: prompts ?? this.last?.prompts ?? [],
      history: history ?? this.last?.history ?? [],
    };
    return this.last;
  }
}
