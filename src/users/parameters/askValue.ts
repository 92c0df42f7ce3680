import * as vscode from 'vscode';
import { isSecretName } from '../../core/secrets/isSecretName';
import type { AccountRules } from '../../core/rules/accountRules';
import { parameterProblem, typedJson, typedText } from '../../core/parameters/parameterValue';
import type { QueryParameter } from '../../core/parameters/queryParameters';
import type { PlainValue } from '../../core/rules/describedSchema';
import { plainItems } from '../../platform/labels';
import { plainText } from '../../platform/plainText';
import { problemMessage } from '../../platform/words/problemWords';
import { currentWords, meaningWords, noteWords, shapeWords } from '../../platform/words/parameterWords';

/** `json` is what to write. `back` leads to the list of parameters again. */
export type ValueAnswer = { readonly kind: 'set'; readonly json: string } | { readonly kind: 'remove' | 'back' };

/** Asks for the value of a parameter in the way that its type calls for. Undefined when dismissed. */
export async function askValue(
  parameter: QueryParameter,
  rules: AccountRules | undefined,
): Promise<ValueAnswer | undefined> {
  const { shape } = parameter;
  if (shape.kind === 'choice') return askChoice(parameter, shape.choices);
  if (shape.kind === 'boolean') return askChoice(parameter, [true, false]);
  if (shape.kind === 'texts' && shape.known.length > 0) {
    const answer = await askNames(parameter, shape.known);
    if (answer !== 'type') return answer;
  }
  return askText(parameter, rules);
}

type ChoiceItem = vscode.QuickPickItem & { readonly answer: ValueAnswer };

/** A list of the values to choose from. */
async function askChoice(parameter: QueryParameter, choices: readonly PlainValue[]): Promise<ValueAnswer | undefined> {
  const picker = prepared(vscode.window.createQuickPick<ChoiceItem>(), parameter);
  picker.placeholder = plainText(meaningWords(parameter));
  picker.items = plainItems([...choices.map((choice) => choiceItem(choice, parameter)), ...removalItems(parameter)]);
  const current = picker.items[choices.findIndex((choice) => choice === parameter.value)];
  if (current) picker.activeItems = [current];
  return asked(picker, (resolve) => {
    picker.onDidTriggerButton(() => resolve({ kind: 'back' }));
    picker.onDidAccept(() => resolve(picker.selectedItems[0]?.answer));
  });
}

function choiceItem(choice: PlainValue, parameter: QueryParameter): ChoiceItem {
  const { [String(choice)]: meaning } = parameter.meanings;
  return {
    label: String(choice),
    description: choice === parameter.value ? currentWords(parameter) : '',
    ...(meaning !== undefined && { detail: meaning }),
    answer: { kind: 'set', json: JSON.stringify(choice) },
  };
}

function removalItems({ origin }: QueryParameter): ChoiceItem[] {
  if (origin !== 'file') return [];
  const answer: ValueAnswer = { kind: 'remove' };
  return [
    { label: '', kind: vscode.QuickPickItemKind.Separator, answer },
    {
      label: vscode.l10n.t('Remove'),
      description: vscode.l10n.t('remove it from the file'),
      iconPath: new vscode.ThemeIcon('trash'),
      answer,
    },
  ];
}

type NameItem = vscode.QuickPickItem & { readonly name: string };

/** A list to tick names in; `type` when the person would rather type them. None ticked means none excluded. */
async function askNames(
  parameter: QueryParameter,
  known: readonly string[],
): Promise<ValueAnswer | 'type' | undefined> {
  const { t } = vscode.l10n;
  const picker = prepared(vscode.window.createQuickPick<NameItem>(), parameter);
  const typeNames: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('edit'), tooltip: t('Type Names') };
  const remove = removalButton();
  const current = Array.isArray(parameter.value) ? parameter.value.map(String) : [];
  picker.buttons = [...picker.buttons, typeNames, ...(parameter.origin === 'file' ? [remove] : [])];
  picker.placeholder = plainText(meaningWords(parameter));
  picker.canSelectMany = true;
  picker.items = plainItems([...new Set([...current, ...known])].map((name) => ({ label: name, name })));
  picker.selectedItems = picker.items.filter(({ name }) => current.includes(name));
  return asked(picker, (resolve) => {
    picker.onDidTriggerButton((button) =>
      resolve(button === typeNames ? 'type' : { kind: button === remove ? 'remove' : 'back' }),
    );
    picker.onDidAccept(() =>
      resolve(
        namesAnswer(
          picker.selectedItems.map(({ name }) => name),
          parameter,
        ),
      ),
    );
  });
}

function namesAnswer(names: readonly string[], { origin }: QueryParameter): ValueAnswer {
  if (names.length > 0) return { kind: 'set', json: JSON.stringify(names) };
  // An empty list in the file is what stands against the names of a setting.
  return origin === 'file' ? { kind: 'remove' } : origin === 'setting' ? { kind: 'set', json: '[]' } : { kind: 'back' };
}

/** An input box that checks what is typed as the file itself is checked. */
async function askText(parameter: QueryParameter, rules: AccountRules | undefined): Promise<ValueAnswer | undefined> {
  const { t } = vscode.l10n;
  const { name, shape, origin, value, example } = parameter;
  const box = prepared(vscode.window.createInputBox(), parameter);
  const remove = removalButton();
  const isInFile = origin === 'file';
  if (isInFile) box.buttons = [...box.buttons, remove];
  box.password = isSecretName(name);
  box.value = typedText(shape, value);
  box.placeholder = example === undefined ? shapeWords(shape) : JSON.stringify(example);
  box.prompt = plainText(promptWords(parameter));
  const complaint = (json: string) => {
    const problem = parameterProblem(name, json, rules);
    return problem && plainText(problemMessage(problem));
  };
  return asked(box, (resolve) => {
    box.onDidTriggerButton((button) => resolve({ kind: button === remove ? 'remove' : 'back' }));
    box.onDidChangeValue((typed) => {
      const json = typedJson(shape, typed);
      box.validationMessage = json === undefined ? undefined : complaint(json);
    });
    box.onDidAccept(() => {
      const json = typedJson(shape, box.value);
      box.validationMessage =
        json === undefined ? (isInFile ? undefined : t('Enter a value, or press Esc to cancel.')) : complaint(json);
      if (box.validationMessage === undefined) resolve(json === undefined ? { kind: 'remove' } : { kind: 'set', json });
    });
  });
}

function promptWords(parameter: QueryParameter): string {
  const { t } = vscode.l10n;
  const { shape, origin } = parameter;
  const sentences = [
    meaningWords(parameter),
    noteWords(parameter),
    shape.kind === 'texts'
      ? t('Names, separated by commas.')
      : shape.kind === 'json'
        ? t('Enter {0}.', shapeWords(shape))
        : '',
    origin === 'file' ? t('Leave empty to remove it from the file.') : '',
  ];
  return sentences.filter(Boolean).join(' ');
}

/** The title, the step and the way back, which all questions for a value have. */
function prepared<T extends vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox>(
  input: T,
  { name }: QueryParameter,
): T {
  input.title = plainText(vscode.l10n.t('Set Query Parameters: {0}', name));
  input.step = 2;
  input.totalSteps = 2;
  input.ignoreFocusOut = true;
  input.buttons = [vscode.QuickInputButtons.Back];
  return input;
}

const removalButton = (): vscode.QuickInputButton => ({
  iconPath: new vscode.ThemeIcon('trash'),
  tooltip: vscode.l10n.t('Remove from the File'),
});

/** Shows the question until it is answered or dismissed. */
async function asked<T>(
  input: vscode.QuickInput,
  listen: (resolve: (answer: T | undefined) => void) => void,
): Promise<T | undefined> {
  try {
    return await new Promise<T | undefined>((resolve) => {
      listen(resolve);
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
  } finally {
    input.dispose();
  }
}
