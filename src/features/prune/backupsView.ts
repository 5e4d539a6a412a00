import type { RestoreLoss } from '../../operations/rewriting/restoreStep';
import type { Backup } from '../../io/keeping/backupManifest';
import type { BackupsTotal } from '../../io/keeping/backupRetention';
import { formatTokens } from '../../wording/formatTokens';
import { printable } from '../../wording/escapeMarkdown';
import { timeAgo } from '../../wording/timeAgo';
import type { Translate } from '../../wording/translate';

/** One backup of a session, as the list shows it. */
export interface BackupRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Where the session was then, for one that was moved since. */
  readonly detail?: string;
}

const MEGABYTE = 1_000_000;

export function backupRows(
  backups: readonly Backup[],
  nowMs: number,
  t: Translate,
): readonly BackupRow[] {
  return backups.map((backup) => ({
    id: backup.id,
    label: reasonWords(backup, t),
    description: [
      timeAgo(nowMs - backup.dateMs, t),
      fileSizeWords(backup),
      ...tokensWords(backup, t),
    ].join(' · '),
  }));
}

/** Those from before a session was moved, each with the path of that time. */
export function movedBackupRows(
  backups: readonly Backup[],
  nowMs: number,
  t: Translate,
): readonly BackupRow[] {
  return backupRows(backups, nowMs, t).map((row, index) => ({
    ...row,
    detail: printable(backups[index]!.originalPath),
  }));
}

/** What a backup was made before. */
function reasonWords({ reason, itemIds, undoneMs }: Backup, t: Translate): string {
  switch (reason) {
    case 'prune': {
      const words =
        itemIds.length === 1
          ? t('Before pruning 1 item')
          : t('Before pruning {0} items', itemIds.length);
      return undoneMs === null ? words : t('{0} (undone)', words);
    }
    case 'undo':
      return itemIds.length === 1
        ? t('Before undoing a prune of 1 item')
        : t('Before undoing a prune of {0} items', itemIds.length);
    case 'putBack':
      return itemIds.length === 1
        ? t('Before putting back 1 item')
        : t('Before putting back {0} items', itemIds.length);
    case 'restore':
      return t('Before restoring a backup');
    case 'repair':
      return t('Before a compaction was repaired that took up a prune');
    case 'compact':
      return t('Before compacting');
    case 'archive':
      return t('Archived when it was left');
  }
}

export function fileSizeWords({ sizeBytes }: { readonly sizeBytes: number }): string {
  return sizeBytes >= MEGABYTE
    ? `${(sizeBytes / MEGABYTE).toFixed(1)} MB`
    : `${String(Math.ceil(sizeBytes / 1000))} KB`;
}

function tokensWords({ beforeTokens }: Backup, t: Translate): string[] {
  return beforeTokens === null ? [] : [t('~{0} tokens', formatTokens(beforeTokens, 1))];
}

/** @param total `null` where it could not be told. */
export function deleteBackupsQuestion(total: BackupsTotal | null, t: Translate): string {
  const what =
    total === null
      ? t('This deletes all backups of all sessions.')
      : total.backups === 1
        ? t('This deletes the only backup of all sessions ({0}).', fileSizeWords(total))
        : t(
            'This deletes all {0} backups of all sessions ({1}).',
            total.backups,
            fileSizeWords(total),
          );
  const last = t(
    'Prunes and compactions made so far cannot be undone after that. Archived sessions stay.',
  );
  return `${what} ${last}`;
}

/**
 * Asked before a whole backup takes the place of what stands there now: which one, what that would
 * lose, and the way back.
 * @param backup `null` where nothing is known of it.
 */
export function restoreQuestion(
  backup: Backup | null,
  loss: RestoreLoss | null,
  nowMs: number,
  t: Translate,
): string {
  const facts =
    backup === null
      ? []
      : [reasonWords(backup, t), fileSizeWords(backup), ...tokensWords(backup, t)];
  return [
    backup === null
      ? t('Restore the backup?')
      : t('Restore the backup of {0}? {1}.', momentWords(backup.dateMs, nowMs), facts.join(' · ')),
    restoreLossWords(loss, t),
    t('The present file is backed up first.'),
  ].join(' ');
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The time; with the day where that is another one. */
function momentWords(ms: number, nowMs: number): string {
  const [then, now] = [new Date(ms), new Date(nowMs)];
  const isToday = nowMs - ms < DAY_MS && then.getDate() === now.getDate();
  return then.toLocaleString(undefined, {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

/** What would be gone of what stands there now. */
export function restoreLossWords(loss: RestoreLoss | null, t: Translate): string {
  if (loss === null) return t('What that would lose is not known.');
  const sentences = lossSentences(loss, t);
  return sentences.length === 0
    ? t('Nothing has been added to the session since.')
    : sentences.join(' ');
}

function lossSentences(loss: RestoreLoss, t: Translate): string[] {
  const { sidechainLines, titles, costRecords, outputTokens } = loss;
  const sentences = loss.lines === 0 ? [] : [entriesSentence(loss, t)];
  if (sidechainLines > 0)
    sentences.push(
      sidechainLines === 1
        ? t('1 entry of a subagent that came later would be gone.')
        : t('{0} entries of subagents that came later would be gone.', sidechainLines),
    );
  if (titles > 0)
    sentences.push(
      titles === 1
        ? t('1 title that came later would be gone; the session goes by an earlier one again.')
        : t(
            '{0} titles that came later would be gone; the session goes by an earlier one again.',
            titles,
          ),
    );
  if (costRecords > 0)
    sentences.push(t('The session would no longer know what it has cost since.'));
  if (outputTokens > 0)
    sentences.push(
      t(
        'Replies of {0} tokens that came later were paid for and would be gone.',
        formatTokens(outputTokens, 1),
      ),
    );
  return sentences;
}

function entriesSentence(loss: RestoreLoss, t: Translate): string {
  const entries =
    loss.lines === 1
      ? t('1 entry that came later would be gone')
      : t('{0} entries that came later would be gone', loss.lines);
  if (loss.prompts === 0) return `${entries}.`;
  const prompts =
    loss.prompts === 1 ? t('1 prompt among them.') : t('{0} prompts among them.', loss.prompts);
  return `${entries}, ${prompts}`;
}
