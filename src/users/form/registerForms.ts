import * as vscode from 'vscode';
import { formViewTypes } from './formViewType';
import type { UserEditor } from './userEditor';

/** Without its context kept, a form hidden within a moment of typing would go before it could say what was typed. */
const editorOptions = {
  supportsMultipleEditorsPerDocument: true,
  webviewOptions: { retainContextWhenHidden: true, enableFindWidget: true },
};

/** Registers the form editor; it is loaded with the first form. */
export function registerForms(load: () => Promise<UserEditor>): vscode.Disposable {
  const provider: vscode.CustomTextEditorProvider = {
    resolveCustomTextEditor: async (document, panel) => (await load()).resolve(document, panel),
  };
  return vscode.Disposable.from(
    ...formViewTypes.map((type) => vscode.window.registerCustomEditorProvider(type, provider, editorOptions)),
  );
}
