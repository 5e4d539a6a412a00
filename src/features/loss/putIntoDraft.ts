import * as vscode from 'vscode';
import type { ClaudeProcess } from '../../host/claudeProcess';
import { actInWindow, isWindowTrusted } from '../../host/windowActs';
import { draftWay } from './draftPolicy';

/**
 * Puts a text into the input box of a session, and sends nothing. Where its box cannot be reached,
 * or something else may be asked there, it goes to the clipboard.
 *
 * @returns where it is now, as a sentence.
 */
export async function putIntoDraft(
  claude: ClaudeProcess,
  sessionId: string | null,
  text: string,
): Promise<string> {
  const { t } = vscode.l10n;
  const holder = sessionId === null ? null : await claude.holderOf(sessionId);
  const terminal = holder?.terminal ?? null;
  const way = isWindowTrusted() ? draftWay(holder) : 'copy';
  if (terminal !== null && way !== 'copy') {
    const typed = way === 'paste' ? text : text.replace(/\n+/g, ' ');
    await actInWindow('typeDraft', { terminal, text: typed });
    return t('The draft waits in the input box. Nothing was sent.');
  }
  await actInWindow('copyText', { text });
  return t('Copied: paste it into the input box of the session.');
}
