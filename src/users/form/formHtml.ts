import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the built form stands below the extension; nothing else can be loaded into its webview. */
export function formRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The page of the form editor: empty but for its script and style, which alone may run. */
export function formHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(24).toString('base64url');
  const file = (name: string) =>
    escapeAttribute(webview.asWebviewUri(vscode.Uri.joinPath(formRoot(extensionUri), name)).toString());
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(vscode.env.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" nonce="${nonce}" href="${file('form.css')}">
<title>${escapeAttribute(vscode.l10n.t('User'))}</title>
</head>
<body data-loading="${escapeAttribute(vscode.l10n.t('Loading the user...'))}">
<script type="module" nonce="${nonce}" src="${file('form.js')}"></script>
</body>
</html>`;
}

const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
