import { join } from 'node:path';
import * as vscode from 'vscode';
import { currentConfigDirectory } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { shortFile, type SettingsReview } from '../../host/settingsReview';
import { askText, pickOne, type ListRow } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { formatTokens } from '../../wording/formatTokens';
import {
  compactedAtWords,
  MAX_WINDOW_TOKENS,
  MIN_WINDOW_TOKENS,
  OFFERED_WINDOWS_TOKENS,
  outrankedBy,
  parseWindow,
  presentWindow,
  removableWindows,
  type PresentWindows,
  type SetWindow,
  type WindowFile,
} from './autoCompactWindowView';
import { openFolder } from './openFolder';

type Choice =
  | { readonly kind: 'set'; readonly tokens: number }
  | { readonly kind: 'other' }
  | { readonly kind: 'remove'; readonly set: SetWindow };

interface ChoiceRow extends ListRow {
  readonly choice: Choice;
}

/**
 * `Leeway: Set Claude’s Auto-Compact Window…`: one number in a settings file of Claude Code
 * that the person picks, or takes out again.
 */
export async function setAutoCompactWindow(
  worker: SessionsWorker,
  followed: FollowedSessions,
  review: SettingsReview,
): Promise<void> {
  const snapshot = followed.get()?.snapshot ?? null;
  const folder = snapshot?.cwd ?? openFolder();
  const configDirectory = currentConfigDirectory();
  const controls = await worker.run('claudeControls', { configDirectory, projectFolder: folder });
  const present: PresentWindows = {
    windows: controls?.autoCompactWindows ?? [],
    model: snapshot?.model ?? null,
    files: filesOf(configDirectory, folder),
    nameOf: shortFile,
  };
  const choice = await choose(present);
  if (choice === undefined) return;
  if (choice.kind === 'remove') {
    const { file, path } = choice.set;
    await review.change(file, { kind: 'value', path, value: undefined });
    return;
  }
  const tokens = choice.kind === 'other' ? await typeWindow() : choice.tokens;
  if (tokens === undefined) return;
  const file = await chooseFile(present);
  if (file === undefined) return;
  await review.change(file, { kind: 'value', path: ['autoCompactWindow'], value: tokens });
}

async function choose(present: PresentWindows): Promise<Choice | undefined> {
  const { t } = vscode.l10n;
  const rows = OFFERED_WINDOWS_TOKENS.map((tokens): ChoiceRow => ({
    label: compactedAtWords(tokens, t),
    description: t('window of {0}', formatTokens(tokens, 0)),
    choice: { kind: 'set', tokens },
  }));
  const other: ChoiceRow = {
    label: t('Another Number…'),
    detail: t('At least {0}; Claude Code ignores less.', formatTokens(MIN_WINDOW_TOKENS, 0)),
    choice: { kind: 'other' },
  };
  const remove = removableWindows(present, t).map((set): ChoiceRow => ({
    icon: 'trash',
    label: set.label,
    detail: set.detail,
    choice: { kind: 'remove', set },
  }));
  const picked = await pickOne([...rows, other, ...remove], {
    title: t('Compact Automatically at Which Size?'),
    placeHolder: presentWindow(present, t),
  });
  return picked?.choice;
}

async function typeWindow(): Promise<number | undefined> {
  const { t } = vscode.l10n;
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

async function chooseFile(present: PresentWindows): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const rows = [...present.files].reverse().map(({ label, file }) => ({
    label,
    file,
    detail: [shortFile(file), outrankedBy(file, present, t)]
      .filter((part) => part !== null)
      .join(' · '),
  }));
  return (await pickOne(rows, { title: t('For Which Sessions?') }))?.file;
}

/** Strongest first. */
function filesOf(configDirectory: string, folder: string | null): readonly WindowFile[] {
  const { t } = vscode.l10n;
  const own = (name: string): string => join(folder ?? '', '.claude', name);
  const ofFolder = [
    { label: t('This Project, Only Me'), file: own('settings.local.json') },
    { label: t('This Project, Everybody'), file: own('settings.json') },
  ];
  const user = { label: t('All Projects'), file: join(configDirectory, 'settings.json') };
  return folder === null ? [user] : [...ofFolder, user];
}
