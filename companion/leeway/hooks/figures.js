/**
 * What is told of a session: sizes and names, and nothing of what was said.
 *
 * @param {import('claude-code').SessionUsage} usage
 * @param {{ sessionId: string, model: string, version: string }} session
 * @param {import('./own.js').Own} own
 */
export function figures(usage, session, own) {
  const { context, rateLimits, cost } = usage;
  const { nonce, pid, isInteractive, loadedAtMs, hearsRequests, wiredAtMs } = own;
  return {
    ...{ nonce, pid, isInteractive, loadedAtMs, hearsRequests, wiredAtMs },
    ...session,
    context: { tokens: context.tokens, window: context.window },
    rateLimits: rateLimits.map(({ kind, percentUsed, resetsAt }) => ({
      ...{ kind, percentUsed, resetsAt },
    })),
    costUsd: cost === undefined ? undefined : wholeCost(cost.usd, session.sessionId, own),
    breakdown: context.breakdown === undefined ? undefined : partsOf(context.breakdown),
  };
}

/**
 * Loading a session again sets Claude Code's ledger back to what the file says: what this process
 * has spent until then is added (measured with 2.1.332).
 *
 * @param {number} usd
 * @param {string} sessionId
 * @param {import('./own.js').Own} own
 */
function wholeCost(usd, sessionId, own) {
  const { seen, before } = own.cost.sessionId === sessionId ? own.cost : { seen: 0, before: 0 };
  const forgotten = usd < seen ? before + seen - usd : before;
  own.cost = { sessionId, seen: usd, before: forgotten };
  return forgotten + usd;
}

/** @param {import('claude-code').SessionContextBreakdown} breakdown */
function partsOf(breakdown) {
  const { categories, rawMaxTokens, autocompactSource, autoCompactThreshold } = breakdown;
  const { isAutoCompactEnabled, memoryFiles, mcpTools, agents, skills } = breakdown;
  return {
    categories,
    rawMaxTokens,
    autocompactSource,
    autoCompactThreshold,
    isAutoCompactEnabled,
    memoryFiles,
    mcpTools,
    agents,
    skills,
  };
}
