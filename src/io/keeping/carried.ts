import { setTimeout as delay } from 'node:timers/promises';
import type { OpenFile } from '../sessionFile/sessionFileSystem';
import { copyBytes } from './rewriteLines';

/**
 * An append is seldom torn for longer. A line that stays torn was left so by a process that died.
 */
const TORN_WAITS_MS = [2, 8, 20];
/** An appender faster than the disk would keep us here for ever. */
const MAX_CARRIES = 100;
const SEARCHED_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** How far the old file has been copied, and the way to go on with it. */
export class Carried {
  private readonly old: OpenFile;
  private readonly copy: OpenFile;
  private end: number;

  constructor(old: OpenFile, copy: OpenFile, position: number) {
    this.old = old;
    this.copy = copy;
    this.end = position;
  }

  /** The first byte of the old file that is not in the copy. */
  get position(): number {
    return this.end;
  }

  sync(): Promise<void> {
    return this.copy.sync();
  }

  /** Copies what was appended since. @returns how much that was. */
  async carry(what: 'all' | 'wholeLines' = 'all'): Promise<number> {
    const from = this.end;
    for (let rounds = 0; rounds < MAX_CARRIES; rounds++) {
      const { sizeBytes } = await this.old.state();
      const upTo = what === 'all' ? sizeBytes : await this.endOfLastLine(sizeBytes);
      if (upTo <= this.end) break;
      this.end += await copyBytes(this.old, this.end, upTo - this.end, this.copy);
    }
    return this.end - from;
  }

  /** Copies until the last line is whole, if it gets so within a moment, and makes it last. */
  async carryToWholeLine(): Promise<void> {
    let carriedBytes = await this.carry();
    for (const waitMs of TORN_WAITS_MS) {
      if ((await this.endOfLastLine(this.end)) === this.end) break;
      await delay(waitMs);
      carriedBytes += await this.carry();
    }
    if (carriedBytes === 0) return;
    await this.copy.sync();
    await this.carry(); // the little that came during the sync can be lost with the power only
  }

  /**
   * Looked for in the end of what is not copied yet, and the byte before; in front of `end` when
   * there is none.
   */
  private async endOfLastLine(sizeBytes: number): Promise<number> {
    const from = Math.max(0, Math.min(this.end, sizeBytes) - 1, sizeBytes - SEARCHED_BYTES);
    const bytes = Buffer.alloc(sizeBytes - from);
    const bytesRead = await this.old.read(bytes, from);
    const found = bytes.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    return found === -1 ? this.end - 1 : from + found + 1;
  }
}
