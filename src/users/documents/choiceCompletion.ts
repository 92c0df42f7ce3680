import * as vscode from 'vscode';
import type { Choice, ChoiceLists } from '../../api/choiceList';
import { choiceWriter, type WrittenChoice } from '../../core/edit/choiceWriter';
import { choiceResourceAt } from '../../core/form/choices';
import { valueAt } from '../../core/hints/hintsAt';
import type { TextRange } from '../../core/json/textEdit';
import { plainText } from '../../platform/plainText';
import { rangeIn } from '../../platform/textRange';
import { textStyle } from '../../platform/textStyle';
import type { UserDocument } from './userDocument';

/** In ms: what comes later is there the next time. */
const patience = 1000;

/**
 * Offers the roles, groups and the like of the account where an item names one by `id` or `name`; in large texts none. Never
 * throws.
 */
export async function choiceCompletions(
  user: UserDocument,
  position: vscode.Position,
  lists: ChoiceLists,
): Promise<vscode.CompletionItem[]> {
  const { document } = user;
  if (user.text.isLarge || !vscode.workspace.isTrusted) return [];
  const { text } = user.text;
  const place = valueAt(text, document.offsetAt(position));
  const resource = place && choiceResourceAt(place.path.slice(0, -1));
  const key = place?.path.at(-1);
  const { environment, accountId } = user.target();
  const { shownFile } = user.text;
  if (!resource || (key !== 'id' && key !== 'name') || !environment || accountId === undefined || !shownFile) return [];
  const query = user.readQuery(environment, accountId, shownFile);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Choice[]>((resolve) => (timer = setTimeout(() => resolve([]), patience)));
  const rows = await Promise.race([lists.of({ environment, accountId, query }, resource), late]);
  clearTimeout(timer);
  // Of the text that the place is in: what was typed meanwhile is completed anew.
  if (rows.length === 0 || document.getText() !== text) return [];
  const write = choiceWriter(text, place.range, textStyle(document));
  return rows
    .filter((choice) => choice[key] !== undefined)
    .map((choice) => toItem(document, place.range, choice, write(key, choice)));
}

function toItem(
  document: vscode.TextDocument,
  range: TextRange,
  { id, name }: Choice,
  { text, others }: WrittenChoice,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(
    { label: plainText(name ?? id), description: plainText(name === undefined ? '' : id) },
    vscode.CompletionItemKind.Value,
  );
  item.range = rangeIn(document, range);
  item.insertText = text;
  item.keepWhitespace = true;
  item.additionalTextEdits = others.map((edit) => new vscode.TextEdit(rangeIn(document, edit), edit.text));
  // Found by name and by ID, behind the quote that is there already.
  item.filterText = `${text} ${name ?? ''} ${id}`;
  return item;
}
