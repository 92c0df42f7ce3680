import type { AccountRules } from '../rules/accountRules';
import { isRecord } from '../json/isRecord';
import { isSurelyLossless } from '../json/isSurelyLossless';
import { keyText } from '../json/listItems';
import { jsonLines } from '../json/jsonLines';
import { Char, charAt } from '../json/jsonText';
import { problemInWhole } from './inWhole';
import { listOfUsers } from './listOfUsers';
import { parseJson, type ParsedJson } from '../json/parseJson';
import { plainJson } from '../json/plainJson';
import { recoverJson, type RecoveredJson } from '../json/recoverJson';
import { scanJson } from '../json/scanJson';
import { SoughtPath, type Place } from '../json/soughtPaths';
import type { Coded } from '../json/coded';
import type { JsonPath } from '../json/jsonPath';
import type { Problem, ProblemParams, Severity } from './problem';
import { countUpTo, type TextRange } from '../json/textEdit';
import { hiddenValue } from '../secrets/shown';
import { withAccountRules, type RuleFinding } from '../rules/ruleFindings';
import { schemaFindings, typeName, type FindingParams } from '../schema/schemaFindings';

export interface CheckOptions {
  readonly unknownFields: 'warning' | 'information' | 'off';
  /** What the account that the users are sent through asks; without it, what holds for all accounts is checked. */
  readonly rules?: AccountRules | undefined;
}

/**
 * Checks JSON (comments and trailing commas allowed) as a user file: an object, or an array of them. Returns the
 * problems in the order of the text; never throws. Of broken JSON the syntax errors are reported, and what can still
 * be said about the rest. Warnings and information apart, a file with problems should not be sent. Who has parsed the
 * text already, or wants what is parsed, brings an own `parse`.
 */
export function checkUserText(text: string, options: CheckOptions, parse = parseJson): Problem[] {
  const parsed = parse(text);
  return parsed ? checkUserJson(parsed, options) : inOrder(checkBroken(text, options));
}

/** The same for JSON that has been read already. */
export function checkUserJson(parsed: ParsedJson, options: CheckOptions): Problem[] {
  return inOrder(checkParsed(parsed, options));
}

/** Some elements of an array, checked for themselves. */
export interface CheckedPart {
  readonly count: number;
  /** As in the part in brackets. */
  readonly problems: readonly Problem[];
}

/**
 * Checks broken elements of an array that has others before or behind them. Undefined when what is broken reaches beyond
 * them, so that nothing can be said without the rest of the array.
 */
export function checkBrokenPart(
  elements: string,
  neighbours: { readonly before: boolean; readonly behind: boolean },
  options: CheckOptions,
): CheckedPart | undefined {
  // Two users that have no problems stand for all the others.
  const before = neighbours.before ? '{},' : '';
  const behind = neighbours.behind ? ',{}' : '';
  const text = `[${before}${elements}${behind}]`;
  const recovered = recoverJson(text);
  const { items } = recovered;
  const isApart =
    (!neighbours.before || items?.[0]?.length === 2) &&
    (!neighbours.behind || items?.at(-1)?.offset === text.length - behind.length);
  if (!items || !isApart) return undefined;
  const place = { shift: -before.length, index: neighbours.before ? -1 : 0 };
  const count = items.length - (neighbours.before ? 1 : 0) - (neighbours.behind ? 1 : 0);
  return {
    count,
    problems: inOrder(checkRecovered(text, recovered, options)).map((found) => problemInWhole(found, place)),
  };
}

/** Something wrong with a user, before its place in the text is known. */
type Finding = Coded<
  FindingParams &
    Pick<ProblemParams, 'notAUser' | 'syntaxError' | 'foreignSyntax' | 'jsonLines' | 'listOfUsers' | 'differentIds'>
> &
  Pick<RuleFinding, 'path' | 'at'>;

const neverInBroken: ReadonlySet<Problem['code']> = new Set([
  'missingField',
  'duplicateKey',
  'unsafeNumber',
  'loneSurrogate',
  'replacementCharacter',
  'hiddenValue',
]);

/**
 * What is left of the problems of some elements when others of their array are broken; undefined when that cannot be
 * told from them.
 */
export function besideBroken(problems: readonly Problem[]): readonly Problem[] | undefined {
  if (problems.some(({ code }) => code === 'tooDeep' || code === 'forbiddenKey')) return undefined;
  return problems.filter(({ code }) => !neverInBroken.has(code));
}

function inOrder(problems: Problem[]): Problem[] {
  return problems.sort((left, right) => left.offset - right.offset || left.length - right.length);
}

function checkParsed(parsed: ParsedJson, options: CheckOptions): Problem[] {
  const sought = new SoughtPath();
  const findings = findingsOf(parsed.value, options).map(({ at, ...finding }) => ({
    finding,
    node: sought.add(at ?? placeOf(finding)),
  }));
  // Most users are right, and nothing of them is sought.
  if (findings.length === 0 && isSurelyLossless(parsed, hiddenValue)) return [];
  const losses = scanJson(parsed.plain, sought, hiddenValue);
  const found = findings.map(({ finding, node }) => problemAt(finding, node.place, options));
  // Of a number where none may stand, that says enough.
  const wrong = new Set(found.filter(({ code }) => code === 'wrongType').map(({ offset }) => offset));
  return [
    ...losses
      .filter(({ code, offset }) => code !== 'unsafeNumber' || !wrong.has(offset))
      .map((loss): Problem => ({ severity: 'error', ...loss })),
    ...found,
  ];
}

function checkBroken(text: string, options: CheckOptions): Problem[] {
  const recovered = recoverJson(text);
  if (recovered.value === undefined && plainJson(text).trim() === '') {
    return [
      problem({ code: 'notAUser', path: [], params: { got: 'nothing' } }, { offset: 0, length: text.length }, options),
    ];
  }
  const lines = jsonLines(text);
  if (lines[1]) return [problem({ code: 'jsonLines', path: [], params: { count: lines.length } }, lines[1], options)];
  return checkRecovered(text, recovered, options);
}

function checkRecovered(text: string, { errors, value, find }: RecoveredJson, options: CheckOptions): Problem[] {
  const findings = typeof value === 'object' && value !== null ? findingsOf(value, options) : [];
  const isHalf = halfWritten(text, errors);
  const there = findings.filter(({ code }) => code !== 'missingField'); // What is missing may be what is being written.
  return [
    ...errors.map(({ reason, foreign, ...range }) =>
      problem(
        foreign
          ? { code: 'foreignSyntax', path: [], params: foreign }
          : { code: 'syntaxError', path: [], params: { reason } },
        range,
        options,
      ),
    ),
    ...there
      .map(({ at, ...finding }) => problemAt(finding, find(at ?? placeOf(finding)), options))
      // Half-written values are the syntax errors' business.
      .filter((found) => !isHalf(found)),
  ];
}

/** Tells whether an error is in what was found, follows it in its line, or touches it from before as no token of JSON does. */
function halfWritten(text: string, errors: RecoveredJson['errors']): (range: TextRange) => boolean {
  const sorted = errors.toSorted((one, other) => one.offset - other.offset);
  let last = 0;
  const ends = sorted.map(({ offset, length }) => (last = Math.max(last, offset + length)));
  const before = errors.filter(({ reason, foreign }) => reason === 'InvalidSymbol' && !foreign);
  const touching = new Set(before.map(({ offset, length }) => offset + length));
  return ({ offset, length }) => {
    let end = offset + length;
    while (charAt(text, end) === Char.Space || charAt(text, end) === Char.Tab) end++;
    return (ends[countUpTo(sorted, end) - 1] ?? 0) > offset || touching.has(offset);
  };
}

function findingsOf(value: unknown, options: CheckOptions): Finding[] {
  const all = Array.isArray(value)
    ? value.flatMap((user, index) => findingsOfUser(user, [index], options))
    : findingsOfUser(value, [], options);
  return options.unknownFields === 'off' ? all.filter((finding) => severityOf(finding, options) !== 'off') : all;
}

function findingsOfUser(user: unknown, path: JsonPath, { rules }: CheckOptions): Finding[] {
  if (!isRecord(user)) return [{ code: 'notAUser', path, params: { got: typeName(user) } }];
  const list = listOfUsers(user);
  if (list) return [{ code: 'listOfUsers', path: [...path, ...list], params: { name: list.join('.') } }];
  const general = schemaFindings(user);
  const findings = [...(rules ? withAccountRules(general, user, rules) : general), ...differentIds(user)];
  return path.length === 0 ? findings : findings.map((finding) => below(path, finding));
}

/** An update goes to the user that `$truto` names: whoever wrote another id into the body may have meant that one. */
function differentIds(user: Record<string, unknown>): Finding[] {
  const { $truto, id: got } = user;
  const named = isRecord($truto) ? $truto.id : undefined;
  if (typeof named !== 'string' || named === '' || !Object.hasOwn(user, 'id') || keyText(got) === named) return [];
  // Its digits are lost here; that it must be a string is said anyway.
  if (typeof got === 'number' && !Number.isSafeInteger(got)) return [];
  return [{ code: 'differentIds', path: ['id'], params: { named, got } }];
}

function below(path: JsonPath, finding: Finding): Finding {
  return { ...finding, path: [...path, ...finding.path], ...(finding.at && { at: [...path, ...finding.at] }) };
}

/** A field that is missing stands nowhere: its object is marked instead. */
function placeOf({ code, path }: Finding): JsonPath {
  return code === 'missingField' ? path.slice(0, -1) : path;
}

function problemAt(finding: Finding, place: Place | undefined, options: CheckOptions): Problem {
  return problem(finding, place ? rangeOf(finding, place) : { offset: 0, length: 0 }, options);
}

function rangeOf({ code }: Finding, { key, value }: Place): TextRange {
  if (code === 'unknownField' || code === 'misplacedField' || code === 'listOfUsers') return key ?? value;
  if (code === 'missingField') return key ?? { offset: value.offset, length: 1 };
  return value;
}

function problem(finding: Finding, { offset, length }: TextRange, options: CheckOptions): Problem {
  const severity = severityOf(finding, options);
  return { ...finding, severity: severity === 'off' ? 'information' : severity, offset, length };
}

function severityOf(finding: Finding, { unknownFields }: CheckOptions): Severity | 'off' {
  const { code, path } = finding;
  // No page names a form of dates.
  if (code === 'wrongFormat' && finding.params.isDate) return 'warning';
  // An account in the query would lose against the one that is selected.
  const isInQuery = code === 'misplacedField' && path.at(-2) === 'query' && path.at(-1) === 'integrated_account_id';
  return code === 'unknownField' || (code === 'misplacedField' && !isInQuery) ? unknownFields : 'error';
}
