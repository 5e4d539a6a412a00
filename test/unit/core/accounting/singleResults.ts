import { itemTokens } from '../../../../src/core/accounting/itemTokens';
import {
  tokenizerGeneration,
  type TokenizerGeneration,
} from '../../../../src/core/accounting/modelFamily';
import type { TokenCount } from '../../../../src/core/accounting/tokenCount';
import type { UserEntry } from '../../../../src/core/transcript/entry';
import { parseLine } from '../../../../src/core/transcript/parseEntry';
import type { Response } from '../../../../src/core/transcript/transcript';
import { readTranscript } from '../transcript/readTranscript';

/**
 * A tool result that stood alone between two responses, so that the usage of the second one tells
 * its size.
 */
export interface SingleResult {
  readonly generation: TokenizerGeneration;
  readonly estimatedTokens: number;
  readonly reportedTokens: number;
}

/**
 * Smaller ones are mostly wrapper, and a few tokens are a large share of them. Where the response
 * before is not finished in the file (up to 2.1.58) its output is an estimate too: the result has
 * to be large against it, and nothing hidden may be in it.
 */
const SMALLEST_TOKENS = { finished: 200, unfinished: 1000 } as const;

/** Results of text alone, whole in the file. */
export function singleResults(content: Buffer, count: TokenCount): SingleResult[] {
  const transcript = readTranscript(content);
  const found: SingleResult[] = [];
  let previous: Response | null = null;
  let between: UserEntry[] = [];
  let isDisturbed = false;
  for (const entry of transcript.conversation) {
    const response = entry.kind === 'assistant' ? transcript.responseOf(entry) : null;
    if (response === null) {
      if (entry.kind === 'user') between.push(entry);
      else if (entry.kind !== 'system' || entry.blocks.length > 0 || entry.compaction !== null)
        isDisturbed = true;
      continue;
    }
    if (previous?.messageId === response.messageId) {
      isDisturbed ||= between.length > 0;
      continue;
    }
    const [only, ...more] = between;
    const outputTokens = previous === null ? null : outputOf(content, previous, count);
    if (
      previous !== null &&
      outputTokens !== null &&
      !isDisturbed &&
      only !== undefined &&
      more.length === 0 &&
      previous.model === response.model
    ) {
      const reportedTokens = response.contextTokens - previous.contextTokens - outputTokens;
      const estimatedTokens = estimate(content, only, tokenizerGeneration(response.model), count);
      const smallest = SMALLEST_TOKENS[previous.isFinal ? 'finished' : 'unfinished'];
      if (estimatedTokens !== null && reportedTokens >= smallest)
        found.push({
          generation: tokenizerGeneration(response.model),
          estimatedTokens,
          reportedTokens,
        });
    }
    previous = response;
    between = [];
    isDisturbed = false;
  }
  return found;
}

/** What a response added; `null` where a part of it cannot be seen. */
function outputOf(
  content: Buffer,
  { isFinal, outputTokens, entries, model }: Response,
  count: TokenCount,
): number | null {
  if (isFinal) return outputTokens;
  let tokens = 0;
  for (const { line, offset, bytes, blocks } of entries) {
    if (blocks.some(({ kind }) => kind === 'thinking')) return null;
    const again = parseLine(content.subarray(offset, offset + bytes), line, offset, bytes, 'texts')
      .entries[0];
    if (again !== undefined && again.kind !== 'metadata')
      tokens += itemTokens(again, tokenizerGeneration(model), count).reduce(
        (sum, each) => sum + each,
        0,
      );
  }
  return tokens;
}

function estimate(
  content: Buffer,
  entry: UserEntry,
  generation: TokenizerGeneration,
  count: TokenCount,
): number | null {
  const bytes = content.subarray(entry.offset, entry.offset + entry.bytes);
  const [block, ...more] = entry.blocks;
  const isText =
    block?.kind === 'toolResult' &&
    more.length === 0 &&
    block.parts.length > 0 &&
    block.parts.every(({ kind }) => kind === 'text');
  if (!isText || bytes.includes('REDACTED')) return null;
  const again = parseLine(bytes, entry.line, entry.offset, entry.bytes, 'texts').entries[0];
  return again === undefined || again.kind === 'metadata'
    ? null
    : (itemTokens(again, generation, count)[0] ?? null);
}
