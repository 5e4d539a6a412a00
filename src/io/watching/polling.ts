import type { HintKind } from './hintRetries';
import { mapConcurrently } from '../sessions/mapConcurrently';
import { MISSING, type Signature } from './fileSignature';

export interface PolledPlace {
  readonly path: string;
  readonly kind: HintKind;
  readonly look: (path: string) => Promise<Signature>;
}

export interface PollingListener {
  readonly onBeforePoll: () => void;
  /**
   * @param isNews false for a place that was not known before, which may not have changed at all.
   */
  readonly onDifferent: (place: PolledPlace, isNews: boolean) => void;
  readonly onAfterPoll: () => void;
}

/**
 * Polls a set of places, and tells which are not as they were known. A poll begins only after the
 * one before has ended.
 */
export class Polling {
  private readonly listener: PollingListener;
  private places: ReadonlyMap<string, PolledPlace> = new Map();
  private readonly known = new Map<string, Signature>();
  private polling: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  /** Time between two polls; may be changed at any time. */
  everyMs: number;

  constructor(listener: PollingListener, everyMs: number) {
    this.listener = listener;
    this.everyMs = everyMs;
  }

  /** The first poll; resolves after it. */
  async start(): Promise<void> {
    this.polling = this.poll();
    await this.polling;
  }

  setPlaces(places: readonly PolledPlace[]): void {
    this.places = new Map(places.map((place) => [place.path, place]));
  }

  knows(path: string): Signature | undefined {
    return this.known.get(path);
  }

  /** Somebody has seen the place like this: only what differs is worth telling. */
  remember(path: string, seen: Signature): void {
    this.known.set(path, seen);
  }

  /** The next poll will tell of this place whatever it finds, if anything. */
  forget(path: string): void {
    this.known.delete(path);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    clearTimeout(this.timer);
    await this.polling;
  }

  private async poll(): Promise<void> {
    this.listener.onBeforePoll();
    await mapConcurrently([...this.places.values()], 8, async (place) => {
      const seen = await place.look(place.path);
      const before = this.known.get(place.path);
      if (this.disposed || seen === (before ?? MISSING)) return;
      this.known.set(place.path, seen);
      this.listener.onDifferent(place, before !== undefined);
    });
    if (this.disposed) return;
    this.listener.onAfterPoll();
    this.timer = setTimeout(() => {
      this.polling = this.poll();
    }, this.everyMs).unref();
  }
}
