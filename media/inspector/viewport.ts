import { isLowAt, pageLayout, type PageLayout } from './pageLayout';
import { NO_WINDOW, type RowWindow } from './rowWindow';

/** What is known of the window that the page stands in, and of what is in sight there. */
export class Viewport {
  layout: PageLayout = pageLayout(0, 0);
  /** Rows of the table in sight, and so in the document. */
  rows: RowWindow = NO_WINDOW;
  /** Between the toolbar and what stands at the bottom, in pixels. */
  roomPx = 0;
  private isKnown = false;

  /**
   * Where the window grew, pictures stay folded as long as someone is at work in the page.
   * @returns whether the page is to be drawn anew.
   */
  resize(widthPx: number, heightPx: number, isBusy: boolean): boolean {
    const isStill = this.isKnown && isBusy && this.layout.isLow;
    const layout = pageLayout(widthPx, heightPx, isLowAt(heightPx) || isStill);
    const isOther = JSON.stringify(layout) !== JSON.stringify(this.layout);
    this.layout = layout;
    this.isKnown = true;
    return isOther;
  }

  /** @returns whether the page is to be drawn anew. */
  scroll(rows: RowWindow, roomPx: number): boolean {
    const isOther =
      rows.first !== this.rows.first ||
      rows.end !== this.rows.end ||
      Math.abs(roomPx - this.roomPx) >= 1;
    this.rows = rows;
    this.roomPx = roomPx;
    return isOther;
  }
}
