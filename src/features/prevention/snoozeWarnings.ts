import * as vscode from 'vscode';
import type { FollowedSessions } from '../../host/followedSessions';
import type { Snooze } from '../../host/snooze';
import { pickOne } from '../../host/messages';
import { tomorrowMs } from './snoozeView';

const HOUR_MS = 3_600_000;

/**
 * `Snooze Warnings…`: for this session, for an hour, or until tomorrow. A block is told all the
 * same.
 */
export async function snoozeWarnings(snooze: Snooze, followed: FollowedSessions): Promise<void> {
  const { t } = vscode.l10n;
  const path = followed.get()?.snapshot.path ?? '';
  const rows = [
    ...(path === '' ? [] : [{ label: t('For This Session'), act: () => snooze.session(path) }]),
    { label: t('For an Hour'), act: () => snooze.until(Date.now() + HOUR_MS) },
    { label: t('Until Tomorrow'), act: () => snooze.until(tomorrowMs(new Date())) },
    ...(snooze.isOn() ? [{ label: t('Warn Again'), act: () => snooze.end() }] : []),
  ];
  const picked = await pickOne(rows, {
    title: t('Snooze Warnings'),
    placeHolder: t(
      'The status bar goes on showing the size; a session that is blocked is told all the same',
    ),
  });
  await picked?.act();
}
