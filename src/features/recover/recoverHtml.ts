import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The empty page. All that it shows comes as messages; nothing of a transcript or a settings file is ever part of its markup. */
export function recoverHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(24).toString('base64url');
  const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; base-uri 'none'; form-action 'none'">
<title>${vscode.l10n.t('Recover')}</title>
<link rel="stylesheet" href="${file('recover.css')}">
</head>
<body>
<main id="page"></main>
<div id="live" class="hidden" role="status" aria-live="polite"></div>
<script nonce="${nonce}" src="${file('recover.js')}"></script>
</body>
</html>`;
}
