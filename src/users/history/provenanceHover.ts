import * as vscode from 'vscode';
import { fieldAt } from '../../core/hints/hintsAt';
import { appendPlain } from '../../platform/labels';
import type { UserServices } from '../userServices';
import { provenanceOf } from './provenance';

/** Tells of a field of a user file who last set it from here, when, from what to what. */
export async function provenanceHover(
  document: vscode.TextDocument,
  position: vscode.Position,
  services: UserServices,
): Promise<vscode.Hover | undefined> {
  const user = services.documents.of(document);
  const field = user && fieldAt(user.text.text, document.offsetAt(position));
  const lines = user && field !== undefined ? await provenanceOf(user, field, services) : [];
  if (lines.length === 0) return undefined;
  const text = new vscode.MarkdownString();
  for (const line of lines) appendPlain(text, line).appendMarkdown('  \n');
  return new vscode.Hover(text);
}
