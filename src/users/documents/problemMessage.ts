import * as vscode from 'vscode';
import type { Problem } from '../../core/problem';

/** Says a problem in plain words: what is wrong and, where one is close, what was probably meant. */
export function problemMessage(problem: Problem): string {
  const { t } = vscode.l10n;
  const { path, params } = problem;
  const name = placeName(path);
  switch (problem.code) {
    case 'syntaxError':
      return t('This is not JSON yet: {0}.', syntaxWords(String(params.reason)));
    case 'notAUser':
      return params.got === 'nothing'
        ? t('The file is empty. A user is a JSON object such as { "name": "Ada Lovelace" }.')
        : t('A user is a JSON object, or an array of them; this is {0}.', typeWords(params.got));
    case 'wrongType':
      return t('{0} must be {1}; this is {2}.', name, listOf(params.expected).map(typeWords).join(t(' or ')), typeWords(params.got));
    case 'notAllowedValue':
      return t('{0} must be one of {1}; got {2}.', name, listOf(params.allowed).join(', '), JSON.stringify(params.got)) + didYouMean(params.suggestion);
    case 'wrongFormat':
      return params.format === 'uuid'
        ? t('{0} must be a UUID such as 62f44730-dd91-461e-bd6a-aedd9e0ad79d; got {1}.', name, JSON.stringify(params.got))
        : t('{0} must be a date and time such as 2024-05-17T09:30:00Z; got {1}.', name, JSON.stringify(params.got));
    case 'missingField':
      return t('{0} is missing.', quoted(params.field));
    case 'unknownField':
      return params.readOnly === true
        ? t('{0} is answered by Truto but cannot be updated.', quoted(params.field))
        : t('{0} is not a field that Update Users names; it is sent as it stands.', quoted(params.field)) + didYouMean(params.suggestion);
    case 'duplicateKey':
      return t('{0} stands twice in this object; only one can be sent. Remove one.', quoted(params.field));
    case 'unsafeNumber':
      return t('{0} would arrive as {1} in most programs. Write it as a string.', String(params.got), String(params.becomes));
    case 'forbiddenKey':
      return t('{0} cannot be sent: JavaScript programs lose or misread this name.', quoted(params.field));
    case 'tooDeep':
      return t('Nested deeper than {0} levels: no user is, and such a body is not sent.', String(params.limit));
    case 'loneSurrogate':
      return t('Half a character ({0}) that cannot be sent as text. Write the whole character.', String(params.got));
  }
}

/** `emails[0].is_primary` for people. */
function placeName(path: Problem['path']): string {
  if (path.length === 0) return vscode.l10n.t('the user');
  const text = path.reduce<string>((before, step) => (typeof step === 'number' ? `${before}[${step}]` : before === '' ? step : `${before}.${step}`), '');
  return `“${text}”`;
}

const quoted = (value: unknown): string => `“${String(value)}”`;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function didYouMean(suggestion: unknown): string {
  return typeof suggestion === 'string' ? ` ${vscode.l10n.t('Did you mean “{0}”?', suggestion)}` : '';
}

function typeWords(type: unknown): string {
  const { t } = vscode.l10n;
  switch (type) {
    case 'string':
      return t('text in quotes');
    case 'number':
    case 'integer':
      return t('a number');
    case 'boolean':
      return t('true or false');
    case 'array':
      return t('a list [ ]');
    case 'object':
      return t('an object { }');
    case 'null':
      return 'null';
    default:
      return String(type);
  }
}

/** `PropertyNameExpected` → `property name expected`: the parser's codes are words run together. */
const syntaxWords = (code: string): string => code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
