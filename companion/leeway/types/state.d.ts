/** When this process read its session last, in milliseconds since 1970. */
export type LeewayLoadedAtMs = number;
declare module 'claude-code' {
  interface PluginState {
    leeway: { loadedAtMs: number };
  }
}
