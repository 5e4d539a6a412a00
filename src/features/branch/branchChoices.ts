import type { BranchProblem } from '../../operations/leaving/branchSession';
import type { CutPoint } from '../../domain/branching/cutPoints';
import { printable } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import { timeAgo } from '../../wording/timeAgo';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';

export interface BranchRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** `null` for a separator. */
  readonly cut: CutPoint | null;
  /** Whether the turns since can be kept instead, after a handoff of what came before. */
  readonly canKeepRest: boolean;
}

const PROMPT_LENGTH = 100;
const FILES_NAMED = 3;

/**
 * The rows of the quick pick, the newest turn first.
 */
export function branchChoices(
  cuts: readonly CutPoint[],
  nowMs: number,
  t: Translate,
): readonly BranchRow[] {
  const rows: BranchRow[] = [];
  for (const cut of [...cuts].reverse()) {
    const before = rows.findLast(({ cut: other }) => other !== null)?.cut ?? null;
    if (cut.isBeforeCompaction && before?.isBeforeCompaction !== true)
      rows.push({
        label: t('Before the last compaction'),
        description: '',
        detail: '',
        cut: null,
        canKeepRest: false,
      });
    rows.push(rowOf(cut, nowMs, t));
  }
  return rows;
}

function rowOf(cut: CutPoint, nowMs: number, t: Translate): BranchRow {
  const prompt = titleWords(cut.prompt, t('Prompt without text'), PROMPT_LENGTH);
  const facts = [
    cut.contextTokens === null ? null : formatTokens(cut.contextTokens, 1),
    cut.atMs === null ? null : timeAgo(nowMs - cut.atMs, t),
    cut.kind === 'compaction' ? t('up to where it was compacted') : null,
  ];
  return {
    label: `${String(cut.turn)} · ${prompt}`,
    description: facts.filter((fact) => fact !== null).join(' · '),
    detail: leftBehindWords(cut, t),
    cut,
    canKeepRest: cut.kind === 'turnEnd' && !cut.isBeforeCompaction,
  };
}

/** What a branch leaves behind. */
export function leftBehindWords({ lostTurns, changedSince, kind }: CutPoint, t: Translate): string {
  const turns =
    kind === 'compaction' && lostTurns === 0
      ? t('Drops the rest of this turn.')
      : lostTurns === 1
        ? t('Drops the last turn.')
        : t('Drops the last {0} turns.', lostTurns);
  return changedSince.length === 0 ? turns : `${turns} ${filesWords(changedSince, t)}`;
}

function filesWords(paths: readonly string[], t: Translate): string {
  const names = paths
    .slice(0, FILES_NAMED)
    .map((path) => printable(path.split(/[\\/]/).at(-1) ?? ''));
  const more = paths.length - names.length;
  const list = more === 0 ? names.join(', ') : t('{0} and {1} more', names.join(', '), more);
  return paths.length === 1
    ? t('Code is not rewound: {0} stays as it is now.', list)
    : t('Code is not rewound: {0} stay as they are now.', list);
}

/** Why there is no branch, as one sentence; `null` where the person wanted it so. */
export function branchProblemWords(
  problem: BranchProblem,
  code: string,
  t: Translate,
): string | null {
  switch (problem) {
    case 'cancelled':
      return null;
    case 'missing':
      return t('The session file is gone.');
    case 'unreadable':
      return t('The session file cannot be read.');
    case 'changed':
      return t('The session was rewritten meanwhile. Choose the turn again.');
    case 'unsound':
      return t(
        'The new session would not have resumed at that turn, so it was removed again. The old one is untouched.',
      );
    case 'forbidden':
      return t('There is no permission to write the new session beside the old one.');
    case 'failed':
      return t('The new session could not be written ({0}).', code || '?');
  }
}
