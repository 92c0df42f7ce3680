import type { Node } from 'jsonc-parser';
import { childrenOf } from '../json/jsonTree';
import type { TextEdit } from '../json/textEdit';
import type { ProblemOf } from '../check/problem';
import type { SchemaPart } from '../schema/userSchemaShape';
import { convertedValue } from './convertedValue';
import type { Fix, FixAction } from './fix';
import { inWhole, memberAt, type FixableText } from './fixableText';
import { replaceValue, replaceValues } from './replaceValue';
import { choicesOf, itemSchema, schemaOf } from '../schema/schemaOf';

/** Ways to give a value the type that is wanted. What says nothing of the right type is left to be removed. */
export function wrongTypeFixes(source: FixableText, problem: ProblemOf<'wrongType'>): Fix[] {
  const part = schemaOf(problem.path);
  const { expected, got } = problem.params;
  const spelled = source.text.slice(problem.offset, problem.offset + problem.length);
  const converted = convertedValue(spelled, expected, part);
  if (converted !== undefined) return [replaceValue(problem, converted, true)];
  if (got === 'null') return [];
  const fixes = [
    ...(expected.includes('array') ? wrapInList(source, problem, spelled, part) : []),
    ...(expected.includes('object') && got !== 'array' ? wrapInObject(source, problem, spelled, part) : []),
    ...(got === 'array' && !expected.includes('array') ? takeItem(source, problem, expected, part) : []),
  ];
  return fixes.length > 0 ? fixes : guesses(problem, expected, part);
}

/** The values that there are to choose from. */
function guesses(problem: ProblemOf<'wrongType'>, expected: readonly string[], part: SchemaPart | undefined): Fix[] {
  const choices = part && choicesOf(part);
  if (choices)
    return replaceValues(
      problem,
      choices.map((choice) => JSON.stringify(choice)),
      choices.length === 1,
    );
  return expected.includes('boolean') && problem.params.got === 'string'
    ? replaceValues(problem, ['true', 'false'], false)
    : [];
}

/** `"a@b.c"` in place of a list becomes its item, or a field of an object that does. */
function wrapInList(
  source: FixableText,
  problem: ProblemOf<'wrongType'>,
  spelled: string,
  part: SchemaPart | undefined,
): Fix[] {
  const item = part && itemSchema(part);
  const isObject = problem.params.got === 'object';
  if (item?.properties === undefined) {
    const value = item === undefined || isObject ? spelled : convertedValue(spelled, ['string'], item);
    if (value === undefined || (item !== undefined && isObject)) return [];
    return [wrapped(source, problem, 'wrapInList', ['[', value, ']'], true)];
  }
  if (isObject) return [wrapped(source, problem, 'wrapInList', ['[', spelled, ']'], true)];
  return fieldsToFill(item).flatMap(({ name, schema, isSure }) => {
    const value = convertedValue(spelled, ['string'], schema);
    return value === undefined ? [] : [wrapped(source, problem, 'wrapInList', [`[{"${name}":`, value, '}]'], isSure)];
  });
}

function wrapInObject(
  source: FixableText,
  problem: ProblemOf<'wrongType'>,
  spelled: string,
  part: SchemaPart | undefined,
): Fix[] {
  // The items of lists are kinds of things that one field can name; the other objects are not.
  if (typeof problem.path.at(-1) !== 'number' || part === undefined) return [];
  return fieldsToFill(part).flatMap(({ name, schema, isSure }) => {
    const value = convertedValue(spelled, ['string'], schema);
    return value === undefined ? [] : [wrapped(source, problem, 'wrapInObject', [`{"${name}":`, value, '}'], isSure)];
  });
}

/** The field that a lone value stands for: the first, unless that is an ID, as a name is as likely then. */
function fieldsToFill({ properties = {} }: SchemaPart): { name: string; schema: SchemaPart; isSure: boolean }[] {
  const [first, second] = Object.entries(properties);
  const isSure = first?.[0] !== 'id';
  const fields = isSure ? [first] : [first, second];
  return fields.filter((field) => field !== undefined).map(([name, schema]) => ({ name, schema, isSure }));
}

function wrapped(
  { text }: FixableText,
  problem: ProblemOf<'wrongType'>,
  kind: FixAction['kind'] & ('wrapInList' | 'wrapInObject'),
  [before, value, after]: readonly [string, string, string],
  preferred: boolean,
): Fix {
  const { offset, length } = problem;
  const open = isSpaced(text, offset) ? before.replaceAll('{', '{ ').replace(/:$/, ': ') : before;
  const close = isSpaced(text, offset) ? after.replaceAll('}', ' }') : after;
  const isSame = text.slice(offset, offset + length) === value;
  const edits: TextEdit[] = isSame
    ? [
        { offset, length: 0, text: open },
        { offset: offset + length, length: 0, text: close },
      ]
    : [{ offset, length, text: open + value + close }];
  return { action: { kind, json: open + value + close }, preferred, edits: () => edits };
}

/** Whether a space follows the colon that stands before an offset, as it mostly does. */
function isSpaced(text: string, offset: number): boolean {
  const colon = text.lastIndexOf('":', offset - 1);
  return colon < 0 || /\s/.test(text[colon + 2] ?? ' ');
}

/** `["Ada"]` in place of a string: the one item is meant. */
function takeItem(
  source: FixableText,
  problem: ProblemOf<'wrongType'>,
  expected: readonly string[],
  part: SchemaPart | undefined,
): Fix[] {
  const user = source.userOf(problem.path);
  const list = user && valueOf(memberAt(user, problem.offset));
  const [item, ...others] = list ? childrenOf(list) : [];
  if (user === undefined || list === undefined || item === undefined || others.length > 0) return [];
  const spelled = user.text.slice(item.offset, item.offset + item.length);
  const json =
    expected.includes(item.type) && item.type !== 'string' ? spelled : convertedValue(spelled, expected, part);
  if (json === undefined) return [];
  return [
    {
      action: { kind: 'takeItem', json },
      preferred: true,
      edits: () => inWhole(user, [{ offset: list.offset, length: list.length, text: json }]),
    },
  ];
}

const valueOf = (member: Node | undefined): Node | undefined =>
  member?.type === 'property' ? member.children?.[1] : member;
