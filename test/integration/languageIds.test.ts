import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until as waitFor } from '../host/until';
import { activateExtension, diagnosticsOf, openFile } from './extensionUnderTest';

const text = '{\n  "title": 5,\n  "status": ""\n}\n';

describe('a user file, whatever VS Code takes its language for', () => {
  before(activateExtension);

  for (const language of ['json', 'jsonc', 'jsonl', 'javascript', 'plaintext'])
    it(`is checked, mended and completed as ${language}`, async () => {
      const opened = await openFile(`${language}.truto-user.json`, text);
      const document = await vscode.languages.setTextDocumentLanguage(opened, language);
      assert.equal(document.languageId, language);
      const [problem] = await waitFor('its problems', () => {
        const found = diagnosticsOf(document);
        return found.length === 2 && found.toSorted((one, other) => one.range.start.compareTo(other.range.start));
      });
      assert.equal(problem?.code, 'wrongType');
      const fixes = await waitFor('its fixes', async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          problem.range,
          vscode.CodeActionKind.QuickFix.value,
        );
        return found.length > 0 && found;
      });
      assert.equal(fixes[0]?.title, 'Change to "5"');
      const inStatus = document.positionAt(document.getText().indexOf('""') + 1);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        inStatus,
      );
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('"active"') || labels.includes('active'), labels.join());
    });
});
