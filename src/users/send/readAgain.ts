import * as vscode from 'vscode';
import { SendRefused } from './sendRefused';

/** In ms: so long VS Code may take to see that a file has changed, and to read it. */
const watchingPatience = 500;
const readingPatience = 3_000;

/**
 * Resolves when an unchanged document is what its file says. Of files that no editor shows VS Code need not follow the changes:
 * an editor reads them again. Throws SendRefused where it does not.
 */
export async function readAgain(document: vscode.TextDocument): Promise<void> {
  if (await isCurrent(document)) return;
  await changed(document, watchingPatience);
  if (await isCurrent(document)) return;
  const reading = changed(document, readingPatience);
  await vscode.window.showTextDocument(document, { preserveFocus: true, preview: false });
  await reading;
  if (!(await isCurrent(document)))
    throw new SendRefused(
      vscode.l10n.t('Not sent: the file has changed, and its editor does not show that. Reopen it.'),
    );
}

/** What was edited since, and what cannot be read, counts as it is. */
async function isCurrent(document: vscode.TextDocument): Promise<boolean> {
  const { uri, isDirty } = document;
  if (isDirty || uri.scheme !== 'file') return true;
  try {
    const text = await vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { uri });
    return document.isDirty || inOneSpelling(text) === inOneSpelling(document.getText());
  } catch {
    return true;
  }
}

const inOneSpelling = (text: string): string => text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');

function changed(document: vscode.TextDocument, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) end();
    });
  });
}
