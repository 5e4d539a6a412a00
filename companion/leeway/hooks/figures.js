/**
 * What Claude Code knows of its own context: sizes and names, and nothing of what was said. Asks
 * nobody: `summary` is counted in the process.
 *
 * @param {import('claude-code').EngineInterface} $
 */
export async function figuresOf($) {
  const [usage, sessionId, model, { version }, { CLAUDE_PID }] = await Promise.all([
    $.session.usage({ breakdown: 'summary' }),
    $.session.id(),
    $.session.model(),
    $.session.version(),
    $.process.hookEnv(),
  ]);
  const { breakdown, tokens, window } = usage.context;
  return {
    sessionId,
    model,
    version,
    pid: Number(CLAUDE_PID),
    context: { tokens, window },
    rateLimits: usage.rateLimits,
    cost: usage.cost,
    breakdown: breakdown === undefined ? undefined : partsOf(breakdown),
  };
}

/** @param {import('claude-code').SessionContextBreakdown} breakdown */
function partsOf({
  categories,
  rawMaxTokens,
  autocompactSource,
  autoCompactThreshold,
  isAutoCompactEnabled,
  memoryFiles,
  mcpTools,
  agents,
  skills,
}) {
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
