import type { SystemEntry, ToolUseBlock } from '../transcript/entry';
import { firstAtOrAfter } from '../transcript/inFileOrder';
import type { Transcript } from '../transcript/transcript';
import { isVersionAtLeast } from './claudeVersion';
import type { BlockPlace } from './superseded';
import { fileUse } from './toolCalls';

/** From here on what is attached again stands in the file, behind the boundary. */
const WRITTEN_DOWN_SINCE = '2.1.98';
const MOST_FILES = 5;

/**
 * What Claude Code before 2.1.98 attached again after a compaction without writing it down: the
 * files that were read or changed last, five at most. Each is told by the block that shows its
 * content best: what was read of it, or what was written; a file of which there is none is left
 * out. Whoever sizes them leaves out those of more than {@link MOST_REATTACHED_TOKENS}.
 */
export function reattachedFiles(
  transcript: Transcript,
  boundary: SystemEntry,
): readonly BlockPlace[] {
  if (isVersionAtLeast(transcript.version, WRITTEN_DOWN_SINCE)) return [];
  const { conversation } = transcript;
  const newest = new Map<string, BlockPlace | null>();
  for (let at = firstAtOrAfter(conversation, boundary.offset) - 1; at >= 0; at--) {
    const entry = conversation[at]!;
    if (entry.kind === 'system' && entry.compaction !== null) break;
    if (entry.kind !== 'assistant') continue;
    entry.blocks.forEach((block, index) => {
      if (block.kind !== 'toolUse' || block.path === null) return;
      const use = fileUse(block);
      if (use === null || (newest.get(block.path) ?? null) !== null) return;
      if (!newest.has(block.path) && newest.size === MOST_FILES) return;
      const shown = use === 'write' ? { entry, block: index } : resultOf(transcript, block);
      newest.set(block.path, use === 'edit' ? null : shown);
    });
    if (newest.size === MOST_FILES && ![...newest.values()].includes(null)) break;
  }
  return [...newest.values()].filter((place) => place !== null);
}

/** Larger files were not attached again. */
export const MOST_REATTACHED_TOKENS = 5000;

function resultOf(transcript: Transcript, { toolUseId }: ToolUseBlock): BlockPlace | null {
  for (const entry of transcript.resultsOf(toolUseId)) {
    const block = entry.blocks.findIndex(
      (each) => each.kind === 'toolResult' && each.toolUseId === toolUseId && !each.isError,
    );
    if (block !== -1) return { entry, block };
  }
  return null;
}
