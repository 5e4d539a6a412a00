import { activeChain } from '../../../../src/core/transcript/activeChain';
import { parseLine } from '../../../../src/core/transcript/parseEntry';
import { Transcript, type ConversationEntry } from '../../../../src/core/transcript/transcript';
import { contextUsage, type TokensOf } from '../../../../src/core/accounting/contextUsage';
import { itemTokens } from '../../../../src/core/accounting/itemTokens';
import {
  tokenizerGeneration,
  type TokenizerGeneration,
} from '../../../../src/core/accounting/modelFamily';
import type { TokenCount } from '../../../../src/core/accounting/tokenCount';
import { LineSplitter } from '../../../../src/core/sessionFile/lineSplitter';

/** What the meter said just before a response, and what the response then reported. */
export interface Prediction {
  readonly line: number;
  readonly generation: TokenizerGeneration;
  readonly reportedTokens: number;
  readonly predictedTokens: number;
  /** The context of the response before: what a meter shows that adds nothing to it. */
  readonly lastUsageTokens: number;
  readonly isAfterCompaction: boolean;
}

/**
 * Cuts a session just before each response of at least 5K and predicts it from what stands before.
 */
export function predictions(content: Buffer, count: TokenCount): Prediction[] {
  const transcript = new Transcript();
  const counted = new Map<ConversationEntry, readonly number[]>();
  const tokensOf: TokensOf = (entry, generation) => {
    let tokens = counted.get(entry);
    if (tokens === undefined) {
      const again = parseLine(
        content.subarray(entry.offset, entry.offset + entry.bytes),
        entry.line,
        entry.offset,
        entry.bytes,
        'texts',
      ).entries[0];
      tokens =
        again === undefined || again.kind === 'metadata'
          ? []
          : itemTokens(again, generation, count);
      counted.set(entry, tokens);
    }
    return tokens;
  };
  const found: Prediction[] = [];
  const seen = new Set<string>();
  const splitter = new LineSplitter();
  let line = 0;
  for (const { bytes, offset, length } of [...splitter.feed(content), ...splitter.flush()]) {
    const parsed = parseLine(bytes, ++line, offset, length);
    for (const entry of parsed.entries) {
      if (
        entry.kind !== 'assistant' ||
        entry.isSynthetic ||
        entry.isSidechain ||
        entry.messageId === null ||
        seen.has(entry.messageId)
      )
        continue;
      const reportedTokens = entry.usage?.contextTokens ?? 0;
      if (reportedTokens === 0) continue;
      seen.add(entry.messageId);
      if (reportedTokens < 5000) continue;
      const usage = contextUsage(transcript, activeChain(transcript), tokensOf);
      const isAfterCompaction = usage.response === null;
      if (usage.tokens === null || usage.response?.isFinal === false) continue;
      found.push({
        line,
        generation: tokenizerGeneration(entry.model ?? ''),
        reportedTokens,
        predictedTokens: usage.tokens,
        lastUsageTokens: usage.response?.contextTokens ?? 0,
        isAfterCompaction,
      });
    }
    transcript.add(parsed);
  }
  return found;
}

/** Relative errors in percent, ascending. */
export function errorsOf(
  found: readonly Prediction[],
  by: 'predictedTokens' | 'lastUsageTokens' = 'predictedTokens',
): number[] {
  return found
    .map((each) => (Math.abs(each[by] - each.reportedTokens) / each.reportedTokens) * 100)
    .sort((a, b) => a - b);
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
