import type { HintKind } from './repeatedHints';
import { mapConcurrently } from '../sessions/mapConcurrently';
import { MISSING, type Signature } from './fileSignature';

export interface Place {
  readonly path: string;
  readonly kind: HintKind;
  readonly look: (path: string) => Promise<Signature>;
}

export interface SlowLookListener {
  readonly onBeforeLook: () => void;
  /**
   * @param isNews false for a place that was not known before, which may not have changed at all.
   */
  readonly onDifferent: (place: Place, isNews: boolean) => void;
  readonly onAfterLook: () => void;
}

/**
 * Looks at a set of places again and again, and tells which are not as they were known. A look
 * begins only after the one before has ended.
 */
export class SlowLook {
  private readonly listener: SlowLookListener;
  private places: ReadonlyMap<string, Place> = new Map();
  private readonly known = new Map<string, Signature>();
  private looking: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  /** Time between two looks; may be changed at any time. */
  everyMs: number;

  constructor(listener: SlowLookListener, everyMs: number) {
    this.listener = listener;
    this.everyMs = everyMs;
  }

  /** The first look; resolves after it. */
  async start(): Promise<void> {
    this.looking = this.look();
    await this.looking;
  }

  setPlaces(places: readonly Place[]): void {
    this.places = new Map(places.map((place) => [place.path, place]));
  }

  knows(path: string): Signature | undefined {
    return this.known.get(path);
  }

  /** Somebody has seen the place like this: only what differs is worth telling. */
  remember(path: string, seen: Signature): void {
    this.known.set(path, seen);
  }

  /** The next look will tell of this place whatever it finds, if anything. */
  forget(path: string): void {
    this.known.delete(path);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    this.listener.onBeforeLook();
    await mapConcurrently([...this.places.values()], 8, async (place) => {
      const seen = await place.look(place.path);
      const before = this.known.get(place.path);
      if (this.disposed || seen === (before ?? MISSING)) return;
      this.known.set(place.path, seen);
      this.listener.onDifferent(place, before !== undefined);
    });
    if (this.disposed) return;
    this.listener.onAfterLook();
    this.timer = setTimeout(() => {
      this.looking = this.look();
    }, this.everyMs).unref();
  }
}
