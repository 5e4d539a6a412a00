import { inspect, type Inspection } from '../../../../src/core/accounting/inspection';
import type { Item } from '../../../../src/core/accounting/item';
import { contextUsage, type TokensOf } from '../../../../src/core/accounting/contextUsage';
import { takeSnapshot } from '../../../../src/core/accounting/snapshot';
import { NO_CONTROLS } from '../../../../src/core/claudeSettings/claudeControls';
import { activeChain } from '../../../../src/core/transcript/activeChain';
import { readTranscript } from '../transcript/readTranscript';
import { plainSizes } from './plainSizes';

/**
 * What the inspector would show of a session, sized as a test likes.
 * @param digestOf of contents; by default nobody has read any.
 */
export function inspectSession(
  content: { toString(): string },
  digestOf: (id: string) => string | null = () => null,
  tokensOf: TokensOf = plainSizes,
): Inspection {
  const transcript = readTranscript(content.toString());
  const chain = activeChain(transcript);
  const usage = contextUsage(transcript, chain, tokensOf);
  const settings = { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS } as const;
  const snapshot = takeSnapshot({
    path: '/one.jsonl',
    transcript,
    chain,
    usage,
    tokensOf,
    isCounted: true,
    pruneRecord: null,
    settings,
  });
  return inspect(
    { transcript, chain, model: usage.model, tokensOf, isCounted: () => true, digestOf },
    snapshot,
  );
}

/** What matters of items to most tests. */
export function brief(items: readonly Item[]): unknown[] {
  return items.map(({ kind, toolName, subject, tokens, turn }) => [
    kind,
    toolName,
    subject,
    tokens,
    turn,
  ]);
}
