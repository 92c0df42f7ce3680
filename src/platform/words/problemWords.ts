import * as vscode from 'vscode';
import type { Problem, ProblemOf } from '../../core/check/problem';
import type { JsonPath } from '../../core/json/jsonPath';
import type { JsonTypeName } from '../../core/schema/userSchemaShape';
import { shownAt } from '../../core/secrets/shown';
import { cut, either, quoted, valuesWords } from './plainWords';
import { typeWords, wantedWords } from './typeWords';

/** Says a problem in plain words: what is wrong and, where one is close, what was probably meant. */
export function problemMessage(problem: Problem): string {
  const words = wordsOf(problem);
  return problem.isLive
    ? vscode.l10n.t('{0} The live user already has this, so it does not prevent sending.', words)
    : words;
}

function wordsOf(problem: Problem): string {
  const { t } = vscode.l10n;
  switch (problem.code) {
    case 'syntaxError':
      return t('Invalid JSON: {0}.', syntaxWords(problem.params.reason));
    case 'foreignSyntax':
      return foreignSyntax(problem);
    case 'notAUser':
      return problem.params.got === 'nothing'
        ? t('The file is empty. A user is a JSON object such as { "name": "Ada Lovelace" }.')
        : t('A user must be an object, or an array of them; got {0}.', typeWords(problem.params.got));
    case 'wrongType':
      return wrongType(problem);
    case 'notAllowedValue':
      return notAllowed(problem) + didYouMean(problem.params.suggestion);
    case 'wrongFormat':
      return wrongFormat(problem);
    case 'jsonLines':
      return t(
        'These are {0} users, one on each line (JSON Lines). A user file holds one object, or an array of objects.',
        problem.params.count,
      );
    case 'listOfUsers':
      return t(
        'This is a list of users, in {0}, not one user. Plan their updates instead.',
        quoted(problem.params.name),
      );
    case 'replacementCharacter':
      return t('“�” is not in the file: it was read in the wrong encoding. Use “Reopen with Encoding”.');
    case 'misplacedField':
      return misplacedField(problem);
    case 'missingField':
      return missingField(problem);
    case 'refusedByServer':
      return refusedByServer(problem);
    case 'unknownField':
      return unknownField(problem) + didYouMean(problem.params.suggestion);
    case 'duplicateKey':
      return t('Duplicate key {0}: only the last value would be sent. Remove one.', quoted(problem.params.field));
    case 'unsafeNumber':
      return unsafeNumber(problem);
    case 'forbiddenKey':
      return t('{0} cannot be sent: JavaScript programs lose or misread this key.', quoted(problem.params.field));
    case 'tooDeep':
      return t('Nested more than {0} levels deep; too deep to send.', problem.params.limit);
    case 'hiddenValue':
      return t(
        '{0} is not the real value but what is shown in its place. Type the value, or remove the field.',
        placeName(problem.path),
      );
    case 'differentIds':
      return differentIds(problem);
    case 'loneSurrogate':
      return t('Half a character ({0}), which cannot be sent. Write the whole character.', problem.params.got);
  }
}

function foreignSyntax({ params: { got, json } }: ProblemOf<'foreignSyntax'>): string {
  const { t } = vscode.l10n;
  if (got === undefined) return t('Invalid JSON: keys and strings need double quotes.');
  return json.trim() === ''
    ? t('Invalid JSON: invisible character {0}.', got)
    : t('Invalid JSON: write {0} instead of {1}.', json, got);
}

function wrongType({ path, params: { expected, got, integration, inCell } }: ProblemOf<'wrongType'>): string {
  const { t } = vscode.l10n;
  const name = placeName(path);
  if (inCell) return t('{0} must be {1}; the cell has something else.', name, either(expected.map(wantedInCell)));
  const wanted = either(expected.map((type) => wantedIn(type, got)));
  const there = got === 'number' && expected.includes('integer') ? t('a number with a fraction') : typeWords(got);
  return integration === undefined
    ? t('{0} must be {1}; got {2}.', name, wanted, there)
    : t('{0} must be {1} for {2}; got {3}.', name, wanted, integration, there);
}

/** Whoever wrote a string may have meant the word in it. */
function wantedIn(type: JsonTypeName, got: JsonTypeName): string {
  return type === 'boolean' && got === 'string' ? vscode.l10n.t('true or false (no quotes)') : wantedWords(type);
}

const wantedInCell = (type: JsonTypeName): string =>
  type === 'boolean' ? vscode.l10n.t('true or false (yes, no, 1 and 0 are read, too)') : wantedWords(type);

function notAllowed({ path, params: { allowed, got, integration } }: ProblemOf<'notAllowedValue'>): string {
  const { t } = vscode.l10n;
  const name = placeName(path);
  const values = valuesWords(allowed);
  return integration === undefined
    ? t('{0} must be one of {1}; got {2}.', name, values, gotJson(path, got))
    : t('{0} must be one of {1} for {2}; got {3}.', name, values, integration, gotJson(path, got));
}

function wrongFormat({ path, params: { format, got, isDate } }: ProblemOf<'wrongFormat'>): string {
  const { t } = vscode.l10n;
  const name = placeName(path);
  if (isDate)
    return t('{0} should be a date and time such as 2024-05-17T09:30:00Z; got {1}.', name, gotJson(path, got));
  return format === 'uuid'
    ? t('{0} must be a UUID such as 62f44730-dd91-461e-bd6a-aedd9e0ad79d; got {1}.', name, gotJson(path, got))
    : t('{0} must be a date and time such as 2024-05-17T09:30:00Z; got {1}.', name, gotJson(path, got));
}

function missingField(problem: ProblemOf<'missingField'>): string {
  const { fromServer, conditional } = problem.params;
  const words = whoMisses(problem);
  return fromServer && !conditional ? vscode.l10n.t('{0} (Reported by the server.)', words) : words;
}

/** Says what is missing, from where when it is not the user itself, and who requires it. */
function whoMisses({ path, params: { field, oneOf, conditional, integration } }: ProblemOf<'missingField'>): string {
  const { t } = vscode.l10n;
  const fields = either((oneOf ?? [field]).map(quoted));
  if (integration === undefined) return t('{0} is missing.', fields);
  if (conditional) return t('{0} is missing. {1} requires it in some cases.', fields, integration);
  const holder = path.slice(0, -1).filter((step, index) => index > 0 || typeof step !== 'number');
  return holder.length === 0
    ? t('{0} is missing: required by {1}.', fields, integration)
    : t('{0} is missing from {1}: required by {2}.', fields, placeName(holder), integration);
}

function refusedByServer({ path, params: { integration, message } }: ProblemOf<'refusedByServer'>): string {
  const { t } = vscode.l10n;
  return message === undefined || message === ''
    ? t('{0} refused {1}.', integration, placeName(path))
    : t('{0} refused {1}: {2}', integration, placeName(path), message);
}

function unsafeNumber({ path, params: { becomes } }: ProblemOf<'unsafeNumber'>): string {
  const { t } = vscode.l10n;
  return shownAt(path, becomes).text === becomes
    ? t('Most programs would read this number as {0}. Use a string to keep all digits.', becomes)
    : t('Most programs would read this number as another one. Use a string to keep all digits.');
}

function differentIds({ path, params: { got, named } }: ProblemOf<'differentIds'>): string {
  return vscode.l10n.t(
    '“id” is {0} here and {1} in “$truto”: which user is meant? Remove one, or make them the same.',
    typeof got === 'string' && got !== '' ? quoted(got) : gotJson(path, got),
    quoted(named),
  );
}

function misplacedField({ path, params: { field, place } }: ProblemOf<'misplacedField'>): string {
  const { t } = vscode.l10n;
  const there = placeName(place);
  if (!path.includes('$truto'))
    return t('{0} would be sent as a field of the user. It belongs in {1}.', quoted(field), there);
  // Of the query, the account alone is replaced.
  if (path.includes('query') && field !== 'integrated_account_id')
    return t('{0} belongs in {1}.', quoted(field), there);
  return t('{0} is ignored here. It belongs in {1}.', quoted(field), there);
}

function unknownField({ path, params }: ProblemOf<'unknownField'>): string {
  const { t } = vscode.l10n;
  const field = quoted(params.field);
  if (params.readOnly) return t('{0} is read-only: Truto returns it but does not accept changes.', field);
  const truto = path.indexOf('$truto');
  if (params.field === '') return t('Empty key (""). Give it a name, or remove it.');
  if (truto < 0) return t('Unknown field {0}. It will be sent unchanged.', field);
  return path[truto + 1] === 'query' && path.length > truto + 2
    ? t('Unknown query parameter {0}. It will be sent unchanged.', field)
    : t('Unknown key {0} in “$truto”; it will be ignored.', field);
}

/** `emails[0].is_primary` for people. */
function placeName(path: Problem['path']): string {
  if (path.length === 0) return vscode.l10n.t('the user');
  return quoted(
    path.reduce<string>(
      (before, step) => (typeof step === 'number' ? `${before}[${step}]` : before === '' ? step : `${before}.${step}`),
      '',
    ),
  );
}

const maxValueLength = 80;

/** What stands at a path, unless it is a secret. */
const gotJson = (path: JsonPath, got: unknown): string => cut(shownAt(path, JSON.stringify(got)).text, maxValueLength);

const didYouMean = (suggestion: string | undefined): string =>
  suggestion === undefined ? '' : ` ${vscode.l10n.t('Did you mean “{0}”?', suggestion)}`;

/** `PropertyNameExpected` → `property name expected`: the parser's codes are words run together. */
const syntaxWords = (code: string): string => code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
