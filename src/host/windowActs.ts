import * as vscode from 'vscode';
import { showWarning } from './messages';
import { SETTINGS_SECTION } from './settings';

interface Act<Ask, Done = 'done'> {
  readonly ask: Ask;
  readonly answer: Done;
}

/**
 * All that a window does outside of itself but for the tasks of its worker, and the one place where
 * it is asked whether it may: for these acts, for the tasks that write, and for the commands that
 * lead to either, before they ask anything of a person.
 */
interface WindowActs {
  /** Has a program run, and shows it; not where there turns out to be none. */
  readonly openTerminal: Act<
    { readonly options: () => Promise<vscode.TerminalOptions | null> },
    'opened' | 'noProgram'
  >;
  /** Types a line into a terminal, and shows it. */
  readonly typeText: Act<{ readonly terminal: vscode.Terminal; readonly text: string }>;
  /** Puts a text into the input of what runs in a terminal, and does not send it. */
  readonly typeDraft: Act<{ readonly terminal: vscode.Terminal; readonly text: string }>;
  /** Another extension takes up what the address says. */
  readonly openInExtension: Act<{ readonly uri: vscode.Uri }>;
  /** VS Code writes a setting into the file of its own that the target stands for. */
  readonly changeSetting: Act<{
    readonly section: string | undefined;
    readonly key: string;
    readonly value: unknown;
    readonly target: vscode.ConfigurationTarget;
  }>;
  /** A setting of our own in the user settings, as a person does it who wants no more warnings. */
  readonly keepPreference: Act<{ readonly key: string; readonly value: unknown }>;
  readonly saveDocument: Act<{ readonly document: vscode.TextDocument }>;
  readonly openPage: Act<{ readonly url: string }>;
  readonly copyText: Act<{ readonly text: string }>;
  /** Of two texts that are no files. */
  readonly showDiff: Act<{
    readonly before: vscode.Uri;
    readonly after: vscode.Uri;
    readonly title: string;
  }>;
}

type WindowActName = keyof WindowActs;

/** What a restricted window does not do: the folder that it shows may be somebody else's. */
export type WindowEffect = 'writes' | 'starts';

const EFFECTS = {
  openTerminal: 'starts',
  typeText: 'starts',
  typeDraft: 'starts',
  openInExtension: 'starts',
  changeSetting: 'writes',
  saveDocument: 'writes',
  keepPreference: null,
  openPage: null,
  copyText: null,
  showDiff: null,
} as const satisfies { readonly [Name in WindowActName]: WindowEffect | null };

type Answer<Name extends WindowActName> =
  WindowActs[Name]['answer'] | ((typeof EFFECTS)[Name] extends null ? never : 'restricted');

const DONE = 'done' as const;
const done = (): typeof DONE => DONE;
const ACTS: {
  readonly [Name in WindowActName]: (
    ask: WindowActs[Name]['ask'],
  ) => WindowActs[Name]['answer'] | PromiseLike<WindowActs[Name]['answer']>;
} = {
  openTerminal: async ({ options }) => {
    const found = await options();
    if (found === null) return 'noProgram';
    vscode.window.createTerminal(found).show();
    return 'opened';
  },
  typeText: ({ terminal, text }) => {
    terminal.show();
    terminal.sendText(text);
    return DONE;
  },
  typeDraft: ({ terminal, text }) => {
    terminal.show();
    // As a paste: a line feed in it ends no line.
    terminal.sendText(`\u001b[200~${text}\u001b[201~`, false);
    return DONE;
  },
  openInExtension: ({ uri }) => vscode.env.openExternal(uri).then(done),
  changeSetting: ({ section, key, value, target }) =>
    vscode.workspace.getConfiguration(section).update(key, value, target).then(done),
  keepPreference: ({ key, value }) =>
    vscode.workspace
      .getConfiguration(SETTINGS_SECTION)
      .update(key, value, vscode.ConfigurationTarget.Global)
      .then(done),
  saveDocument: ({ document }) => document.save().then(done),
  openPage: ({ url }) => vscode.env.openExternal(vscode.Uri.parse(url)).then(done),
  copyText: ({ text }) => vscode.env.clipboard.writeText(text).then(done),
  showDiff: ({ before, after, title }) =>
    vscode.commands
      .executeCommand('vscode.diff', before, after, title, { preview: false })
      .then(done),
};

/**
 * Does something outside of the window.
 * @returns `restricted` where it may not, which has been said then, and nothing was done.
 * @throws what VS Code says.
 */
export async function actInWindow<Name extends WindowActName>(
  name: Name,
  ask: WindowActs[Name]['ask'],
): Promise<Answer<Name>> {
  const effect: WindowEffect | null = EFFECTS[name];
  if (effect !== null && !mayThisWindow(effect)) return 'restricted' as Answer<Name>;
  return await ACTS[name](ask);
}

/** Whether this window may; says so where it may not. */
export function mayThisWindow(effect: WindowEffect): boolean {
  if (isWindowTrusted()) return true;
  const { t } = vscode.l10n;
  offerTrust(
    effect === 'writes'
      ? t('This window is restricted, so nothing is written.')
      : t(
          'This window is restricted, so Claude Code is not started: it would run the hooks of the folder.',
        ),
  ).catch(() => undefined); // the sentence was the point
  return false;
}

/** For what is done without being asked, and for what is shown: nothing is said. */
export function isWindowTrusted(): boolean {
  return vscode.workspace.isTrusted;
}

export function onDidGrantTrust(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(listener);
}

async function offerTrust(sentence: string): Promise<void> {
  const manage = vscode.l10n.t('Manage Trust…');
  const answer = await showWarning(sentence, manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
