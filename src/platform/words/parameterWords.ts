import * as vscode from 'vscode';
import { shownMember } from '../../core/secrets/shown';
import type { ParameterNeed, ParameterShape, QueryParameter } from '../../core/parameters/queryParameters';
import { cut } from './plainWords';
import { typeWords, wantedWords } from './typeWords';

/** What kind of value a parameter takes. */
export function shapeWords(shape: ParameterShape): string {
  const { t } = vscode.l10n;
  switch (shape.kind) {
    case 'choice':
      return t('one of {0}', shape.choices.join(', '));
    case 'boolean':
      return wantedWords('boolean');
    case 'number':
      return typeWords('number');
    case 'texts':
      return t('a list of names');
    case 'json':
      return shape.type === 'array' ? t('a JSON array') : shape.type === 'object' ? t('a JSON object') : t('JSON');
    case 'text':
      return typeWords('string');
  }
}

/** What a parameter means, as plain text: quick picks know no Markdown. */
export const meaningWords = ({ meaning }: QueryParameter): string => withoutMarks(meaning);

/** Which integrations a parameter is for, as plain text. */
export const noteWords = ({ note }: QueryParameter): string => withoutMarks(note);

const withoutMarks = (markdown: string | undefined): string => (markdown ?? '').replaceAll('`', '');

/** The value that a parameter has now, and where it comes from. */
export function currentWords({ name, value, origin }: QueryParameter): string {
  const { t } = vscode.l10n;
  if (origin === 'none') return t('not set');
  const json = short(shownMember(name, JSON.stringify(value)).text);
  switch (origin) {
    case 'file':
      return t('{0} · from the file', json);
    case 'setting':
      return t('{0} · from the settings', json);
    case 'default':
      return t('{0} · default', json);
  }
}

/** Who wants a parameter; `integration` is that of the account. Undefined where that goes without saying. */
export function needWords(need: ParameterNeed, integration: string): string | undefined {
  const { t } = vscode.l10n;
  switch (need) {
    case 'required':
      return t('required by {0}', integration);
    case 'oneOf':
      return t('{0} requires one of these', integration);
    case 'supported':
      return t('supported by {0}', integration);
    default:
      return undefined;
  }
}

/** The heading over the parameters of one need. */
export function needHeading(need: ParameterNeed, integration: string | undefined): string {
  const { t } = vscode.l10n;
  switch (need) {
    case 'required':
    case 'oneOf':
      return t('required by {0}', integration ?? '');
    case 'supported':
      return t('supported by {0}', integration ?? '');
    case 'all':
      return t('for every integration');
    case 'others':
      return integration === undefined ? t('for some integrations') : t('for other integrations');
    case 'nobody':
      return t('only in this file');
  }
}

/** The parameters that a read took although the file does not give them. '' where there are none. */
export function keptParameterWords(
  read: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): string {
  return Object.entries(read)
    .filter(([name]) => !Object.hasOwn(given, name))
    .map(([name, value]) => `${name}: ${short(shownMember(name, JSON.stringify(value)).text)}`)
    .join(', ');
}

const maxValueLength = 60;

const short = (json: string): string => cut(json, maxValueLength);
