/**
 * What the product goes by: its folder in Claude Code's config directory, its marks in files, its
 * temporary names, and the prefix of its commands and settings. package.json says the same, with
 * the publisher; a test holds the two together.
 */
export const PRODUCT = 'leeway';

/** Of this build, as package.json says it; a test holds the two together. */
export const PRODUCT_VERSION = '0.1.0';

/** The same for people. */
export const PRODUCT_NAME = 'Leeway';

/** What earlier builds went by. What they left is found, carried over and never made anew. */
export const EARLIER_PRODUCT = {
  /** Of its folder, marks and temporary names. */
  id: 'context-meter',
  name: 'Context Meter',
  extension: 'context-meter.context-meter',
  settingsSection: 'contextMeter',
} as const;
