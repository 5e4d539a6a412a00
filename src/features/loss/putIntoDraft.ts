import * as vscode from 'vscode';
import type { ClaudeProcess } from '../../host/claudeProcess';
import { actInWindow } from '../../host/windowActs';

/**
 * Puts a text into the input box of a session, and sends nothing. Where its box cannot be reached,
 * or something else may be asked there, it goes to the clipboard.
 *
 * @returns where it is now, as a sentence; `null` where nothing was done, which has been said.
 */
export async function putIntoDraft(
  claude: ClaudeProcess,
  sessionId: string | null,
  text: string,
): Promise<string | null> {
  const { t } = vscode.l10n;
  const holder = sessionId === null ? null : await claude.holderOf(sessionId);
  const terminal = holder?.terminal ?? null;
  // A question in its place would take the text for an answer.
  const takesWords = holder?.open.status === 'idle' || holder?.open.status === 'busy';
  if (terminal !== null && takesWords) {
    const answer = await actInWindow('typeDraft', { terminal, text });
    return answer === 'done' ? t('The draft waits in the input box. Nothing was sent.') : null;
  }
  await actInWindow('copyText', { text });
  return t('Copied: paste it into the input box of the session.');
}
