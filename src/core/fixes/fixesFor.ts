import type { TextStyle } from '../edit/jsonLayout';
import type { Problem, ProblemOf } from '../check/problem';
import type { Fix } from './fix';
import { FixableText } from './fixableText';
import { dateOf } from './convertedValue';
import {
  addMissing,
  duplicateFixes,
  moveField,
  moveToRemoteData,
  removeMember,
  removeUser,
  renameField,
} from './memberFixes';
import { replacementFixes } from './replacementFixes';
import { replaceValue, replaceValues } from './replaceValue';
import { jsonLines } from '../json/jsonLines';
import { surrogateFixes } from './surrogateFixes';
import { wrongTypeFixes } from './wrongTypeFixes';

/** The ways to mend a problem of a text, the likeliest first; none for what only a person can mend. */
export function fixesFor(text: string | FixableText, problem: Problem, style?: TextStyle): Fix[] {
  const source = typeof text === 'string' ? new FixableText(text, style) : text;
  const fixes = specificFixes(source, problem);
  return fixes.length === 0 && isRemovable(problem) ? [removeMember(source, problem, isNull(problem))] : fixes;
}

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
      return surrogateFixes(source.text, problem);
    case 'notAUser':
      return notAUserFixes(source, problem);
    case 'replacementCharacter':
      return replacementFixes(source.text, problem);
    case 'misplacedField':
      return [moveField(source, problem, problem.params.place), removeMember(source, problem)];
    case 'jsonLines':
      return [arrayOfLines(source.text)];
    case 'syntaxError':
    case 'tooDeep':
    case 'hiddenValue':
    case 'differentIds':
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

function allowedValues(problem: ProblemOf<'notAllowedValue'>): Fix[] {
  const { allowed, suggestion, isSure } = problem.params;
  const ordered = suggestion === undefined ? allowed : [suggestion, ...allowed.filter((value) => value !== suggestion)];
  return replaceValues(
    problem,
    ordered.slice(0, maxOffered).map((value) => JSON.stringify(value)),
    isSure === true,
  );
}

/** An account may allow hundreds of values: nobody reads a menu of them, and completion offers all. */
const maxOffered = 20;

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
  const fields = typeof problem.path[0] === 'number' ? problem.path.slice(1) : problem.path;
  const isOfBody = fields.length === 1 && !String(fields[0]).startsWith('$');
  return [
    ...(suggestion !== undefined ? [renameField(source, problem, suggestion, isSure === true)] : []),
    removeMember(source, problem, readOnly === true),
    ...(isOfBody && readOnly !== true ? [moveToRemoteData(source, problem)] : []),
  ];
}

/** A string keeps every digit. Where none may stand, the number has the wrong type already. */
const quotedNumber = (problem: ProblemOf<'unsafeNumber'>): Fix[] => [
  replaceValue(problem, JSON.stringify(problem.params.got), true),
];

/** Users of one line each become those of an array. */
function arrayOfLines(text: string): Fix {
  const lines = jsonLines(text);
  const ends = lines.map(({ offset, length }) => offset + length);
  const edits = () =>
    lines.flatMap(({ offset }, index) => [
      ...(index === 0 ? [{ offset, length: 0, text: '[' }] : []),
      { offset: ends[index] ?? offset, length: 0, text: index === lines.length - 1 ? ']' : ',' },
    ]);
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
