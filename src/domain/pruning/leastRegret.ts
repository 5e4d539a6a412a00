import type { Item } from '../accounting/item';
import type { Candidate } from './candidates';

/** From here on a result is large: a screenful or two. */
const LARGE_RESULT_TOKENS = 1000;
/**
 * Attachments that repeat what stands in a file; the others were put there to be heeded, and so
 * were notes: a skill's text is one.
 */
const FILE_ATTACHMENTS = new Set([
  'file',
  'edited_text_file',
  'directory',
  'compact_file_reference',
]);

/** Up to there nobody misses it: its content was replaced, or is there once more. */
const DEAD_TIER = 1;

/**
 * The least regretted first: what is superseded or there twice, old images, old large results, then
 * the rest. Of equal ones the later: less is written into the cache again.
 */
export function byLeastRegret(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted(
    (a, b) => tierOf(a.item) - tierOf(b.item) || weightOf(b) - weightOf(a) || a.age - b.age,
  );
}

function tierOf({ kind, marks, tokens, attachmentType, machineText }: Item): number {
  if (marks.includes('superseded')) return 0;
  if (marks.includes('duplicate')) return 1;
  if (kind === 'image') return 2;
  if (kind === 'machineText' && machineText === 'note') return 6;
  if ((kind === 'toolResult' || kind === 'machineText') && tokens >= LARGE_RESULT_TOKENS) return 3;
  if (kind === 'attachment') return FILE_ATTACHMENTS.has(attachmentType ?? '') ? 4 : 6;
  return 5;
}

/**
 * Old and large comes first: what it frees times how long ago it was. Images free about the same,
 * so there age alone decides; what is superseded or there twice is so whatever its age.
 */
function weightOf({ item, freedTokens, age }: Candidate): number {
  if (tierOf(item) <= DEAD_TIER) return freedTokens;
  return item.kind === 'image' ? age : freedTokens * (age + 1);
}

/**
 * As many as it takes, from the first on; then those are given back that the target can do without:
 * what is regretted most, and of equal ones the earliest.
 *
 * @returns all of them where even that is not enough.
 */
export function enough(ordered: readonly Candidate[], neededTokens: number): Candidate[] {
  const chosen: Candidate[] = [];
  let freed = 0;
  for (const candidate of ordered) {
    if (freed >= neededTokens) break;
    chosen.push(candidate);
    freed += candidate.freedTokens;
  }
  const needed = new Set(chosen);
  for (const candidate of chosen.toReversed()) {
    if (freed - candidate.freedTokens < neededTokens) continue;
    needed.delete(candidate);
    freed -= candidate.freedTokens;
  }
  return chosen.filter((candidate) => needed.has(candidate));
}
