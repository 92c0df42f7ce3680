import type { Node } from 'jsonc-parser';
import type { JsonPath } from '../json/jsonPath';
import type { Problem, ProblemOf } from '../check/problem';
import type { Fix } from './fix';
import { inUser } from '../schema/schemaOf';
import { FixableText, memberAt } from './fixableText';
import { dateOf } from './convertedValues';
import {
  addMissing,
  duplicateFixes,
  moveField,
  moveToRemoteData,
  removeMember,
  removeTargetId,
  removeUser,
  renameField,
} from './memberFixes';
import { childrenOf } from '../json/jsonTree';
import { replacementFixes } from './replacementFixes';
import { replaceValue, replaceValues } from './replaceValue';
import { jsonLines } from '../json/jsonLines';
import { Char, charAt, skipSpace } from '../json/jsonText';
import { plainJson } from '../json/plainJson';
import { bareName } from '../schema/closestName';
import { isWriteOnly } from '../schema/schemaAt';
import { surrogateFixes } from './surrogateFixes';
import { wrongTypeFixes } from './wrongTypeFixes';

/** The ways to mend a problem of a text, the likeliest first; none for what only a person can mend. */
export function fixesFor(text: string | FixableText, problem: Problem): Fix[] {
  const source = typeof text === 'string' ? new FixableText(text) : text;
  const specific = specificFixes(source, problem);
  const fixes =
    specific.length === 0 && isRemovable(problem)
      ? [removeMember(source, problem, isNull(problem) && !isLastItem(source, problem))]
      : specific;
  return decidesWho(problem.path) ? fixes.map(onlyAsked) : fixes;
}

/** What keeps the value that there is, in another spelling. */
const keeping: ReadonlySet<Fix['action']['kind']> = new Set(['changeValue', 'joinHalves', 'removeThis']);

/** Who is updated is never changed unasked. */
const onlyAsked = (fix: Fix): Fix => (keeping.has(fix.action.kind) ? fix : { ...fix, preferred: false });

function specificFixes(source: FixableText, problem: Problem): Fix[] {
  switch (problem.code) {
    case 'wrongType':
      return wrongTypeFixes(source, problem);
    case 'notAllowedValue':
      return allowedValues(problem);
    case 'wrongFormat':
      return formatted(problem);
    case 'missingField':
      return addMissing(source, problem);
    case 'unknownField':
      return unknownFieldFixes(source, problem);
    case 'duplicateKey':
      return duplicateFixes(source, problem);
    case 'unsafeNumber':
      return quotedNumber(problem);
    case 'forbiddenKey':
      return [removeMember(source, problem, true)];
    case 'loneSurrogate':
      return surrogateFixes(source, problem);
    case 'notAUser':
      return notAUserFixes(source, problem);
    case 'replacementCharacter':
      return replacementFixes(source.text, problem);
    case 'misplacedField':
      return [moveField(source, problem, problem.params.place), removeMember(source, problem)];
    case 'differentIds':
      return [removeMember(source, problem), removeTargetId(source, problem)];
    case 'jsonLines':
      return [arrayOfLines(source.text)];
    case 'foreignSyntax':
      return [writeAsJson(problem)];
    case 'syntaxError':
    case 'listOfUsers':
    case 'tooDeep':
    case 'hiddenValue':
    case 'refusedByServer':
      return [];
  }
}

/** A value that cannot be put right can be left out: the user keeps what it has. */
function isRemovable({ code, path }: Problem): boolean {
  return path.length > 0 && (code === 'wrongType' || code === 'notAllowedValue' || code === 'wrongFormat');
}

/** Null where there can be none says nothing. */
const isNull = (problem: Problem): boolean => problem.code === 'wrongType' && problem.params.got === 'null';

/** A list without items clears the live one: null in all of them may have been meant as that, or not. */
function isLastItem(source: FixableText, { path, offset }: Problem): boolean {
  if (typeof path.at(-1) !== 'number') return false;
  const user = source.userOf(path);
  const list = user && memberAt(user, offset)?.parent;
  return !list || childrenOf(list).every(({ type }) => type === 'null');
}

function allowedValues(problem: ProblemOf<'notAllowedValue'>): Fix[] {
  const { allowed, suggestion, isSure } = problem.params;
  const ordered = suggestion === undefined ? allowed : [suggestion, ...allowed.filter((value) => value !== suggestion)];
  return replaceValues(problem, ordered, isSure === true);
}

function formatted(problem: ProblemOf<'wrongFormat'>): Fix[] {
  const { format, got } = problem.params;
  if (typeof got !== 'string') return [];
  if (format === 'date-time') {
    const date = dateOf(got);
    return date ? [replaceValue(problem, date.json, !date.isGuess)] : [];
  }
  const uuid = plainUuid(got);
  return uuid === undefined ? [] : [replaceValue(problem, JSON.stringify(uuid), true)];
}

/** A UUID with something around it, or without its hyphens. */
function plainUuid(spelled: string): string | undefined {
  const digits = /^(?:urn:uuid:)?\{?([\da-f-]{32,36})\}?$/i.exec(spelled.trim())?.[1]?.replaceAll('-', '');
  return digits?.length === 32 ? digits.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5') : undefined;
}

function unknownFieldFixes(source: FixableText, problem: ProblemOf<'unknownField'>): Fix[] {
  const { suggestion, isSure, readOnly } = problem.params;
  const fields = inUser(problem.path);
  const isOfBody = fields.length === 1 && !String(fields[0]).startsWith('$');
  const isEmpty = wouldClear(source, problem);
  const isClear = isSure === true && suggestion !== undefined && !isDeciding(suggestion) && !isEmpty;
  const rename =
    suggestion === undefined ? [] : [renameField(source, problem, suggestion, isClear && !hasRival(source, problem))];
  const remove = removeMember(source, problem);
  return [
    ...(isEmpty ? [remove, ...rename] : [...rename, remove]),
    ...(isOfBody && readOnly !== true ? [moveToRemoteData(source, problem)] : []),
  ];
}

/** Whether another key of the object differs in case or separators only: either may be the one that is meant. */
function hasRival(source: FixableText, { path, offset }: Problem): boolean {
  const user = source.userOf(path);
  const object = user && memberAt(user, offset)?.parent;
  const bare = bareName(String(path.at(-1)));
  const keys = object ? childrenOf(object).map(({ children: [key] = [] }) => String(key?.value)) : [];
  return new Set(keys.filter((key) => bareName(key) === bare)).size > 1;
}

/**
 * Whether the value, as that of a known field of the user, would clear what the live user has there: the directory it comes
 * from may just have had none. A list within replaces the live one anyway.
 */
function wouldClear(source: FixableText, { path, offset }: Problem): boolean {
  const user = inUser(path).length === 1 ? source.userOf(path) : undefined;
  const value = user && memberAt(user, offset)?.children?.[1];
  return value !== undefined && isEmptyValue(value);
}

const isEmptyValue = (node: Node): boolean =>
  node.type === 'null' ||
  (node.type === 'array' && childrenOf(node).length === 0) ||
  (node.type === 'string' && String(node.value).trim() === '');

/** What decides who is updated. */
const deciding: ReadonlySet<string> = new Set(['id', '$truto', 'integrated_account_id']);

function decidesWho(path: JsonPath): boolean {
  const [first, ...below] = inUser(path);
  const name = first === '$truto' && below.length === 1 ? below[0] : below.length === 0 ? first : undefined;
  return typeof name === 'string' && deciding.has(name);
}

/** Nothing gets such a name unasked, nor that of a password: a key of another spelling may be the provider's own, as `_id` is. */
const isDeciding = (name: string): boolean => deciding.has(name) || isWriteOnly(name);

/** A string keeps every digit. Where it must be one, the number has the wrong type already; elsewhere it may not be taken. */
const quotedNumber = (problem: ProblemOf<'unsafeNumber'>): Fix[] => [
  replaceValue(problem, JSON.stringify(problem.params.got), false),
];

/** Whether null is meant, which would clear a field, is for people to say. */
const writeAsJson = ({ offset, length, params: { json } }: ProblemOf<'foreignSyntax'>): Fix => ({
  action: { kind: 'writeAsJson' },
  preferred: json !== 'null',
  edits: () => [{ offset, length, text: json }],
});

/** Users of one line each become those of an array. */
function arrayOfLines(text: string): Fix {
  const lines = jsonLines(text);
  const plain = plainJson(text);
  const edits = () =>
    lines.flatMap(({ offset, length }, index) => {
      const end = offset + length;
      const next = skipSpace(plain, end);
      const isLast = index === lines.length - 1;
      const behind = charAt(plain, next) === Char.Comma ? { offset: next, length: 1 } : { offset: end, length: 0 };
      return [
        ...(index === 0 ? [{ offset, length: 0, text: '[' }] : []),
        ...(behind.length > 0 && !isLast ? [] : [{ ...behind, text: isLast ? ']' : ',' }]),
      ];
    });
  return { action: { kind: 'makeArray' }, preferred: false, edits };
}

function notAUserFixes(source: FixableText, problem: ProblemOf<'notAUser'>): Fix[] {
  const { path, params } = problem;
  if (path.length > 0) return [removeUser(source, problem)];
  if (params.got !== 'nothing') return [];
  const { text, style } = source;
  const gap = text === '' || /[\r\n]$/.test(text) ? '' : style.eol;
  return [
    {
      action: { kind: 'startUser' },
      preferred: true,
      edits: () => [{ offset: text.length, length: 0, text: `${gap}{}${style.eol}` }],
    },
  ];
}
