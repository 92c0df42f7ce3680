import type { Node } from 'jsonc-parser';
import { editUserText } from '../edit/editUserText';
import type { JsonPath } from '../json/jsonPath';
import { childrenOf, propertiesNamed } from '../json/jsonTree';
import { parseJson } from '../json/parseJson';
import type { TextEdit } from '../json/textEdit';
import type { ProblemOf } from '../check/problem';
import type { SchemaPart } from '../schema/userSchemaShape';
import { convertedValue } from './convertedValue';
import type { Fix, FixAction } from './fix';
import { inWhole, memberAt, type FixableText } from './fixableText';
import { replaceValue, replaceValues } from './replaceValue';
import { partsOfName } from '../schema/otherNames';
import { choicesOf, itemSchema, schemaOf } from '../schema/schemaOf';
import { TextPieces } from './textPieces';

/** Ways to give a value the type that is wanted. What says nothing of the right type is left to be removed. */
export function wrongTypeFixes(source: FixableText, problem: ProblemOf<'wrongType'>): Fix[] {
  const part = schemaOf(problem.path);
  const { expected, got } = problem.params;
  const spelled = source.text.slice(problem.offset, problem.offset + problem.length);
  const converted = convertedValue(spelled, expected, part);
  if (converted) return [replaceValue(problem, converted.json, !converted.isGuess)];
  if (got === 'null') return [];
  const fixes = [
    ...nameParts(source, problem),
    ...(expected.includes('array') && got === 'string' ? wrapSeveral(source, problem, part) : []),
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
      false,
    );
  return expected.includes('boolean') && problem.params.got === 'string'
    ? replaceValues(problem, ['true', 'false'], false)
    : [];
}

const separators = /[,;\n]/;

/** Whether a string, as JSON, may be a list that was written in one. */
const isSeveral = (json: string): boolean => separators.test(String(JSON.parse(json)).trim());

/** `"a@b.co, c@d.co"` in place of a list becomes an item for each. Whether that is meant, or one item, is a guess. */
function wrapSeveral({ text }: FixableText, problem: ProblemOf<'wrongType'>, part: SchemaPart | undefined): Fix[] {
  const { offset, length } = problem;
  const spelled = text.slice(offset, offset + length);
  const values = String(JSON.parse(spelled))
    .split(separators)
    .map((value) => value.trim())
    .filter((value) => value !== '');
  const item = part && itemSchema(part);
  const [field] = item?.properties ? fieldsToFill(item) : [];
  if (values.length < 2 || (item?.properties && !field?.isSure)) return [];
  const [before, after] = field ? [`{ "${field.name}": `, ' }'] : ['', ''];
  const json = `[${values.map((value) => before + JSON.stringify(value) + after).join(', ')}]`;
  return [{ action: { kind: 'wrapInList', json }, preferred: false, edits: () => [{ offset, length, text: json }] }];
}

/** The name of a user in parts, as SCIM and Google write it: each has a field of its own here. */
function nameParts(source: FixableText, problem: ProblemOf<'wrongType'>): Fix[] {
  const { path, offset, length, params } = problem;
  if (params.got !== 'object' || path.at(-1) !== 'name' || !isFieldOfUser(path)) return [];
  const user = source.userOf(path);
  const parts = user && partsOfName(parseJson(source.text.slice(offset, offset + length))?.value);
  if (!parts) return [];
  const others = Object.keys(parts).filter((field) => field !== 'name');
  if (others.some((field) => propertiesNamed(user.root, field).length > 0)) return [];
  const edits = () => {
    const pieces = new TextPieces(user.text);
    for (const field of others)
      pieces.apply(
        editUserText(pieces.text, [field], { kind: 'set', json: JSON.stringify(parts[field]) }, source.style),
      );
    const name = parts['name'];
    pieces.apply(
      editUserText(
        pieces.text,
        ['name'],
        name === undefined ? { kind: 'remove' } : { kind: 'set', json: JSON.stringify(name) },
        source.style,
      ),
    );
    return inWhole(user, pieces.edits());
  };
  return [{ action: { kind: 'splitName', fields: Object.keys(parts) }, preferred: false, edits }];
}

const isFieldOfUser = (path: JsonPath): boolean => path.length === (typeof path[0] === 'number' ? 2 : 1);

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
    const value = item === undefined || isObject ? spelled : convertedValue(spelled, ['string'], item)?.json;
    if (value === undefined || (item !== undefined && isObject)) return [];
    return [wrapped(source, problem, 'wrapInList', ['[', value, ']'], !isSeveral(value))];
  }
  if (isObject) return [wrapped(source, problem, 'wrapInList', ['[', spelled, ']'], true)];
  return fieldsToFill(item).flatMap(({ name, schema, isSure }) => {
    const value = convertedValue(spelled, ['string'], schema)?.json;
    if (value === undefined) return [];
    return [wrapped(source, problem, 'wrapInList', [`[{"${name}":`, value, '}]'], isSure && !isSeveral(value))];
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
    const value = convertedValue(spelled, ['string'], schema)?.json;
    if (value === undefined) return [];
    return [wrapped(source, problem, 'wrapInObject', [`{"${name}":`, value, '}'], isSure && !isSeveral(value))];
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
  const converted = convertedValue(spelled, expected, part);
  const json = expected.includes(item.type) && item.type !== 'string' ? spelled : converted?.json;
  if (json === undefined) return [];
  return [
    {
      action: { kind: 'takeItem', json },
      preferred: converted?.isGuess !== true,
      edits: () => inWhole(user, [{ offset: list.offset, length: list.length, text: json }]),
    },
  ];
}

const valueOf = (member: Node | undefined): Node | undefined =>
  member?.type === 'property' ? member.children?.[1] : member;
