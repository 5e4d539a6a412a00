import { join } from 'node:path';
import * as vscode from 'vscode';
import { currentConfigDirectory } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { shortFile, type SettingsReview } from '../../host/settingsReview';
import { askText, pickOne } from '../../host/messages';
import { formatTokens } from '../../wording/formatTokens';
import {
  MAX_WINDOW_TOKENS,
  MIN_WINDOW_TOKENS,
  OFFERED_WINDOWS_TOKENS,
  parseWindow,
  windowDetail,
} from './autoCompactWindowView';

/**
 * `Leeway: Set Claude’s Auto-Compact Window…`: one number in a settings file of Claude Code
 * that the person picks.
 */
export async function setAutoCompactWindow(
  followed: FollowedSessions,
  review: SettingsReview,
): Promise<void> {
  const tokens = await chooseWindow();
  if (tokens === undefined) return;
  const file = await chooseFile(followed.get()?.snapshot.cwd ?? null);
  if (file === undefined) return;
  await review.change(file, { kind: 'value', path: ['autoCompactWindow'], value: tokens });
}

async function chooseWindow(): Promise<number | undefined> {
  const { t } = vscode.l10n;
  const rows = OFFERED_WINDOWS_TOKENS.map((tokens) => ({
    label: formatTokens(tokens, 0),
    detail: windowDetail(tokens, t),
    tokens,
  }));
  const other = {
    label: t('Another Number…'),
    detail: t('At least {0}; Claude Code ignores less.', formatTokens(MIN_WINDOW_TOKENS, 0)),
    tokens: 0,
  };
  const picked = await pickOne([...rows, other], {
    title: t('Up to Where May a Session Grow?'),
    placeHolder: t('A 1M window then never grows into usage credits by itself.'),
  });
  if (picked === undefined || picked.tokens > 0) return picked?.tokens;
  const typed = await askText({
    title: t('Auto-Compact Window in Tokens'),
    value: '150K',
    validateInput: (text) =>
      parseWindow(text) === null
        ? t(
            'A whole number from {0} to {1}.',
            formatTokens(MIN_WINDOW_TOKENS, 0),
            formatTokens(MAX_WINDOW_TOKENS, 0),
          )
        : null,
  });
  return typed === undefined ? undefined : (parseWindow(typed) ?? undefined);
}

async function chooseFile(cwd: string | null): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const folder =
    cwd ??
    vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ??
    null;
  const user = { label: t('All Projects'), file: join(currentConfigDirectory(), 'settings.json') };
  const ofFolder =
    folder === null
      ? []
      : [
          {
            label: t('This Project, Only Me'),
            file: join(folder, '.claude', 'settings.local.json'),
          },
          { label: t('This Project, Everybody'), file: join(folder, '.claude', 'settings.json') },
        ];
  const picked = await pickOne(
    [user, ...ofFolder].map((row) => ({ ...row, detail: shortFile(row.file) })),
    { title: t('For Which Sessions?') },
  );
  return picked?.file;
}
