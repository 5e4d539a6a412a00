import * as vscode from 'vscode';
import type { Pin } from '../../domain/recovery/pin';
import type { SettingsReview } from '../../host/settingsReview';
import { actInWindow } from '../../host/windowActs';
import { showInformation } from '../../host/messages';

/** Settings of the official extension that choose a model, by their full key. */
export function extensionModelSettings(): Record<string, unknown> {
  const section = vscode.workspace.getConfiguration('claudeCode');
  return Object.fromEntries(
    ['selectedModel', 'environmentVariables'].map((key) => [
      `claudeCode.${key}`,
      section.get<unknown>(key),
    ]),
  );
}

/** Opens the file at the line, or the settings of the extension. */
export async function openPin({ file, line, path }: Pin): Promise<void> {
  if (file === null) {
    await vscode.commands.executeCommand('workbench.action.openSettings', path[0]);
    return;
  }
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), {
    selection: new vscode.Range(at, at),
  } satisfies vscode.TextDocumentShowOptions);
}

/**
 * Takes the `[1m]` away: shown as a diff first, written when the person says so, undone on request.
 * @param onDidChange after either.
 */
export async function fixPin(
  pin: Pin,
  review: SettingsReview,
  onDidChange: () => void,
): Promise<void> {
  const { file, standard, path, line, value } = pin;
  if (standard === null) return;
  if (file === null) return fixExtensionSetting(pin, standard, onDidChange);
  const isMarkdown = ['agent', 'skill', 'command'].includes(pin.place);
  const written = await review.change(
    file,
    isMarkdown
      ? { kind: 'frontMatterModel', line: line ?? 1, from: value, to: standard }
      : { kind: 'value', path, value: standard },
    onDidChange,
  );
  if (written) onDidChange();
}

/** VS Code writes its own settings: there is no file to compare. */
async function fixExtensionSetting(
  { path, value }: Pin,
  standard: string,
  onDidChange: () => void,
): Promise<void> {
  const { t } = vscode.l10n;
  const [key] = path;
  const section = vscode.workspace.getConfiguration();
  const found = key === undefined ? undefined : section.inspect<string>(key);
  if (key === undefined || found === undefined) return;
  const target =
    found.workspaceFolderValue === value
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : found.workspaceValue === value
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
  const change = t('Change It');
  const answer = await showInformation(
    t('Change {0} from {1} to {2}?', key, value, standard),
    change,
  );
  if (answer !== change) return;
  const setting = { section: undefined, key, target };
  const changed = await actInWindow('changeSetting', { ...setting, value: standard });
  if (changed === 'restricted') return;
  onDidChange();
  const undo = t('Undo');
  if ((await showInformation(t('{0} is changed.', key), undo)) !== undo) return;
  await actInWindow('changeSetting', { ...setting, value });
  onDidChange();
}
