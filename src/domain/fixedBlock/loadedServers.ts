/** A tool as it is told; whether it says itself that it is loaded, no release does (2.1.329). */
interface ToldTool {
  readonly server: string | null;
  readonly tokens: number;
  readonly isLoaded: boolean;
}

/** Servers are tried in all combinations, which are a thousand for ten. */
const MOST_SERVERS = 10;

/**
 * Which tools are loaded, where only the sums of the loaded and of the deferred ones are told: one
 * of the two is 0, or whole servers are loaded (`alwaysLoad`), those whose tools add up to the sum.
 *
 * @returns whether a tool is; for what the sums do not tell, no.
 */
export function loadedServers(
  tools: readonly ToldTool[],
  loadedTokens: number,
  deferredTokens: number,
): (tool: ToldTool) => boolean {
  if (tools.some(({ isLoaded }) => isLoaded)) return ({ isLoaded }) => isLoaded;
  if (loadedTokens === 0 || deferredTokens === 0) return () => deferredTokens === 0;
  const sums = new Map<string | null, number>();
  for (const { server, tokens } of tools) sums.set(server, (sums.get(server) ?? 0) + tokens);
  const servers = [...sums].slice(0, MOST_SERVERS);
  // Each tool is rounded by itself.
  const tolerance = tools.length;
  for (let some = 1; some < 2 ** servers.length; some++) {
    const chosen = servers.filter((_, at) => (some & (1 << at)) !== 0);
    const sum = chosen.reduce((total, [, tokens]) => total + tokens, 0);
    if (Math.abs(sum - loadedTokens) > tolerance) continue;
    const loaded = new Set(chosen.map(([server]) => server));
    return ({ server }) => loaded.has(server);
  }
  return () => false;
}
