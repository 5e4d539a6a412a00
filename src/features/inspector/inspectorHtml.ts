import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The empty page. All that it shows comes as messages; nothing of a transcript is ever part of its markup. */
export function inspectorHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const { bundle } = vscode.l10n;
  const nonce = randomBytes(24).toString('base64url');
  const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  return `<!DOCTYPE html>
<html lang="${bundle === undefined ? 'en' : vscode.env.language}" data-texts="${inAttribute(JSON.stringify(bundle ?? {}))}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; img-src data: blob:; base-uri 'none'; form-action 'none'">
<title>${vscode.l10n.t('Context')}</title>
<link rel="stylesheet" href="${file('inspector.css')}">
</head>
<body>
<main id="page"></main>
<div id="live" class="hidden" role="status" aria-live="polite"></div>
<script nonce="${nonce}" src="${file('inspector.js')}"></script>
</body>
</html>`;
}

function inAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
