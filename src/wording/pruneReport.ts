import type { SkippedItem } from '../domain/pruning/prunePlan';
import type { LoadOutcome } from '../operations/loading/loadAgain';
import type { Pruned, PrunePreview } from '../operations/rewriting/pruneSession';
import type { Restored } from '../operations/rewriting/restoreStep';
import type { Refused } from '../operations/rewriting/rewriteSession';
import { printable } from './escapeMarkdown';
import { formatTokens } from './formatTokens';
import { keptWords } from './itemWords';
import { planNotes } from './planNotes';
import { pruneCostLines, pruneCostNumbers, type PriceAsked } from './pruneCostWords';
import type { Translate } from './translate';

/**
 * A prune for programs, done or only planned: one line of JSON. Tokens are estimates, `null` is
 * unknown.
 */
export function pruneAsJson(
  outcome: Pruned | PrunePreview,
  asked: PriceAsked,
  load: LoadOutcome | null = null,
): string {
  const { plan, sessionId, problems } = outcome;
  const { items, freedTokens, beforeTokens, afterTokens, reached, lowestTokens, skipped } = plan;
  const done = outcome.kind === 'pruned' ? outcome : null;
  return JSON.stringify({
    items: items.map(({ id, freedTokens: freed, placeholder, becomes, evidence }) => ({
      ...{ id, freedTokens: freed, placeholder: becomes ?? placeholder, evidence },
    })),
    ...{ freedTokens, beforeTokens, afterTokens, reached, lowestTokens, skipped },
    price: pruneCostNumbers(asked, plan.place),
    backup: done?.backup?.id ?? null,
    sessionId,
    path: done?.path ?? null,
    takesEffect: done?.takesEffect ?? null,
    ...loadNumbers(load),
    replanned: done?.isReplanned ?? false,
    rescuedLines: done?.rescuedLines ?? 0,
    problems,
    dryRun: done === null,
    warning: done?.warning ?? null,
  });
}

/** The same for people, a few lines. */
export function pruneAsText(
  outcome: Pruned | PrunePreview,
  asked: PriceAsked,
  t: Translate,
  load: LoadOutcome | null = null,
): string {
  const { plan } = outcome;
  const { items, freedTokens, beforeTokens, afterTokens, reached, lowestTokens, skipped } = plan;
  const lines: string[] = [];
  if (items.length === 0) lines.push(t('There is nothing to prune.'));
  else {
    const freed = `~${formatTokens(freedTokens, 1)}`;
    lines.push(prunedWords(outcome.kind === 'pruned', items.length, freed, t));
    if (beforeTokens !== null && afterTokens !== null)
      lines.push(
        t(
          'Context: {0} → {1}',
          `~${formatTokens(beforeTokens, 1)}`,
          `~${formatTokens(afterTokens, 1)}`,
        ),
      );
  }
  lines.push(...pruneCostLines(asked, plan.place, t), ...planNotes(plan, t));
  if (!reached && items.length > 0 && lowestTokens !== null)
    lines.push(
      t(
        'The target is not reached; pruning gets down to {0}.',
        `~${formatTokens(lowestTokens, 1)}`,
      ),
    );
  if (skipped.length > 0)
    lines.push(
      skipped.length === 1 ? t('1 item stays:') : t('{0} items stay:', skipped.length),
      ...[...new Set(skipped.map(({ reason }) => reason))].map(
        (reason) => `- ${skippedWords(reason, t)}`,
      ),
    );
  if (outcome.kind === 'preview')
    for (const { id, freedTokens: freed, placeholder } of items)
      lines.push(
        `~${formatTokens(freed, 1)}  ${id}  ${placeholder === '' ? t('left out') : placeholder}`,
      );
  else {
    if (outcome.isReplanned)
      lines.push(t('The session had changed meanwhile, so the prune was planned again.'));
    if (outcome.rescuedLines > 0) lines.push(rescuedWords(outcome.rescuedLines, t));
    if (outcome.backup !== null) lines.push(t('Backup: {0}', outcome.backup.id));
    lines.push(t('Session: {0}', outcome.sessionId));
    if (outcome.takesEffect === 'afterResume') lines.push(loadWords(load, outcome.sessionId, t));
    if (outcome.warning !== null)
      lines.push(
        t(
          'What was written to the session in that very moment may be missing ({0}).',
          outcome.warning,
        ),
      );
  }
  return lines.map(printable).join('\n');
}

function prunedWords(isDone: boolean, items: number, freed: string, t: Translate): string {
  if (isDone)
    return items === 1
      ? t('1 item pruned, {0} tokens freed.', freed)
      : t('{0} items pruned, {1} tokens freed.', items, freed);
  return items === 1
    ? t('1 item would be pruned, {0} tokens freed.', freed)
    : t('{0} items would be pruned, {1} tokens freed.', items, freed);
}

/** Why something that was asked for stays, as a whole sentence. */
function skippedWords(reason: SkippedItem['reason'], t: Translate): string {
  switch (reason) {
    case 'gone':
      return t('It is no longer in the context.');
    case 'recent':
      return t('It belongs to the newest steps.');
    case 'damaged':
      return t('Its record was damaged before.');
    default:
      return keptWords(reason, t);
  }
}

/** What was put back, for programs. */
export function restoreAsJson(restored: Restored, load: LoadOutcome | null = null): string {
  const { way, from, itemIds, backup, lost, leftItems, beforeTokens, afterTokens } = restored;
  const { path, takesEffect, rescuedLines, warning } = restored;
  return JSON.stringify({
    way,
    restored: from.id,
    backup: backup.id,
    items: way === 'whole' ? from.itemIds : itemIds,
    beforeTokens,
    afterTokens,
    lost,
    leftItems,
    sessionId: from.sessionId,
    path,
    takesEffect,
    ...loadNumbers(load),
    rescuedLines,
    warning,
  });
}

/** The same for people. */
export function restoreAsText(
  restored: Restored,
  t: Translate,
  load: LoadOutcome | null = null,
): string {
  const { way, path, from, backup, lost, beforeTokens, afterTokens, takesEffect } = restored;
  const lines = [
    way === 'undo'
      ? t('The last prune was undone; what came after it is kept.')
      : way === 'item'
        ? t('The item was put back; the rest stays pruned, and what came after is kept.')
        : t('The backup {0} was put back.', from.id),
  ];
  if (beforeTokens !== null && afterTokens !== null)
    lines.push(
      t(
        'Context: {0} → {1}',
        `~${formatTokens(beforeTokens, 1)}`,
        `~${formatTokens(afterTokens, 1)}`,
      ),
    );
  if (lost.lines > 0)
    lines.push(
      t(
        'Entries that came later and are gone from the session: {0}, prompts among them: {1}.',
        lost.lines,
        lost.prompts,
      ),
    );
  if (restored.leftItems > 0) lines.push(leftItemsWords(restored.leftItems, t));
  if (from.originalPath !== path)
    lines.push(t('The backup is from where the session was before: {0}', from.originalPath));
  if (restored.rescuedLines > 0) lines.push(rescuedWords(restored.rescuedLines, t));
  lines.push(t('Backup of what stood there: {0}', backup.id));
  if (takesEffect === 'afterResume') lines.push(loadWords(load, from.sessionId, t));
  return lines.map(printable).join('\n');
}

/** Whether the running Claude Code has taken it up; the time is `null` where it has not. */
function loadNumbers(load: LoadOutcome | null): Readonly<Record<string, unknown>> {
  return {
    takenUpAtMs: load?.kind === 'loaded' ? load.atMs : null,
    notTakenUp: load?.kind === 'notLoaded' ? load.reason : null,
  };
}

function loadWords(load: LoadOutcome | null, sessionId: string, t: Translate): string {
  return load?.kind === 'loaded'
    ? t('The running Claude Code has taken it up; its next reply measures it.')
    : t(
        'Claude Code has this session open and goes on with the old content until you type /resume {0} in it.',
        sessionId,
      );
}

/** Of what an undo could not bring back. */
export function leftItemsWords(items: number, t: Translate): string {
  return items === 1
    ? t('1 item could not be brought back: its placeholder was changed or removed since.')
    : t(
        '{0} items could not be brought back: their placeholders were changed or removed since.',
        items,
      );
}

/** Of what slow writers wrote into a file that had been replaced by then. */
function rescuedWords(lines: number, t: Translate): string {
  return lines === 1
    ? t('1 line that Claude Code wrote into the old file was put back first.')
    : t('{0} lines that Claude Code wrote into the old file were put back first.', lines);
}

export function refusalAsJson({ reason, detail }: Refused, t: Translate): string {
  return JSON.stringify({ refused: reason, detail, message: refusalWords({ reason, detail }, t) });
}

/** Why nothing was written, in a sentence. */
export function refusalWords(
  { reason, detail }: Pick<Refused, 'reason' | 'detail'>,
  t: Translate,
): string {
  switch (reason) {
    case 'busy':
      return t(
        'Claude Code is working in this session. Wait until it is idle, or prune into a copy.',
      );
    case 'open':
      return t(
        'Claude Code has this session open and would continue from what the backup does not hold. Leave it there with /exit, then restore.',
      );
    case 'maybeOpen':
      return t(
        'This session was written within the last minutes, and it cannot be known whether Claude Code still has it open. Leave it there with /exit, or prune into a copy.',
      );
    case 'locked':
      return t('This session is being pruned or restored already.');
    case 'changed':
      return t('The session kept changing. Nothing was written.');
    case 'integrity':
      return t('The result would have been damaged ({0}). Nothing was written.', detail ?? '?');
    case 'symlink':
      return t('The session file is a symbolic link. Nothing was written.');
    case 'missing':
      return t('There is no such file.');
    case 'unreadable':
      return t('The file cannot be read.');
    case 'noSession':
      return t('The file holds no Claude Code session.');
    case 'unknownVersion':
      return t(
        'This session was written by a version of Claude Code that is not known yet ({0}), so it is only read.',
        detail ?? '?',
      );
    case 'untrustedPath':
      return t('The folder for backups does not belong to Leeway. Nothing was written.');
    case 'kept':
      return t('This file is a copy that Leeway keeps: it is read, and never changed.');
    case 'noBackup':
      return detail === null
        ? t('There is nothing to undo.')
        : t('There is no backup {0} of this session.', detail);
    case 'restoredSince':
      return t(
        'There is nothing to undo: a whole backup was restored since the last prune. “Restore Backup…” also takes that back.',
      );
    case 'notPruned':
      return t(
        'This item is not pruned, or its placeholder was changed or removed since. Nothing was written.',
      );
    case 'damagedBackup':
      return t('The backup {0} is damaged. Nothing was written.', detail ?? '?');
    case 'noSpace':
      return t('The disk is full. Nothing was changed.');
    case 'notWritable':
      return t('The session cannot be written ({0}). Nothing was changed.', detail ?? '?');
    case 'failed':
      return t('Writing failed ({0}). Nothing was changed.', detail ?? '?');
  }
}

/** What to ask where nobody tells whether a session is open. */
export function maybeOpenWords(t: Translate): string {
  return t(
    'This session was written within the last minutes, by a Claude Code that does not tell what it has open. While it is open there, what is changed here may be lost or mixed up. Is it closed?',
  );
}
