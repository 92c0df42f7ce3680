import * as vscode from 'vscode';
import type { Problem } from '../../core/check/problem';
import type { NotUndone } from '../../core/update/inversePatch';
import { notUndoneLines } from './historyWords';
import { quoted } from './plainWords';
import { problemMessage } from './problemWords';

type Params = Readonly<Record<string, unknown>>;

/** A code with what it says. */
interface Said {
  readonly code: string;
  readonly params: Params;
}

const text = (value: unknown): string => quoted(typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** Why a source of many users cannot be read to its end. */
export function sourceFaultMessage({ code, params }: Said, name: string, line: number, column: number): string {
  const { t } = vscode.l10n;
  return t('{0}, line {1}, column {2}: {3}', name, line, column, sourceFaultWords(code, params));
}

/** The same without its place. */
export function sourceFaultWords(code: string, params: Params): string {
  const { t } = vscode.l10n;
  switch (code) {
    case 'wrongEncoding':
      return t('The file is not valid {0}. Choose its encoding, or save it as UTF-8.', String(params['encoding']));
    case 'unknownEncoding':
      return t('The encoding {0} is not known.', text(params['encoding']));
    case 'nothing':
      return t('The file has no users.');
    case 'brokenJson':
      return t('Invalid JSON. The rows after this place cannot be read.');
    case 'listInside':
      return t(
        'Is this one user, or are the users in {0}? Keep only that array, or write “id” at the start of the object.',
        text(params['name']),
      );
    case 'brokenQuotes':
      return t('A quote is not closed, or has text around it. The rows after this place cannot be read.');
    case 'rowTooLong':
      return t('The row is too long.');
    case 'duplicateHeader':
      return t('Two columns have the name {0}. Rename or remove one.', text(params['header']));
    case 'dangerousHeader':
      return t('A column cannot have the name {0}.', text(params['header']));
    case 'noSuchField':
      return t(
        'The column {0} is mapped to {1}, which is no field. Correct it in {2}.',
        text(params['header']),
        text(params['field']),
        text(params['file']),
      );
    case 'sameField':
      return t(
        'The columns {0} and {1} are the same field. Set one of them to null in {2}.',
        text(params['other']),
        text(params['header']),
        text(params['file']),
      );
    case 'noUserColumn':
      return t('No column has the user ID. Name it “id”, or map it in {0}.', text(params['file']));
    case 'lateHeader':
      return t('The header seems to be line {0}. Delete the lines above it.', String(params['line']));
    case 'spreadsheet':
      return t('This is the file of a spreadsheet program. Save the sheet as CSV first.');
    case 'brokenColumns':
      return t('{0} is damaged: correct or delete it.', text(params['file']));
    case 'changed':
      return t('The file was changed meanwhile. Make the plan again.');
    default:
      return code;
  }
}

/** What is wrong with a line of a plan. */
export function planFaultMessage(code: string, name: string, line: number): string {
  return vscode.l10n.t('{0}, line {1}: {2}', name, line, planFaultWords(code));
}

function planFaultWords(code: string): string {
  const { t } = vscode.l10n;
  switch (code) {
    case 'noPlan':
      return t('This is not a plan.');
    case 'otherVersion':
      return t('A newer version of the extension made this plan.');
    case 'edited':
      return t('The line was edited after the plan was made. Make the plan again.');
    case 'outOfOrder':
      return t('A row is missing here, or is in the plan twice. Make the plan again.');
    case 'miscounted':
      return t('The plan has other rows than its first line counts. Make the plan again.');
    case 'tooLong':
      return t('The line is too long.');
    default:
      return t('The line is damaged. Make the plan again.');
  }
}

/** Says a problem of a row. A plan comes from a file: what does not fit its code is shown as the code. */
export function rowProblemMessage(problem: Said & Pick<Problem, 'path' | 'severity'>): string {
  const { t } = vscode.l10n;
  const { code, params } = problem;
  switch (code) {
    case 'raggedRow':
      return t('The row has {0} cells, the header has {1}.', String(params['got']), String(params['expected']));
    case 'brokenQuotes':
      return t('A quote of this row has text around it. Put the whole cell in quotes, and double the quotes in it.');
    case 'ignoredColumn':
      return t(
        'The column {0} is not a known field and is ignored. To use it, map it in the columns file.',
        text(params['header']),
      );
    case 'unevenLists':
      return t(
        '{0} has {1} values and {2} has {3}: nobody can tell which belong together.',
        text(params['column']),
        String(params['got']),
        text(params['other']),
        String(params['expected']),
      );
    case 'rewrittenDate':
      return t(
        'The live user has {0}; a spreadsheet may have changed the date to {1}.',
        text(params['live']),
        text(params['got']),
      );
    case 'scientific':
      return t('A spreadsheet has shortened this number to {0}: its last digits are lost.', text(params['got']));
    case 'spreadsheetDate':
      return t('{0} looks like a text that a spreadsheet changed into a date.', text(params['got']));
    case 'spreadsheetError':
      return t('{0} is an error of a spreadsheet, not a value.', text(params['got']));
    case 'wordForNothing':
      return t(
        '{0} would be sent as it is. To clear the field, write {1}; to leave it unchanged, leave the cell empty.',
        text(params['got']),
        text(params['clear']),
      );
    case 'strippedZeros':
      return t(
        'The live user has {0}; a spreadsheet may have removed the start of {1}.',
        text(params['live']),
        text(params['got']),
      );
    case 'noUser':
      return t('The row does not name its user (“id”).');
    case 'noAccount':
      return t('The row does not name an integrated account, and none is selected.');
    case 'duplicateUser':
      return t('Line {0} is about the same user.', String(params['line']));
    case 'exportedData':
      return t('Rows with read-only fields are an export: their remote_data is not sent.');
    case 'onePage':
      return t('The file is one page of a longer list. Other users are not in it.');
    case 'notUndone':
      return notUndoneLines([params as unknown as NotUndone]).join('');
    case 'notCompared':
      return t('The live user cannot be read: the row will be sent as it is.');
    default:
      return knownProblem(problem);
  }
}

function knownProblem(problem: Said): string {
  try {
    const words: unknown = problemMessage({ offset: 0, length: 0, ...problem } as unknown as Problem);
    return typeof words === 'string' ? words : problem.code;
  } catch {
    return problem.code;
  }
}

/** Why rows are not sent, in a few words: a code of a row's problem, of an obstacle or of an error. */
export function causeTitle(code: string): string {
  const { t } = vscode.l10n;
  const titles: Readonly<Record<string, string>> = {
    raggedRow: t('Another number of cells than the header'),
    brokenQuotes: t('Text around quotes'),
    unevenLists: t('Lists of different lengths'),
    noUser: t('No user ID'),
    noAccount: t('No integrated account'),
    duplicateUser: t('Several rows for one user'),
    notAUser: t('Not an object'),
    syntaxError: t('Invalid JSON'),
    wrongType: t('Wrong type'),
    notAllowedValue: t('Value not allowed'),
    wrongFormat: t('Wrong format'),
    missingField: t('Missing field'),
    notFound: t('User not found'),
    sandboxAccount: t('Sandbox account (read-only)'),
    blocked: t('Account is blocked'),
    needsReconnecting: t('Account needs reconnecting'),
    connectionRejected: t('Account needs reconnecting'),
    notActive: t('Account is not active'),
    cannotUpdateUsers: t('Users cannot be updated here'),
    forbidden: t('Not allowed'),
    rateLimited: t('Rate limit reached'),
    'notUndone.changed': t('Changed by someone else since'),
    'notUndone.secret': t('Secrets are not kept'),
    'notUndone.cannotUnset': t('An update cannot remove it again'),
    'notUndone.unreadable': t('The account does not return it'),
  };
  return Object.hasOwn(titles, code) ? (titles[code] ?? code) : code;
}

/** What a plan would do to one row. */
export function verdictTitle(verdict: string): string {
  const { t } = vscode.l10n;
  const titles: Readonly<Record<string, string>> = {
    send: t('to send'),
    unchanged: t('unchanged'),
    invalid: t('invalid'),
    notFound: t('not found'),
    blocked: t('cannot be sent'),
  };
  return titles[verdict] ?? verdict;
}
