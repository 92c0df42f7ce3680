import * as vscode from 'vscode';
import { parameterProblem, typedJson, typedText } from '../../core/parameters/parameterValue';
import { queryParameters, type ParameterShape } from '../../core/parameters/queryParameters';
import { isSecretName } from '../../core/secrets/isSecretName';
import { plainText } from '../../platform/plainText';
import { meaningWords } from '../../platform/words/parameterWords';
import { problemMessage } from '../../platform/words/problemWords';

type Query = Readonly<Record<string, unknown>>;

/**
 * Asks for the query parameters that reading the users of an account takes, one after the other.
 * @param before the values that they had
 * @returns undefined when dismissed
 */
export async function askReadParameters(names: readonly string[], before: Query): Promise<Query | undefined> {
  const answers: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const json = await askJson(name, before[name], { step: index + 1, totalSteps: names.length });
    if (json === undefined) return undefined;
    answers[name] = JSON.parse(json);
  }
  return answers;
}

async function askJson(
  name: string,
  before: unknown,
  { step, totalSteps }: { readonly step: number; readonly totalSteps: number },
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const known = queryParameters({ query: {}, settings: {}, rules: undefined, supported: [] });
  const parameter = known.find((one) => one.name === name);
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
