import * as vscode from 'vscode';
import { plainText } from '../wording/plainText';

/**
 * The one place that shows words in VS Code's own parts: messages, lists, inputs, progress. They
 * were put together from transcripts, paths and settings of folders, and are made plain here as a
 * whole. Icons are ours alone, and named apart from the words.
 */

const MENTION_MS = 5_000;

type Button = string | vscode.MessageItem;
type Show = (message: string, ...buttons: string[]) => Thenable<string | undefined>;

/** A row of a list; `icon` is the name of a codicon in front of its label. */
export interface ListRow extends vscode.QuickPickItem {
  readonly icon?: string;
}

/**
 * The answer need not be waited for: a message that cannot be shown is nobody's failure.
 * @returns the button that was pressed, as it was given.
 */
export function showInformation<Given extends Button>(
  message: string,
  ...buttons: Given[]
): Thenable<Given | undefined> {
  return show((...shown) => vscode.window.showInformationMessage(...shown), message, buttons);
}

/** @returns the button that was pressed, as it was given. */
export function showWarning<Given extends Button>(
  message: string,
  ...buttons: Given[]
): Thenable<Given | undefined> {
  return show((...shown) => vscode.window.showWarningMessage(...shown), message, buttons);
}

/** @returns the button that was pressed, as it was given. */
export function showError<Given extends Button>(
  message: string,
  ...buttons: Given[]
): Thenable<Given | undefined> {
  return show((...shown) => vscode.window.showErrorMessage(...shown), message, buttons);
}

/** A question that has to be answered before anything else. @returns whether it was `yes`. */
export async function confirm(question: string, yes: string, detail?: string): Promise<boolean> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail: plainText(detail) }) };
  const ask: Show = (message, ...buttons) =>
    vscode.window.showWarningMessage(message, options, ...buttons);
  return (await show(ask, question, [yes])) !== undefined;
}

async function show<Given extends Button>(
  how: Show,
  message: string,
  buttons: readonly Given[],
): Promise<Given | undefined> {
  const titles = buttons.map((button) =>
    plainText(typeof button === 'string' ? button : button.title),
  );
  const answer = await how(plainText(message), ...titles);
  return answer === undefined ? undefined : buttons[titles.indexOf(answer)];
}

/** A sentence at the left of the status bar, until it is disposed of. */
export function showInStatusBar(words: string): vscode.Disposable {
  return vscode.window.setStatusBarMessage(plainText(words));
}

/** A sentence at the left of the status bar for some seconds. */
export function mentionInStatusBar(words: string): void {
  vscode.window.setStatusBarMessage(plainText(words), MENTION_MS);
}

/** @returns the row that was chosen, as it was given. */
export async function pickOne<Row extends ListRow>(
  rows: readonly Row[] | Promise<readonly Row[]>,
  options: vscode.QuickPickOptions,
): Promise<Row | undefined> {
  const shown = Promise.resolve(rows).then((given) => given.map(plainRow));
  const picked = await vscode.window.showQuickPick(shown, plainOptions(options));
  return picked === undefined ? undefined : (await rows)[(await shown).indexOf(picked)];
}

/** @returns the rows that were chosen, as they were given. */
export async function pickMany<Row extends ListRow>(
  rows: readonly Row[],
  options: vscode.QuickPickOptions,
): Promise<Row[] | undefined> {
  const shown = rows.map(plainRow);
  const picked = await vscode.window.showQuickPick(shown, {
    ...plainOptions(options),
    canPickMany: true,
  });
  return picked?.map((row) => rows[shown.indexOf(row)]!);
}

/** A list that is filled in while it stands. Its rows are copies of those it is given. */
export function createList<Row extends ListRow>(): vscode.QuickPick<Row> {
  return guarded(vscode.window.createQuickPick<Row>(), {
    title: (words) => (words === undefined ? words : plainText(words)),
    placeholder: (words) => (words === undefined ? words : plainText(words)),
    items: (rows) => rows.map(plainRow),
  });
}

/** Without a prompt: title and placeholder say what is asked for. */
export function askText(
  options: Omit<vscode.InputBoxOptions, 'prompt'>,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    ...plainOptions(options),
    validateInput: async (typed) => {
      const problem = await options.validateInput?.(typed);
      return typeof problem === 'string' ? plainText(problem) : problem;
    },
  });
}

export function showProgress<Result>(
  options: vscode.ProgressOptions,
  act: (
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ) => Thenable<Result>,
): Thenable<Result> {
  return vscode.window.withProgress(plainOptions(options), (progress, token) =>
    act(
      {
        report: ({ message, ...step }) =>
          progress.report(message === undefined ? step : { ...step, message: plainText(message) }),
      },
      token,
    ),
  );
}

/** Its text begins with icons of ours. */
export function createStatusItem(
  id: string,
  alignment: vscode.StatusBarAlignment,
  priority: number,
): vscode.StatusBarItem {
  return guarded(vscode.window.createStatusBarItem(id, alignment, priority), {
    text: (text) => {
      const [icons = ''] = /^(?:\$\([a-z-]+\) )+/.exec(text) ?? [];
      return icons + plainText(text.slice(icons.length));
    },
    tooltip: (shown) => (typeof shown === 'string' ? plainText(shown) : shown),
  });
}

function plainRow<Row extends ListRow>(row: Row): Row {
  const label = plainText(row.label);
  return {
    ...row,
    label: row.icon === undefined ? label : `$(${row.icon}) ${label}`,
    ...(row.description === undefined ? {} : { description: plainText(row.description) }),
    ...(row.detail === undefined ? {} : { detail: plainText(row.detail) }),
  };
}

function plainOptions<Options extends { title?: string; placeHolder?: string }>(
  options: Options,
): Options {
  const { title, placeHolder } = options;
  return {
    ...options,
    ...(title === undefined ? {} : { title: plainText(title) }),
    ...(placeHolder === undefined ? {} : { placeHolder: plainText(placeHolder) }),
  };
}

/** The same object, but what is set passes through these first. */
function guarded<Shown extends object>(
  shown: Shown,
  passes: { readonly [Key in keyof Shown]?: (value: Shown[Key]) => Shown[Key] },
): Shown {
  const pass = passes as Readonly<Record<PropertyKey, ((value: unknown) => unknown) | undefined>>;
  // VS Code’s own object is no target of a proxy: what it has frozen could not be answered for
  return new Proxy({} as Shown, {
    get: (_, key) => {
      const value: unknown = Reflect.get(shown, key);
      return typeof value === 'function' ? (value.bind(shown) as unknown) : value;
    },
    set: (_, key, value: unknown) => Reflect.set(shown, key, pass[key]?.(value) ?? value),
  });
}
