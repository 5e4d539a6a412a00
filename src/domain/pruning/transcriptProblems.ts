import type { ConversationEntry } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';

/** Something about a session file that was broken before anyone pruned it. */
export interface TranscriptProblem {
  readonly kind: 'malformed' | 'duplicateUuid' | 'missingParent' | 'orphanResult' | 'secondResult';
  /** Line of the session file, from 1. */
  readonly line: number;
  readonly uuid: string | null;
}

/** These leave it open which content belongs where; a parent that is missing does not. */
const UNCLEAR: ReadonlySet<TranscriptProblem['kind']> = new Set([
  'malformed',
  'duplicateUuid',
  'secondResult',
]);

/** What was broken before, in file order. A call without a result is none: it may be running. */
export function transcriptProblems(transcript: Transcript): TranscriptProblem[] {
  const problems: TranscriptProblem[] = transcript.malformed.map(({ line }) => ({
    kind: 'malformed',
    line,
    uuid: null,
  }));
  const seen = new Set<string>();
  const called = new Set<string>();
  const answered = new Set<string>();
  const report = (kind: TranscriptProblem['kind'], { line, uuid }: ConversationEntry): void =>
    void problems.push({ kind, line, uuid });
  for (const entry of transcript.conversation)
    for (const block of entry.blocks) if (block.kind === 'toolUse') called.add(block.toolUseId);
  for (const entry of transcript.conversation) {
    if (entry.uuid !== null) {
      if (seen.has(entry.uuid)) report('duplicateUuid', entry);
      seen.add(entry.uuid);
    }
    if (
      entry.parentUuid !== null &&
      transcript.startOffset === 0 &&
      transcript.entryOf(entry.parentUuid) === undefined
    )
      report('missingParent', entry);
    for (const block of entry.blocks) {
      if (block.kind !== 'toolResult') continue;
      if (!called.has(block.toolUseId)) report('orphanResult', entry);
      // The same entry may have been copied; two entries that answer one call were not meant so.
      if (answered.has(`${entry.offset}:${block.toolUseId}`)) report('secondResult', entry);
      answered.add(`${entry.offset}:${block.toolUseId}`);
    }
  }
  return problems.sort((a, b) => a.line - b.line);
}

/**
 * Where the records stand that are not touched, because something about them was unclear before.
 */
export function damagedOffsets(transcript: Transcript): ReadonlySet<number> {
  const problems = transcriptProblems(transcript).filter(({ kind }) => UNCLEAR.has(kind));
  const lines = new Set(
    problems.filter(({ kind }) => kind !== 'duplicateUuid').map(({ line }) => line),
  );
  const uuids = new Set(
    problems.filter(({ kind }) => kind === 'duplicateUuid').map(({ uuid }) => uuid),
  );
  if (problems.length === 0) return new Set();
  return new Set(
    transcript.conversation
      .filter(({ line, uuid }) => lines.has(line) || (uuid !== null && uuids.has(uuid)))
      .map(({ offset }) => offset),
  );
}
