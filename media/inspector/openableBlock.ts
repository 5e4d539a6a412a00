import type { Block, BlockPart } from '../../src/features/inspector/fixedBlockProtocol';
import type { Session, ToInspectorPage } from '../../src/features/inspector/protocol';

/** The fixed block of the session on the page, as far as it was asked for. */
export class OpenableBlock {
  /** `null` until it was opened once. */
  told: Block | null = null;
  isReading = false;
  private isWanted = false;

  /** Whether nobody asked the extension for it yet; from now on somebody has. */
  isWantedFirst(): boolean {
    const isFirst = !this.isWanted;
    this.isWanted = true;
    return isFirst;
  }

  /**
   * Its parts are numbered anew with each.
   * @returns whether another one stands now where this one was.
   */
  take(
    { block, isReading }: Extract<ToInspectorPage, { type: 'fixedBlock' }>,
    partId: string | undefined,
  ): boolean {
    const before = this.partOf(partId ?? '');
    this.told = block;
    this.isReading = isReading;
    return before !== null && this.partOf(before.id)?.name !== before.name;
  }

  clear(): void {
    this.told = null;
    this.isReading = false;
    this.isWanted = false;
  }

  /** `null` of what is no part, or none any more. */
  partOf(id: string): BlockPart | null {
    return this.told?.parts.find((part) => part.id === id) ?? null;
  }
}

export function systemTokens(session: Session | null): number {
  return session?.segments.find(({ category }) => category === 'system')?.tokens ?? 0;
}

/** What the lines of the table follow from that are no items. */
export function ownSizesOf(session: Session | null): string {
  return JSON.stringify([session?.unexplained, systemTokens(session)]);
}
