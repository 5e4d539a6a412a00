import * as vscode from 'vscode';
import type { FollowedSessions } from '../../host/followedSessions';
import type { Snooze } from '../../host/snooze';
import { pickOne } from '../../host/messages';
import { snoozedWords } from '../../wording/snoozedWords';
import { tomorrowMs } from './snoozeView';

const HOUR_MS = 3_600_000;

/**
 * `Snooze Warnings…`: for a session, for an hour, or until tomorrow. A block is told all the same.
 * @param session the path or id of the one that a warning was about; the active one without.
 */
export async function snoozeWarnings(
  snooze: Snooze,
  followed: FollowedSessions,
  session?: unknown,
): Promise<void> {
  const { t } = vscode.l10n;
  const path = followed.get(session)?.snapshot.path ?? '';
  const snoozed = snooze.of(path);
  const again = {
    icon: 'bell',
    label: t('Warn Again'),
    ...(snoozed === null ? {} : { detail: snoozedWords(snoozed, Date.now(), t) }),
    act: () => snooze.end(),
  };
  const rows = [
    ...(snooze.isOn() ? [again] : []),
    ...(path === '' ? [] : [{ label: t('For This Session'), act: () => snooze.session(path) }]),
    { label: t('For an Hour'), act: () => snooze.until(Date.now() + HOUR_MS) },
    { label: t('Until Tomorrow'), act: () => snooze.until(tomorrowMs(new Date())) },
    {
      label: t('Choose Which Warnings to Show…'),
      act: () => vscode.commands.executeCommand('leeway.openSettings'),
    },
  ];
  const picked = await pickOne(rows, {
    title: t('Snooze Warnings'),
    placeHolder: t('The status bar still shows the size, and a blocked session is still announced'),
  });
  await picked?.act();
}
