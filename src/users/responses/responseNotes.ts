import * as vscode from 'vscode';
import { checkResponse, type ResponseNote } from '../../core/responses/checkResponse';
import { shownMember } from '../../core/secrets/shown';
import { userPath } from '../../core/responses/userPath';
import { plainText, shortJson } from '../../platform/plainText';
import { rangeIn } from '../../platform/textRange';
import { problemMessage } from '../../platform/words/problemWords';
import type { ResponseView } from './responseView';

/**
 * Marks in the document of a response what is not as documented and what was answered otherwise than it was sent. It is
 * information: nothing is wrong with a file, and nothing is to be done.
 */
export function noteResponse({ document, json, update }: ResponseView, notes: vscode.DiagnosticCollection): void {
  const path = userPath(update.query.truto_response_format);
  if (!document || json === undefined || path === undefined) return;
  const found = checkResponse(document.getText(), path, update.fields, json);
  notes.set(
    document.uri,
    found.map((note) => diagnostic(document, note)),
  );
}

function diagnostic(document: vscode.TextDocument, note: ResponseNote): vscode.Diagnostic {
  const range = rangeIn(document, note);
  const made = new vscode.Diagnostic(range, plainText(noteWords(note)), vscode.DiagnosticSeverity.Information);
  made.source = 'truto';
  made.code = note.kind;
  return made;
}

function noteWords(note: ResponseNote): string {
  const { t } = vscode.l10n;
  switch (note.kind) {
    case 'undocumented':
      return t('Different from what Truto documents: {0}', problemMessage(note.problem));
    case 'ownStatus':
      return t('{0} is a status of the provider that Truto does not map.', JSON.stringify(note.status));
    case 'differs':
      return t(
        'The returned value differs from the sent value: {0}',
        shortJson(shownMember(note.sent.name, note.sent.json).text, maxValueLength),
      );
  }
}

const maxValueLength = 160;
