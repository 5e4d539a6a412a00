import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { CLAUDE_FILE, MEMORY_FILES, type MemoryFile } from '../../domain/prevention/memoryFiles';
import { pickMany, showInformation } from '../../host/messages';
import type { SessionsWorker } from '../../host/sessionsWorker';
import type { SettingsReview } from '../../host/settingsReview';
import type { SettingsWritten } from '../../io/claudeSettings/writeSettings';
import type { MadeMemoryFiles } from '../../operations/configuring/makeMemoryFiles';
import { createdWords, questionWords, uncreatedWords } from './memoryFilesText';

interface MemoryContext {
  readonly worker: SessionsWorker;
  readonly review: SettingsReview;
}

/** What was written for a project, to be taken back. */
interface Created {
  readonly project: string;
  readonly files: MadeMemoryFiles;
  /** `null` where CLAUDE.md names all of them already. */
  readonly pointers: SettingsWritten | null;
}

/**
 * `Create Memory Files…`: the `.ai/` set, never over a file that is there, and pointers to it in
 * CLAUDE.md. Both are shown before anything is written, and taken back together.
 */
export async function createMemoryFiles(context: MemoryContext): Promise<void> {
  const { t } = vscode.l10n;
  const { review } = context;
  const project = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri
    .fsPath;
  if (project === undefined) {
    void showInformation(t('Open a folder on this machine first.'));
    return;
  }
  const chosen = await chooseFiles(project);
  if (chosen === undefined) return;
  const { create, pointTo } = chosen;
  const claudeFile = join(project, CLAUDE_FILE);
  const planned = await review.plan(claudeFile, { kind: 'memoryPointers', names: pointTo });
  if (planned === null) return;
  const isPointing = planned.change.before === planned.change.after;
  if (isPointing && create.length === 0) {
    review.tellNothingToDo(claudeFile);
    return;
  }
  if (!isPointing && !(await review.agrees(planned, questionWords(create.length, t)))) return;
  const files = await makeFiles(context, project, create);
  if (files === null) return;
  const pointers = isPointing ? null : await review.write(planned);
  const created = { project, files, pointers };
  if (isPointing || pointers !== null) await offerUndo(context, created);
  else await uncreate(context, created);
}

/** @returns undefined when it was cancelled, or nothing is left to be pointed to. */
async function chooseFiles(
  project: string,
): Promise<
  { readonly create: readonly string[]; readonly pointTo: readonly string[] } | undefined
> {
  const { t } = vscode.l10n;
  const rows = await Promise.all(
    MEMORY_FILES.map(async (file) => ({
      label: `.ai/${file.name}`,
      detail: file.purpose,
      file,
      isThere: await exists(join(project, '.ai', file.name)),
    })),
  );
  const missing = rows.filter(({ isThere }) => !isThere).map((row) => ({ ...row, picked: true }));
  const chosen =
    missing.length === 0
      ? []
      : await pickMany(missing, {
          title: t('Create Which Memory Files?'),
          placeHolder: t(
            'CLAUDE.md gets a line for each, which you see before anything is written',
          ),
        });
  if (chosen === undefined) return undefined;
  const names = (files: readonly { readonly file: MemoryFile }[]): string[] =>
    files.map(({ file }) => file.name);
  const pointTo = names([...rows.filter(({ isThere }) => isThere), ...chosen]);
  return pointTo.length === 0 ? undefined : { create: names(chosen), pointTo };
}

/** @returns `null` where they could not be made, which is said. */
async function makeFiles(
  { worker, review }: MemoryContext,
  project: string,
  names: readonly string[],
): Promise<MadeMemoryFiles | null> {
  const made = await worker.run('makeMemoryFiles', { project, names });
  if (made === 'restricted') return null;
  if (made !== null && !('problem' in made)) return made;
  review.tellProblem(made?.problem ?? null, made?.file ?? '');
  return null;
}

async function offerUndo(context: MemoryContext, created: Created): Promise<void> {
  const { t } = vscode.l10n;
  const undo = t('Undo');
  const { files, pointers } = created;
  const answer = await showInformation(createdWords(files.made, pointers !== null, t), undo);
  if (answer === undo) await uncreate(context, created);
}

async function uncreate({ worker, review }: MemoryContext, created: Created): Promise<void> {
  const { t } = vscode.l10n;
  const { project, files, pointers } = created;
  const isTakenBack = pointers === null || (await review.takeBack(pointers));
  const unmade = await worker.run('unmakeMemoryFiles', { project, made: files });
  if (unmade === 'restricted') return;
  if (unmade === null) review.tellProblem(null, '');
  else if (isTakenBack || unmade.kept.length > 0)
    void showInformation(uncreatedWords(unmade.kept, isTakenBack, t));
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
