import type { SeededRandom } from '../fixtures/seededRandom';
import { hostileString, hostileValue, RAW_NUMBERS } from './hostileValues';
import { dropAt, type JsonPlace, placesIn, putAt, valueAt } from './jsonPlaces';

/** A record of a session, as it was parsed. */
export type JsonRecord = Record<string, unknown>;

/** What JSON can hold and `JSON.stringify` cannot write stands in a record as such a text. */
const RAW = /"@raw:(\d+)@"/g;

/** Changes records where they stand, by what it draws from the random numbers. */
export class RecordMutator {
  private readonly random: SeededRandom;
  private readonly raws: string[] = [];

  constructor(random: SeededRandom) {
    this.random = random;
  }

  /** One change of one record, or of how some hang together. */
  mutate(records: readonly JsonRecord[]): void {
    const { random } = this;
    if (records.length === 0) return;
    const record = records[random.integer(0, records.length - 1)]!;
    const places = placesIn(record);
    const place = this.one(places);
    if (place === undefined) return;
    random.pick<() => void>([
      () => putAt(place, hostileValue(random)),
      () => putAt(place, hostileValue(random)),
      () => this.hostileText(places),
      () => this.hostileText(places),
      () => dropAt(place),
      () => putAt(place, [valueAt(place)]),
      () => putAt(place, { type: 'text', content: valueAt(place), text: valueAt(place) }),
      () => putAt(place, this.raw(this.deep())),
      () => this.number(places),
      () => this.number(places),
      () => this.repeat(places),
      () => this.exchange(place, records),
      () => this.exchange(place, records),
      () => this.foreignKey(place),
      () => this.doubledId(record, records),
      () => this.doubledId(record, records),
      () => this.parents(records),
      () => this.parents(records),
    ])();
  }

  /** The record as a line, with what could not be in it. */
  lineOf(record: JsonRecord): string {
    return JSON.stringify(record).replaceAll(RAW, (_, index: string) => this.raws[Number(index)]!);
  }

  private one(places: readonly JsonPlace[]): JsonPlace | undefined {
    return places[this.random.integer(0, places.length - 1)];
  }

  private raw(json: string): string {
    return `@raw:${String(this.raws.push(json) - 1)}@`;
  }

  private deep(): string {
    const depth = this.random.pick([50, 200, 1000, 4000]);
    return this.random.pick([
      '['.repeat(depth) + ']'.repeat(depth),
      `${'{"content":'.repeat(depth)}1${'}'.repeat(depth)}`,
      `${'[{"type":"tool_result","content":'.repeat(depth)}""${'}]'.repeat(depth)}`,
    ]);
  }

  private hostileText(places: readonly JsonPlace[]): void {
    const place = this.one(places.filter((each) => typeof valueAt(each) === 'string'));
    if (place !== undefined) putAt(place, hostileString(this.random));
  }

  private number(places: readonly JsonPlace[]): void {
    const place = this.one(places.filter((each) => typeof valueAt(each) === 'number'));
    if (place !== undefined) putAt(place, this.raw(this.random.pick(RAW_NUMBERS)));
  }

  private repeat(places: readonly JsonPlace[]): void {
    const place = this.one(
      places.filter((each) => Array.isArray(valueAt(each)) || Array.isArray(each.holder)),
    );
    if (place === undefined) return;
    const list = Array.isArray(place.holder) ? place.holder : (valueAt(place) as unknown[]);
    const [first] = list;
    // a long text many times over is another thing than structure
    const times = JSON.stringify(first ?? null).length > 1000 ? 3 : this.random.integer(1, 60);
    for (let time = 0; time < times; time++) list.push(structuredClone(first));
  }

  private exchange(place: JsonPlace, records: readonly JsonRecord[]): void {
    const other = this.one(placesIn(records[this.random.integer(0, records.length - 1)]));
    if (other === undefined) return;
    const [one, two] = [structuredClone(valueAt(place)), structuredClone(valueAt(other))];
    putAt(place, two);
    putAt(other, one);
  }

  private foreignKey({ holder }: JsonPlace): void {
    if (Array.isArray(holder)) return;
    const key = this.random.pick([
      '__proto__',
      'constructor',
      'toString',
      'length',
      '',
      'compactMetadata',
      'isCompactSummary',
      'isSidechain',
      'isMeta',
      'isApiErrorMessage',
      'preservedSegment',
      'toolUseResult',
      'attachment',
      'usage',
    ]);
    putAt({ holder, key }, hostileValue(this.random));
  }

  /** An id that another record, or another block, has already. */
  private doubledId(record: JsonRecord, records: readonly JsonRecord[]): void {
    const isId = ({ key }: JsonPlace): boolean =>
      /^(uuid|id|tool_use_id|sessionId|leafUuid|requestId|hash|sourceToolAssistantUUID)$/.test(
        String(key),
      );
    const own = this.one(placesIn(record).filter(isId));
    const other = this.one(
      placesIn(records[this.random.integer(0, records.length - 1)]).filter(isId),
    );
    if (own !== undefined && other !== undefined) putAt(own, valueAt(other));
  }

  /** A circle, a parent that comes later, one that is nowhere, several roots. */
  private parents(records: readonly JsonRecord[]): void {
    const { random } = this;
    const any = (): JsonRecord => records[random.integer(0, records.length - 1)]!;
    const [one, other] = [any(), any()];
    const key = random.pick(['parentUuid', 'logicalParentUuid', 'parentUuid']);
    random.pick<() => void>([
      () => (one[key] = one['uuid']),
      () => {
        one[key] = other['uuid'];
        other[key] = one['uuid'];
      },
      () => (one[key] = other['uuid']),
      () => (one[key] = random.uuid()),
      () => (one[key] = null),
      () => (one['leafUuid'] = other['uuid']),
    ])();
  }
}
