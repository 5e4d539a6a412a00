import { createHash } from 'node:crypto';
import { lookalikes } from '../../domain/accounting/duplicates';
import { itemFacts } from '../../domain/accounting/itemFacts';
import { placeOf } from '../../domain/accounting/itemId';
import type { ItemSource } from '../../domain/accounting/items';
import type { ConversationEntry } from '../../domain/transcript/entry';
import { markWork } from '../../io/sessionFile/workMark';
import type { CountedSizes } from './countedSizes';
import { readRawContent } from './itemContent';
import type { Reading } from './takeReading';

type Told = Pick<Reading, 'transcript' | 'chain' | 'usage'> &
  Partial<Pick<Reading, 'pruned' | 'prunedMs' | 'reported' | 'takenUp'>>;

/** An item that only its content tells from others. */
export interface AlikeItem {
  readonly entry: ConversationEntry;
  readonly id: string;
}

/**
 * What the items of one session are told from besides its transcript: counted sizes, and digests of
 * contents that look alike.
 */
export class ItemEvidence {
  private readonly path: string;
  private readonly sizes: CountedSizes;
  private readonly digests = new Map<string, string>();

  constructor(path: string, sizes: CountedSizes) {
    this.path = path;
    this.sizes = sizes;
  }

  sourceOf({
    transcript,
    chain,
    usage: { model, generation },
    pruned,
    prunedMs,
    reported,
    takenUp,
  }: Told): ItemSource {
    return {
      transcript,
      chain,
      model,
      tokensOf: this.sizes.tokensOf,
      isCounted: (entry) => this.sizes.isCounted(entry, generation),
      digestOf: (id) => this.digests.get(id) ?? null,
      ...(pruned === undefined ? {} : { pruned }),
      ...(prunedMs === undefined ? {} : { prunedMs }),
      ...(reported === undefined ? {} : { reported }),
      ...(takenUp === undefined ? {} : { takenUp }),
    };
  }

  /** Items that look alike, and whose contents have not been read for that. */
  unread({ transcript, chain }: Told): readonly AlikeItem[] {
    const found = chain.entries.flatMap((entry) =>
      itemFacts(transcript, entry).map(({ id, likeness, bytes }) => ({
        entry,
        id,
        likeness,
        bytes,
      })),
    );
    return lookalikes(found)
      .flat()
      .filter(({ id }) => !this.digests.has(id));
  }

  async readDigests(alike: readonly AlikeItem[], isOver?: () => boolean): Promise<void> {
    for (const { entry, id } of alike) {
      if (isOver?.() === true) return;
      const raw = await readRawContent(this.path, entry, placeOf(id)!);
      // One that cannot be read is like no other.
      const content = raw === null ? id : raw.kind === 'text' ? raw.text : raw.base64;
      this.digests.set(id, createHash('sha1').update(content).digest('base64'));
    }
  }

  /** Counts and reads all that there is. */
  async gather(told: Told): Promise<void> {
    const { entries } = told.chain;
    await this.sizes.count(entries, told.usage.generation);
    markWork(this.path);
    await this.readDigests(this.unread(told));
  }
}
