import * as vscode from 'vscode';
import { shownJson } from '../../core/secrets/shown';
import { plainText } from '../../platform/plainText';
import { causeTitle, rowProblemMessage, verdictTitle } from '../../platform/words/bulkWords';
import { cut, durationWords } from '../../platform/words/plainWords';
import type { PlanHeader, PlanProblem, PlanRow } from '../plan/planFile';
import type { OpenedPlan } from '../plan/planReader';

/** So many of each are listed: the plan itself has them all. */
const maxProblems = 200;
const maxRows = 50;
/** UTF-16 units. */
const maxValue = 60;

/** A plan as a text for people: what it would do, what is wrong, and its first rows. Throws PlanFault. */
export async function planText(
  { header, rows }: OpenedPlan,
  problemsOfFile: readonly PlanProblem[] = [],
): Promise<string> {
  const problems: string[] = [];
  const first: string[] = [];
  const accounts = new Set<string>();
  let others = 0;
  const { name } = header.source;
  const note = (problem: PlanProblem) => {
    if (problems.length < maxProblems) problems.push(problemLine(name, problem));
    else others++;
  };
  for (const problem of problemsOfFile) note(problem);
  for await (const row of rows()) {
    for (const problem of row.problems ?? []) note(problem);
    if (row.verdict === 'send' && row.accountId !== undefined) accounts.add(row.accountId);
    if (first.length < maxRows) first.push(rowLine(name, row));
  }
  const { t } = vscode.l10n;
  if (others > 0) problems.push(t('and {0} more', others));
  return [
    ...head(header, accounts),
    ...section(t('Rows'), countLines(header)),
    ...section(t('If you apply this plan'), effectLines(header)),
    ...section(t('Not sent, by cause'), causeLines(header)),
    ...section(t('Problems'), problems),
    ...section(t('First rows'), first),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `    ${line}`)];

/** @param accounts the ids of those whose users are updated */
function head({ source, target, options, createdAt, counts }: PlanHeader, accounts: ReadonlySet<string>): string[] {
  const { t } = vscode.l10n;
  return [
    `# ${plainText(t('Plan of {0}', source.name))}`,
    '',
    plainText(placeWords(target, accounts)),
    plainText(
      options.body === 'changed'
        ? t('{0} rows, compared with the live users. Only changed fields are sent.', counts.rows)
        : t('{0} rows, not compared with the live users. All fields of a row are sent.', counts.rows),
    ),
    plainText(t('Made {0}. Nothing has been sent yet.', new Date(createdAt).toLocaleString(vscode.env.language))),
  ];
}

function placeWords({ account, environment: { name } }: PlanHeader['target'], accounts: ReadonlySet<string>): string {
  const { t } = vscode.l10n;
  const [id = account?.id, ...others] = accounts;
  if (id === undefined) return t('Environment {0}. Each row names its integrated account.', name);
  if (others.length > 0) return t('Environment {0}, {1} integrated accounts.', name, accounts.size);
  return id === account?.id
    ? t('Environment {0}, integrated account {1} ({2}).', name, account.label, id)
    : t('Environment {0}, integrated account {1}.', name, id);
}

const counted = (count: number, words: string): string => `${String(count).padStart(7)}  ${plainText(words)}`;

function countLines({ counts }: PlanHeader): string[] {
  const { t } = vscode.l10n;
  const { rows, ...verdicts } = counts;
  return [
    ...Object.entries(verdicts).flatMap(([verdict, count]) =>
      count === 0 ? [] : [counted(count, verdictTitle(verdict))],
    ),
    counted(rows, t('in all')),
  ];
}

function effectLines({ effects, estimate, counts }: PlanHeader): string[] {
  const { t } = vscode.l10n;
  const { fields, deactivated, deleted, secrets, rolesRemoved } = effects;
  if (counts.send === 0) return [t('Nothing is sent.')];
  const told: readonly (readonly [number, string])[] = [
    [deleted, t('status “deleted”')],
    [deactivated, t('status other than “active”')],
    [secrets, t('password or another secret')],
    [rolesRemoved, t('a role is removed')],
  ];
  const users = (count: number, words: string) =>
    counted(count, count === 1 ? t('user: {0}', words) : t('users: {0}', words));
  return [
    ...told.filter(([count]) => count > 0).map(([count, words]) => users(count, words)),
    ...Object.entries(fields).map(([field, count]) => users(count, t('new value of {0}', field))),
    counted(estimate.requests, t('requests, at least {0}', durationWords(estimate.seconds))),
  ];
}

const causeLines = ({ causes }: PlanHeader): string[] =>
  Object.entries(causes).map(([code, count]) => counted(count, causeTitle(code)));

const problemLine = (name: string, problem: PlanProblem): string =>
  plainText(`${name}:${problem.line}:${problem.column}  ${fieldWords(problem)}${rowProblemMessage(problem)}`);

/** The words of other problems name their field. */
const damages: ReadonlySet<string> = new Set([
  ...['scientific', 'spreadsheetDate', 'spreadsheetError', 'strippedZeros', 'wordForNothing'],
]);

const fieldWords = ({ code, path }: PlanProblem): string => (damages.has(code) ? `${path.join('.')}: ` : '');

function rowLine(name: string, row: PlanRow): string {
  const { line, verdict, userId, userName, cause, patch = {}, before, withheld } = row;
  const user = userName === undefined ? (userId ?? '') : `${userName} (${userId ?? ''})`;
  const changes = [
    ...Object.entries(patch).map(([field, value]) => {
      const was = before && Object.hasOwn(before, field) ? `${shortValue(before[field])} → ` : '';
      return `${field}: ${was}${shortValue(value)}`;
    }),
    ...(withheld?.fields ?? []).map((field) => `${field}: ••••••`),
  ];
  const why = cause === undefined ? '' : causeTitle(cause);
  return plainText([`${name}:${line}`, verdictTitle(verdict), user, changes.join(', ') || why].join('  '));
}

const shortValue = (value: unknown): string => cut(shownJson(JSON.stringify(value ?? null)).text, maxValue);
