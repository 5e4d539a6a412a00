/** What Claude Code's settings and environment say about the cache. */
export interface CacheControls {
  /** How long it has the server keep the conversation, in ms; `null` where nothing is said. */
  readonly promptCacheMs: { readonly value: number } | null;
}
