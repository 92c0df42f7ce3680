import * as vscode from 'vscode';
import type { QueryParameter } from '../../core/parameters/queryParameters';
import { plainItems } from '../../platform/labels';
import {
  currentWords,
  meaningWords,
  needHeading,
  needWords,
  noteWords,
  shapeWords,
} from '../../platform/words/parameterWords';

interface ParameterItem extends vscode.QuickPickItem {
  readonly parameter?: QueryParameter;
}

/**
 * Lets a person pick one of the parameters, each with its value. `integration` is that of the account where known;
 * `latest` the parameter that was just set. Undefined when dismissed.
 */
export async function pickParameter(
  parameters: readonly QueryParameter[],
  integration: string | undefined,
  latest: string | undefined,
): Promise<QueryParameter | undefined> {
  const picker = vscode.window.createQuickPick<ParameterItem>();
  picker.title = vscode.l10n.t('Set Query Parameters');
  picker.step = 1;
  picker.totalSteps = 2;
  picker.placeholder = vscode.l10n.t('Select a query parameter (Esc to finish)');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = plainItems(withHeadings(parameters, integration));
  const before = picker.items.find(({ parameter }) => parameter !== undefined && parameter.name === latest);
  if (before) picker.activeItems = [before];
  try {
    return await new Promise((resolve) => {
      picker.onDidAccept(() => resolve(picker.selectedItems[0]?.parameter));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}

function withHeadings(parameters: readonly QueryParameter[], integration: string | undefined): ParameterItem[] {
  const items: ParameterItem[] = [];
  let heading: string | undefined;
  for (const parameter of parameters) {
    const next = needHeading(parameter.need, integration);
    if (next !== heading) items.push({ label: next, kind: vscode.QuickPickItemKind.Separator });
    heading = next;
    items.push(parameterItem(parameter, integration));
  }
  return items;
}

function parameterItem(parameter: QueryParameter, integration: string | undefined): ParameterItem {
  const need = integration === undefined ? undefined : needWords(parameter.need, integration);
  const shape = shapeWords(parameter.shape);
  const meaning = meaningWords(parameter);
  const note = noteWords(parameter);
  // A line shows its beginning: whom a parameter is for matters most where this account is not known to want it.
  const detail = need === undefined ? [note, meaning, shape] : [need, shape, meaning, note];
  return {
    label: parameter.name,
    description: currentWords(parameter),
    detail: detail.filter(Boolean).join(' · '),
    parameter,
  };
}
