import * as vscode from 'vscode';
import type { EarlierFolder } from '../../host/earlierFolder';
import { shortFile } from '../../host/settingsReview';
import { SETTINGS, SETTINGS_SECTION } from '../../host/settings';
import { actInWindow } from '../../host/windowActs';
import { showInformation } from '../../host/messages';
import { earlierDirectory, type Adopted } from '../../io/keeping/adoptEarlierFolder';
import { EARLIER_PRODUCT } from '../../product';
import { carryOverSettings, type SettingsPort } from './carryOverSettings';
import { carryOverText } from './carryOverText';

/** Of this machine: in a remote window those of the person's own machine do not count. */
const MACHINE_KEYS: readonly string[] = [SETTINGS.configDir.key, SETTINGS.claudePath.key];

interface NoticeOptions {
  readonly earlier: EarlierFolder;
  /** As the settings have it at that moment. */
  readonly configDirectory: () => string;
  readonly wasTold: () => boolean;
  readonly markTold: () => PromiseLike<void>;
}

interface Outcome {
  readonly directory: string;
  readonly adopted: Adopted;
}

/** Carries the settings over, then says once what came along. */
export async function showCarryOver({
  earlier,
  configDirectory,
  wasTold,
  markTold,
}: NoticeOptions): Promise<void> {
  const { t } = vscode.l10n;
  const before = configDirectory();
  const settings = await carryOverSettings(localSettings());
  // they may name another config directory
  const outcomes: Outcome[] = [];
  for (const directory of new Set([before, configDirectory()])) {
    const adopted = await earlier.adopt(directory);
    if (adopted !== null) outcomes.push({ directory, adopted });
  }
  const told = outcomes.find(({ adopted }) => adopted.leftFiles > 0 || adopted.code !== '');
  await untilFocused();
  if (wasTold()) return; // another window was faster
  await markTold();

  const isInstalled = vscode.extensions.getExtension(EARLIER_PRODUCT.extension) !== undefined;
  const show = t('Show Context Meter');
  const open = t('Open Workspace Settings');
  const answer = await showInformation(
    carryOverText(
      {
        folder: inOne(outcomes),
        folderWords: shortFile(earlierDirectory(told?.directory ?? before)),
        settings,
        isInstalled,
      },
      t,
    ),
    ...(isInstalled ? [show] : []),
    ...(settings.inWorkspace === 'none' ? [] : [open]),
  );
  if (answer === show)
    await vscode.commands.executeCommand(
      'workbench.extensions.search',
      `@installed ${EARLIER_PRODUCT.extension}`,
    );
  if (answer === open)
    await vscode.commands.executeCommand(
      settings.inWorkspace === 'workspace'
        ? 'workbench.action.openWorkspaceSettingsFile'
        : 'workbench.action.openFolderSettingsFile',
    );
}

function inOne(outcomes: readonly Outcome[]): Adopted {
  const all = outcomes.map(({ adopted }) => adopted);
  const sum = (count: (adopted: Adopted) => number): number =>
    all.reduce((total, adopted) => total + count(adopted), 0);
  const kinds = (['failed', 'postponed', 'moved'] as const).filter((kind) =>
    all.some((adopted) => adopted.kind === kind),
  );
  return {
    kind: kinds[0] ?? 'none',
    movedFiles: sum(({ movedFiles }) => movedFiles),
    leftFiles: sum(({ leftFiles }) => leftFiles),
    code: all.find(({ code }) => code !== '')?.code ?? '',
  };
}

function localSettings(): SettingsPort {
  const own = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const { settingsSection } = EARLIER_PRODUCT;
  const earlier = vscode.workspace.getConfiguration(settingsSection);
  const ofFolders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) =>
    vscode.workspace.getConfiguration(settingsSection, uri),
  );
  return {
    earlier: (key) => {
      const found = earlier.inspect(key);
      return {
        user:
          vscode.env.remoteName !== undefined && MACHINE_KEYS.includes(key)
            ? (found as { readonly globalRemoteValue?: unknown } | undefined)?.globalRemoteValue
            : found?.globalValue,
        workspace: found?.workspaceValue,
        folder: ofFolders
          .map((folder) => folder.inspect(key)?.workspaceFolderValue)
          .find((value) => value !== undefined),
      };
    },
    own: (key) => own.inspect(key)?.globalValue,
    write: (key, value) =>
      actInWindow('changeSetting', {
        section: SETTINGS_SECTION,
        key,
        value,
        target: vscode.ConfigurationTarget.Global,
      }),
  };
}

/** Of several windows that open at once, one is looked at. */
function untilFocused(): Promise<void> {
  if (vscode.window.state.focused) return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) return;
      subscription.dispose();
      resolve();
    });
  });
}
