import * as vscode from 'vscode';
import type { Problem } from '../../core/check/problem';

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
      return mustBe(name, params);
    case 'notAllowedValue':
      return notAllowed(name, listOf(params.allowed), params.got, params.integration) + didYouMean(params.suggestion);
    case 'wrongFormat':
      return params.format === 'uuid'
        ? t('{0} must be a UUID such as 62f44730-dd91-461e-bd6a-aedd9e0ad79d; got {1}.', name, shortJson(params.got))
        : t('{0} must be a date and time such as 2024-05-17T09:30:00Z; got {1}.', name, shortJson(params.got));
    case 'missingField':
      return params.fromServer === true ? t('{0} (The server said so.)', missingField(problem)) : missingField(problem);
    case 'refusedByServer':
      return refusedByServer(problem);
    case 'unknownField':
      return unknownField(problem) + didYouMean(params.suggestion);
    case 'duplicateKey':
      return t('{0} stands twice in this object; only one can be sent. Remove one.', quoted(params.field));
    case 'unsafeNumber':
      return t(
        '{0} would arrive as {1} in most programs. Write it as a string.',
        String(params.got),
        String(params.becomes),
      );
    case 'forbiddenKey':
      return t('{0} cannot be sent: JavaScript programs lose or misread this name.', quoted(params.field));
    case 'tooDeep':
      return t('Nested deeper than {0} levels: no user is, and such a body is not sent.', String(params.limit));
    case 'hiddenValue':
      return t('{0} is not the value but what is shown in its place. Write the value, or remove the field.', name);
    case 'loneSurrogate':
      return t('Half a character ({0}) that cannot be sent as text. Write the whole character.', String(params.got));
  }
}

function mustBe(name: string, { expected, got, integration }: Problem['params']): string {
  const { t } = vscode.l10n;
  const types = listOf(expected);
  const wanted = types.map(typeWords).join(t(' or '));
  const there = got === 'number' && types.includes('integer') ? t('a number with a fraction') : typeWords(got);
  return typeof integration === 'string'
    ? t('{0} must be {1} for {2}; this is {3}.', name, wanted, integration, there)
    : t('{0} must be {1}; this is {2}.', name, wanted, there);
}

/** So many allowed values a message names; the rest is counted. */
const mostNamed = 20;

function notAllowed(name: string, allowed: readonly unknown[], got: unknown, integration: unknown): string {
  const { t } = vscode.l10n;
  const values = listWords(allowed);
  return typeof integration === 'string'
    ? t('{0} must be one of {1} for {2}; got {3}.', name, values, integration, shortJson(got))
    : t('{0} must be one of {1}; got {2}.', name, values, shortJson(got));
}

/** Values as a list for people. */
export function listWords(values: readonly unknown[]): string {
  const named = values.slice(0, mostNamed).join(', ');
  const left = values.length - mostNamed;
  return left > 0 ? vscode.l10n.t('{0} and {1} more', named, left) : named;
}

/** Says what is missing, from where when it is not the user itself, and who requires it. */
function missingField({ path, params }: Problem): string {
  const { t } = vscode.l10n;
  const fields = listOf(params.oneOf ?? params.field)
    .map(quoted)
    .join(t(' or '));
  const holder = path.slice(0, -1).filter((step, index) => index > 0 || typeof step !== 'number');
  const { integration } = params;
  if (params.conditional === true)
    return t('{0} is not here: {1} requires it under some conditions.', fields, String(integration));
  if (typeof integration !== 'string') return t('{0} is missing.', fields);
  return holder.length === 0
    ? t('{0} is missing: required by {1}.', fields, integration)
    : t('{0} is missing from {1}: required by {2}.', fields, placeName(holder), integration);
}

function refusedByServer({ path, params }: Problem): string {
  const { t } = vscode.l10n;
  const integration = String(params.integration);
  return typeof params.message === 'string' && params.message !== ''
    ? t('{0} refused {1}: {2}', integration, placeName(path), params.message)
    : t('{0} refused {1}.', integration, placeName(path));
}

function unknownField({ path, params }: Problem): string {
  const { t } = vscode.l10n;
  const field = quoted(params.field);
  if (params.readOnly === true) return t('{0} is answered by Truto but cannot be updated.', field);
  const truto = path.indexOf('$truto');
  if (truto < 0) return t('{0} is not a field that Update Users names; it is sent as it stands.', field);
  return path[truto + 1] === 'query' && path.length > truto + 2
    ? t('{0} is not a query parameter that Update Users names; it is sent as it stands.', field)
    : t('{0} means nothing in “$truto”; it is not sent.', field);
}

/** `emails[0].is_primary` for people. */
function placeName(path: Problem['path']): string {
  if (path.length === 0) return vscode.l10n.t('the user');
  const text = path.reduce<string>(
    (before, step) => (typeof step === 'number' ? `${before}[${step}]` : before === '' ? step : `${before}.${step}`),
    '',
  );
  return `“${text}”`;
}

/** A name as it stands in a sentence. */
export const quoted = (value: unknown): string => `“${String(value)}”`;

const longestValue = 80;

/** A value as JSON, cut where nobody would read on. */
function shortJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > longestValue ? `${json.slice(0, longestValue)}…` : json;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function didYouMean(suggestion: unknown): string {
  return typeof suggestion === 'string' ? ` ${vscode.l10n.t('Did you mean “{0}”?', suggestion)}` : '';
}

/** What people call a JSON type. */
export function typeWords(type: unknown): string {
  const { t } = vscode.l10n;
  switch (type) {
    case 'string':
      return t('text in quotes');
    case 'number':
      return t('a number');
    case 'integer':
      return t('a whole number');
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
