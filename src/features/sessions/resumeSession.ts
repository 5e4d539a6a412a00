import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { sessionIdOfFile } from '../../domain/transcript/asSessionId';
import { resumeArguments } from '../../io/claudeProgram/claudeCommandLine';
import { OFFICIAL_EXTENSION } from '../../host/claudeProcess';
import { pickOne, showInformation, showWarning } from '../../host/messages';
import { actInWindow } from '../../host/windowActs';
import { quotedTitle } from '../../wording/titleWords';
import { resumeChoices, type ResumeWay } from './resumeChoices';
import type { SessionActTools } from './sessionActs';

const COMMANDS: Record<Exclude<ResumeWay, 'asItIs'>, string> = {
  prune: 'leeway.pruneToFit',
  compact: 'leeway.compact',
  handOver: 'leeway.startFresh',
};

/**
 * `Resume…`: says first what the session holds and what its first prompt writes, and offers to make
 * it smaller. After a prune or a compaction it asks again, with what came of it.
 *
 * @param path of the session's file.
 */
export async function resumeSession(tools: SessionActTools, path: unknown): Promise<void> {
  const { t } = vscode.l10n;
  for (;;) {
    const session = await tools.followed.find(path);
    if (session === null) {
      void showInformation(t('There is no session to resume.'));
      return;
    }
    const { snapshot } = session;
    const picked = await pickOne(resumeChoices(snapshot, Date.now(), t), {
      title: t('Resume {0}', quotedTitle(snapshot.title, t)),
      matchOnDetail: true,
    });
    if (picked === undefined) return;
    if (picked.way === 'asItIs') return start(tools, snapshot);
    await vscode.commands.executeCommand(COMMANDS[picked.way], snapshot.path);
    if (picked.way === 'handOver') return;
  }
}

async function start({ claude }: SessionActTools, snapshot: Snapshot): Promise<void> {
  const { t } = vscode.l10n;
  const sessionId = sessionIdOfFile(snapshot.path);
  if (sessionId === null) return;
  const args = resumeArguments({ sessionId, model: null });
  if ((await claude.openTerminal(null, args, snapshot.cwd)) !== 'noProgram') return;
  if (vscode.extensions.getExtension(OFFICIAL_EXTENSION) !== undefined)
    return claude.openPanel('session', sessionId);
  const copy = t('Copy Command');
  const command = `claude ${args.join(' ')}`;
  const answer = await showWarning(
    t('No claude was found that could be started. Resume it with: {0}', command),
    copy,
  );
  if (answer === copy) await actInWindow('copyText', { text: command });
}
