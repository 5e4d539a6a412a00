import type { Content } from '../../src/features/inspector/contentProtocol';

/** The item that the preview shows, and what is known of it. */
export interface PreviewedItem {
  readonly id: string;
  /** `null` while it is on its way. */
  readonly content: Content | null;
  readonly becomes: string;
  readonly origin: string;
}
