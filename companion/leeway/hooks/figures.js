/**
 * What Claude Code knows of its own context: sizes and names, and nothing of what was said. Asks
 * nobody: `summary` is counted in the process.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./register.js').Own} own
 */
export async function figuresOf($, own) {
  const [usage, sessionId, model, { version }] = await Promise.all([
    $.session.usage({ breakdown: 'summary' }),
    $.session.id(),
    $.session.model(),
    $.session.version(),
  ]);
  const { context, rateLimits, cost } = usage;
  return {
    nonce: own.nonce,
    pid: own.pid,
    sessionId,
    version,
    model,
    isInteractive: own.isInteractive,
    loadedAtMs: own.loadedAtMs,
    hearsRequests: own.hearsRequests,
    wiredAtMs: own.wiredAtMs,
    context: { tokens: context.tokens, window: context.window },
    rateLimits: rateLimits.map(({ kind, percentUsed, resetsAt }) => ({
      kind,
      percentUsed,
      resetsAt,
    })),
    costUsd: cost === undefined ? undefined : wholeCost(cost.usd, sessionId, own),
    breakdown: context.breakdown === undefined ? undefined : partsOf(context.breakdown),
  };
}

/**
 * Loading a session again sets Claude Code's ledger back to what the file says: what this process
 * has spent until then is added (measured with 2.1.332).
 *
 * @param {number} usd
 * @param {string} sessionId
 * @param {import('./register.js').Own} own
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
