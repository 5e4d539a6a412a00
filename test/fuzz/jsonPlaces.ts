/** Where a value stands in a JSON value: in an object under a key, or in an array. */
export interface JsonPlace {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

const MOST_PLACES = 3000;

/** All places in a JSON value, those above before those in them; its own root is none. */
export function placesIn(root: unknown): readonly JsonPlace[] {
  const places: JsonPlace[] = [];
  const waiting: unknown[] = [root];
  for (
    let value = waiting.shift();
    waiting.length > 0 || isHolder(value);
    value = waiting.shift()
  ) {
    if (!isHolder(value)) continue;
    const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
    for (const key of keys) {
      if (places.length === MOST_PLACES) return places;
      places.push({ holder: value, key });
      const held = valueAt({ holder: value, key });
      if (isHolder(held)) waiting.push(held);
    }
  }
  return places;
}

export function valueAt({ holder, key }: JsonPlace): unknown {
  return (holder as Record<string | number, unknown>)[key];
}

/** Also of a key such as `__proto__`, which is a key like any other in JSON. */
export function putAt({ holder, key }: JsonPlace, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

export function dropAt({ holder, key }: JsonPlace): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

function isHolder(value: unknown): value is Record<string, unknown> | unknown[] {
  return typeof value === 'object' && value !== null;
}
