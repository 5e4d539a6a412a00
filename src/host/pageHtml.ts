import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export interface PageFrame {
  /** Of its script and its style in `dist/`. */
  readonly name: 'inspector' | 'recover' | 'prune' | 'companion' | 'loss';
  readonly title: string;
  /** Where pictures may come from; nowhere by default. */
  readonly imageSources?: string;
}

/**
 * An empty page. All that it shows comes as messages: nothing of a transcript or a settings file is
 * ever part of its markup.
 */
function pageHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { name, title, imageSources = "'none'" }: PageFrame,
): string {
  const { bundle } = vscode.l10n;
  const nonce = randomBytes(24).toString('base64url');
  const file = (ending: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', `${name}.${ending}`)).toString();
  const language = bundle === undefined ? 'en' : vscode.env.language;
  const texts = escaped(JSON.stringify(bundle ?? {}));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${imageSources}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}" data-texts="${texts}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${file('css')}">
</head>
<body>
<main id="page"></main>
<div id="live" class="hidden" role="status" aria-live="polite"></div>
<script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}

/** Makes a panel the page of this name, still empty: its icon, what it may do, its markup. */
export function putPage(
  panel: vscode.WebviewPanel,
  extensionUri: vscode.Uri,
  frame: PageFrame,
): void {
  panel.webview.options = {
    enableScripts: true,
    enableForms: false,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')],
  };
  panel.iconPath = pageIcon(extensionUri);
  panel.webview.html = pageHtml(panel.webview, extensionUri, frame);
}

/** Of the tabs of the pages, so that they are told apart from files. */
function pageIcon(extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const icon = (theme: string): vscode.Uri =>
    vscode.Uri.joinPath(extensionUri, 'media', 'icons', `page-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
