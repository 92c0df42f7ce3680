import * as vscode from 'vscode';
import type { LackingParameters } from '../api/readParameters';
import { parseExact } from '../core/json/exactJson';
import { parameterProblem, typedJson, typedText } from '../core/parameters/parameterValue';
import { queryParameters, type ParameterShape, type QueryParameter } from '../core/parameters/queryParameters';
import { isSecretName } from '../core/secrets/isSecretName';
import { plainItems } from './labels';
import { plainText } from './plainText';
import { meaningWords } from './words/parameterWords';
import { problemMessage } from './words/problemWords';

type Query = Readonly<Record<string, unknown>>;

/**
 * Asks for the query parameters that reading the users of an account takes, one after the other; of several that do, for
 * the one that a person picks.
 * @param before the values that they had
 * @returns undefined when dismissed
 */
export async function askReadParameters(
  { names: lacking, isOneOf }: LackingParameters,
  before: Query,
): Promise<Query | undefined> {
  const names = isOneOf && lacking.length > 1 ? await askWhich(lacking) : lacking;
  if (!names) return undefined;
  const answers: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const json = await askJson(name, before[name], { step: index + 1, totalSteps: names.length });
    if (json === undefined) return undefined;
    answers[name] = parseExact(json);
  }
  return answers;
}

async function askWhich(names: readonly string[]): Promise<readonly string[] | undefined> {
  const { t } = vscode.l10n;
  const items = names.map((name) => {
    const parameter = knownParameter(name);
    return { label: name, detail: parameter ? meaningWords(parameter) : '' };
  });
  const picked = await vscode.window.showQuickPick(plainItems(items), {
    title: t('Select a Query Parameter'),
    placeHolder: t('Reading the users of this account requires one of these.'),
    ignoreFocusOut: true,
  });
  return picked && [picked.label];
}

const knownParameter = (name: string): QueryParameter | undefined =>
  queryParameters({ query: {}, settings: {}, rules: undefined, supported: [] }).find((one) => one.name === name);

async function askJson(
  name: string,
  before: unknown,
  { step, totalSteps }: { readonly step: number; readonly totalSteps: number },
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const parameter = knownParameter(name);
  const shape: ParameterShape = parameter?.shape ?? { kind: 'text' };
  const wish = t('Reading the users of this account requires “{0}”.', name);
  const typed = await vscode.window.showInputBox({
    title: plainText(totalSteps > 1 ? `${name} (${step}/${totalSteps})` : name),
    prompt: plainText([wish, parameter && meaningWords(parameter)].filter(Boolean).join(' ')),
    value: typedText(shape, before),
    password: isSecretName(name),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const json = typedJson(shape, value);
      if (json === undefined) return t('Enter a value, or press Esc to cancel.');
      const problem = parameterProblem(name, json, undefined);
      return problem && plainText(problemMessage(problem));
    },
  });
  return typed === undefined ? undefined : typedJson(shape, typed);
}
