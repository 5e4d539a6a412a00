import * as vscode from 'vscode';
import type { SessionSummary } from '../../operations/reading/sessionSummary';
import { currentConfigDirectory } from '../../host/claudeProcess';
import { createList, type ListRow } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { sessionChoices } from './sessionChoices';
import { hitRows, searchedWords } from './searchText';

interface Row extends ListRow {
  /** What a click opens; `null` looks for the words that are typed. */
  readonly opens: { readonly path: string; readonly line: number | null } | null;
}

/** Of sessions that are looked through before what was found is shown. */
const BATCH_BYTES = 16 * 1024 * 1024;
const MOST_IN_BATCH = 64;
const MOST_ROWS = 500;
/** Fewer letters stand nearly everywhere. */
const FEWEST_LETTERS = 2;

/**
 * `Search Sessions…`: by title, model and branch as one types, and on Enter in all that was said in
 * them. What is chosen opens in the inspector, at the place.
 */
export function searchSessions(worker: SessionsWorker): Promise<void> {
  const list = createList<Row>();
  const { t } = vscode.l10n;
  let searching: vscode.CancellationTokenSource | null = null;
  let titles: readonly Row[] = [];
  list.title = t('Search Sessions');
  list.placeholder = t('Title, model or folder; Enter looks through what was said');
  list.matchOnDetail = true;
  list.busy = true;

  const showTitles = (): void => {
    const words = list.value.trim();
    const ask: Row[] =
      words.length < FEWEST_LETTERS
        ? []
        : [
            {
              icon: 'search',
              label: t('Search for “{0}” in what was said', words),
              alwaysShow: true,
              opens: null,
            },
          ];
    list.items = [...ask, ...titles];
  };
  const search = async (words: string): Promise<void> => {
    searching?.cancel();
    const source = new vscode.CancellationTokenSource();
    searching = source;
    const isOver = (): boolean => source.token.isCancellationRequested;
    const rows: Row[] = [];
    list.busy = true;
    list.items = [];
    const sessions = await worker.run('sessionsToSearch', {
      configDirectory: currentConfigDirectory(),
    });
    const batches = batchesOf(sessions ?? []);
    const total = (sessions ?? []).length;
    let done = 0;
    for (const paths of batches) {
      if (isOver()) return;
      list.title = searchedWords({ done, total, hits: rows.length }, t);
      const found = await worker.run('searchSessions', { paths, words }, { token: source.token });
      done += paths.length;
      const nowMs = Date.now();
      for (const session of found ?? [])
        for (const { path, line, ...row } of hitRows(session, nowMs, t))
          rows.push({ ...row, alwaysShow: true, opens: { path, line } });
      if (isOver()) return;
      list.items = rows.slice(0, MOST_ROWS);
    }
    list.title = searchedWords({ done: total, total, hits: rows.length }, t);
    list.busy = false;
  };

  return new Promise((resolve, reject) => {
    list.onDidChangeValue(() => {
      if (searching !== null) {
        searching.cancel();
        searching = null;
        list.busy = false;
        list.title = t('Search Sessions');
      }
      showTitles();
    });
    list.onDidAccept(() => {
      const [chosen] = list.selectedItems;
      if (chosen === undefined || chosen.opens === null) {
        const words = list.value.trim();
        if (words.length >= FEWEST_LETTERS) search(words).catch(reject);
        return;
      }
      const { path, line } = chosen.opens;
      list.hide();
      vscode.commands
        .executeCommand('leeway.openInspector', path, ...(line === null ? [] : [line]))
        .then(undefined, reject);
    });
    list.onDidHide(() => {
      searching?.cancel();
      list.dispose();
      resolve();
    });
    list.show();
    worker
      .list('everywhere')
      .then((sessions) => {
        titles = titleRows(sessions);
        if (searching !== null) return;
        list.busy = false;
        showTitles();
      })
      .catch(reject);
  });
}

function titleRows(sessions: readonly SessionSummary[]): readonly Row[] {
  const context = { pinnedPath: null, scope: 'everywhere', nowMs: Date.now() } as const;
  return sessionChoices(sessions, context, vscode.l10n.t).flatMap(
    ({ choice, isSeparator, ...row }) =>
      isSeparator || choice.type !== 'session'
        ? []
        : [{ ...row, opens: { path: choice.path, line: null } }],
  );
}

/** Together they are read in a moment, so that what was found is soon shown. */
function batchesOf(
  sessions: readonly { readonly path: string; readonly sizeBytes: number }[],
): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let bytes = Infinity;
  for (const { path, sizeBytes } of sessions) {
    const last = batches.at(-1);
    if (last === undefined || bytes + sizeBytes > BATCH_BYTES || last.length >= MOST_IN_BATCH) {
      batches.push([path]);
      bytes = sizeBytes;
    } else {
      last.push(path);
      bytes += sizeBytes;
    }
  }
  return batches;
}
