import * as vscode from 'vscode';
import { isVersionAtLeast } from '../../domain/accounting/claudeVersion';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { compactPrompt } from '../../io/claudeProgram/claudeCommandLine';
import { SELF_COMPACTING_SINCE } from '../../domain/recovery/advice';
import type { ClaudeProcess } from '../../host/claudeProcess';
import { actInWindow } from '../../host/windowActs';
import { showInformation } from '../../host/messages';
import { openSessionMessage } from './compactText';

type Holder = NonNullable<Awaited<ReturnType<ClaudeProcess['holderOf']>>>;

/**
 * A session that a process holds is never compacted from outside. Types the command into its
 * terminal, if that is one of this window and the person says so; else says what to type.
 *
 * @returns whether something was typed, so that evidence may follow.
 */
export async function compactOpenSession(
  { title, blocked }: Snapshot,
  { open, terminal }: Holder,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const compactsItself =
    blocked?.case === 'grown' && isVersionAtLeast(open.version, SELF_COMPACTING_SINCE);
  const type = t('Type /compact in Its Terminal');
  const show = t('Show Its Terminal');
  const copy = t('Copy /compact');
  const answer = await showInformation(
    openSessionMessage(title, open.entrypoint, compactsItself, t),
    ...(terminal === null ? [copy] : [type, show]),
  );
  if (answer === copy) await actInWindow('copyText', { text: compactPrompt('') });
  if (answer === show) terminal?.show();
  if (answer !== type || terminal === null) return false;
  return (await actInWindow('typeText', { terminal, text: compactPrompt('') })) === 'done';
}
