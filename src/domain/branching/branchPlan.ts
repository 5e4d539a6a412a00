import type { ConversationEntry, Entry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import type { CutPoint } from './cutPoints';

/** Which records of a session make the branch that ends at a place. */
export interface BranchPlan {
  /** The last entry of the conversation: the branch goes on from it. */
  readonly leafUuid: string;
  readonly keeps: (entry: Entry) => boolean;
}

/**
 * Records beside the conversation that tell of the old session: the branch that a resume takes,
 * what it cost, the names of its file checkpoints, and logs of requests (2.1.329 resumes without
 * all of them).
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'last-prompt',
  'cost-state',
  'file-history-snapshot',
  'queue-operation',
  'api-request-blob',
  'api-request-shape',
  'custom-title',
  'agent-name',
]);

/**
 * `null` when nothing would be left to go on from.
 * @param trunk from `trunkOf`; rewound branches are not taken along.
 */
export function branchPlan(
  transcript: Transcript,
  trunk: readonly ConversationEntry[],
  { end }: Pick<CutPoint, 'end'>,
): BranchPlan | null {
  const kept = new Set<number>();
  let leafUuid: string | null = null;
  for (const entry of trunk) {
    if (entry.offset >= end) break;
    kept.add(entry.offset);
    leafUuid = entry.uuid ?? leafUuid;
  }
  // A pair stays whole, though its result may have been written after the next prompt.
  for (const entry of trunk) {
    if (entry.offset >= end) break;
    for (const block of entry.blocks) {
      const [result] = block.kind === 'toolUse' ? transcript.resultsOf(block.toolUseId) : [];
      if (result !== undefined) kept.add(result.offset);
    }
  }
  if (leafUuid === null) return null;
  return {
    leafUuid,
    keeps: (entry) => {
      if (entry.kind === 'metadata') return entry.offset < end && !LEFT_OUT.has(entry.type);
      return entry.isSidechain ? entry.offset < end : kept.has(entry.offset);
    },
  };
}
