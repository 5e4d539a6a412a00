import { PRODUCT } from '../../product';

/** Of the marketplace, and of the plugin in it. */
export const COMPANION_NAME = PRODUCT;

/** As Claude Code names the plugin: with its marketplace. */
export const COMPANION_ID = `${COMPANION_NAME}@${COMPANION_NAME}`;

/** Where user settings turn it on. */
export const ENABLED_KEY = ['enabledPlugins', COMPANION_ID] as const;

/** Where user settings say which folder it comes from. */
export const MARKETPLACE_KEY = ['extraKnownMarketplaces', COMPANION_NAME] as const;

/** What stands there: Claude Code reads the folder live. */
export function marketplaceOf(folder: string): {
  readonly source: { readonly source: 'directory'; readonly path: string };
} {
  return { source: { source: 'directory', path: folder } };
}
