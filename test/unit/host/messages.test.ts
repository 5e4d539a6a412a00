import assert from 'node:assert/strict';
import type { InputBoxOptions, ProgressLocation, StatusBarAlignment } from 'vscode';
import type * as CreateLog from '../../../src/host/createLog';
import type * as Messages from '../../../src/host/messages';
import { loadWithVscode } from '../../fixtures/loadWithVscode';

const LINK = '[Update](command:workbench.action.quit)';
const BROKEN = '[Update]\u200b(command:workbench.action.quit)';

/** As VS Code numbers them. */
const [NOTIFICATION, RIGHT] = [15, 2] as unknown as [ProgressLocation, StatusBarAlignment];

/** A command link, an icon, a line break and an escape sequence. */
const HOSTILE = `${LINK} $(zap)\n\u001b[2Jx`;
const PLAIN = `${BROKEN} $\u200b(zap) x`;

describe('What is shown', () => {
  let shown: unknown[][];
  let answer: (options: readonly unknown[]) => unknown;
  const told =
    (how: string) =>
    (...given: unknown[]): Promise<unknown> => {
      shown.push([how, ...given]);
      return Promise.resolve(answer(given.slice(1)));
    };
  const list = { items: [] as object[], title: '', placeholder: '', selectedItems: [] };
  const item = { text: '', tooltip: '' as unknown, hide: () => shown.push(['hide']) };
  const channel = Object.freeze({
    error: (entry: string) => shown.push(['log', entry]),
    show: () => shown.push(['show']),
  });
  const vscode = {
    window: {
      showInformationMessage: told('information'),
      showWarningMessage: told('warning'),
      showErrorMessage: told('error'),
      showInputBox: told('input'),
      showQuickPick: async (rows: Promise<object[]>, options: object) => {
        shown.push(['pick', await rows, options]);
        return answer(await rows);
      },
      createQuickPick: () => list,
      createStatusBarItem: () => item,
      createOutputChannel: () => channel,
      withProgress: (options: object, act: (progress: object, token: object) => unknown) => {
        shown.push(['progress', options]);
        return act({ report: (step: object) => shown.push(['step', step]) }, {});
      },
    },
  };
  let messages: typeof Messages;
  before(() => {
    messages = loadWithVscode('host/messages.ts', vscode) as typeof Messages;
  });
  beforeEach(() => {
    shown = [];
    answer = () => undefined;
  });

  it('has messages and their buttons plain, and answers with the button as it was given', async () => {
    answer = ([, last]) => last;
    const button = { title: HOSTILE, action: 'mute' };
    assert.equal(
      await messages.showInformation(HOSTILE, { title: 'a', action: '' }, button),
      button,
    );
    assert.equal(await messages.showWarning(HOSTILE, 'One', HOSTILE), HOSTILE);
    assert.equal(await messages.showError(HOSTILE), undefined);
    assert.deepEqual(shown, [
      ['information', PLAIN, 'a', PLAIN],
      ['warning', PLAIN, 'One', PLAIN],
      ['error', PLAIN],
    ]);
  });

  it('has a question plain, with its detail', async () => {
    answer = ([, yes]) => yes;
    assert.equal(await messages.confirm(HOSTILE, 'Yes', HOSTILE), true);
    answer = () => undefined;
    assert.equal(await messages.confirm(HOSTILE, 'Yes'), false);
    assert.deepEqual(shown, [
      ['warning', PLAIN, { modal: true, detail: PLAIN }, 'Yes'],
      ['warning', PLAIN, { modal: true }, 'Yes'],
    ]);
  });

  it('has rows plain but for their own icon, and answers with the row as it was given', async () => {
    const row = { icon: 'archive', label: HOSTILE, description: HOSTILE, detail: HOSTILE, id: 7 };
    const other = { label: HOSTILE };
    answer = ([first]) => first;
    assert.equal(await messages.pickOne([row], { title: HOSTILE, placeHolder: HOSTILE }), row);
    answer = (rows) => rows;
    const [picked] = (await messages.pickMany([other], { title: 'x' }))!;
    assert.equal(picked, other);
    const plainRow = { ...row, label: `$(archive) ${PLAIN}`, description: PLAIN, detail: PLAIN };
    assert.deepEqual(shown, [
      ['pick', [plainRow], { title: PLAIN, placeHolder: PLAIN }],
      ['pick', [{ label: PLAIN }], { title: 'x', canPickMany: true }],
    ]);
  });

  it('has a list plain that is filled in later', () => {
    const quickPick = messages.createList<Messages.ListRow>();
    quickPick.title = HOSTILE;
    quickPick.placeholder = HOSTILE;
    quickPick.items = [{ icon: 'sync', label: HOSTILE }];
    assert.deepEqual(
      [list.title, list.placeholder, list.items],
      [PLAIN, PLAIN, [{ icon: 'sync', label: `$(sync) ${PLAIN}` }]],
    );
    assert.equal(quickPick.items, list.items);
  });

  it('has inputs, what they complain of, and progress plain', async () => {
    await messages.askText({ title: HOSTILE, value: HOSTILE, validateInput: () => HOSTILE });
    const [, options] = shown[0] as [string, InputBoxOptions];
    assert.deepEqual([options.title, options.value], [PLAIN, HOSTILE]);
    assert.equal(await options.validateInput?.(''), PLAIN);
    const act = (progress: { report: (step: object) => void }): Promise<number> => {
      progress.report({ message: HOSTILE, increment: 2 });
      return Promise.resolve(3);
    };
    const progress = { location: NOTIFICATION, title: HOSTILE };
    assert.equal(await messages.showProgress(progress, act), 3);
    assert.deepEqual(shown.slice(1), [
      ['progress', { location: NOTIFICATION, title: PLAIN }],
      ['step', { increment: 2, message: PLAIN }],
    ]);
  });

  it('has the status bar plain behind its icon', () => {
    const status = messages.createStatusItem('id', RIGHT, 1);
    status.text = `$(warning) ${HOSTILE}`;
    status.tooltip = HOSTILE;
    assert.deepEqual([item.text, item.tooltip], [`$(warning) ${PLAIN}`, PLAIN]);
    status.text = `$(warning) $(pinned) ${HOSTILE}`;
    assert.equal(item.text, `$(warning) $(pinned) ${PLAIN}`);
    status.hide();
    assert.deepEqual(shown, [['hide']]);
  });

  it('has one line of the log for an entry, whatever a path or an error holds', () => {
    const { createLog } = loadWithVscode('host/createLog.ts', vscode) as typeof CreateLog;
    const log = createLog('Leeway');
    log.error('Reading /a\n2026-11-28 10:00:00.000 [error] made up\r\u001b[2Jb');
    log.show();
    assert.deepEqual(shown, [
      ['log', 'Reading /a 2026-11-28 10:00:00.000 [error] made up b'],
      ['show'],
    ]);
  });
});
