import type { Node } from 'jsonc-parser';
import { editUserText } from '../edit/editUserText';
import type { JsonPath } from '../json/jsonPath';
import { childrenOf, jsonDepth, propertiesNamed } from '../json/jsonTree';
import { maxDepth } from '../json/maxDepth';
import { parseJson } from '../json/parseJson';
import type { TextEdit } from '../json/textEdit';
import type { Problem, ProblemOf } from '../check/problem';
import type { FieldShape } from '../rules/fieldShape';
import { convertedValues, type ConvertedValue } from './convertedValues';
import type { Fix, FixAction } from './fix';
import { inWhole, memberAt, type FixableText } from './fixableText';
import { replaceValue, replaceValues } from './replaceValue';
import { isItemObject, isSureItem } from './sureItem';
import { partsOfName } from '../schema/otherNames';
import { schemaOf } from '../schema/schemaOf';
import { TextPieces } from './textPieces';

/** Ways to give a value the type that is wanted. What says nothing of the right type is left to be removed. */
export function wrongTypeFixes(source: FixableText, problem: ProblemOf<'wrongType'>): Fix[] {
  const { got } = problem.params;
  const shape = source.shapeAt(problem.path);
  // The account may want less than the general schema, which was asked first.
  const expected = source.rules && shape ? shape.types : problem.params.expected;
  const spelled = source.text.slice(problem.offset, problem.offset + problem.length);
  const converted = convertedValues(spelled, expected, shape);
  if (converted.length > 0) return converted.map(({ json, isGuess }) => replaceValue(problem, json, !isGuess));
  if (got === 'null') return [];
  const inString = got === 'string' ? jsonInString(problem, spelled, expected) : [];
  if (inString.length > 0) return inString;
  const fixes = [
    ...nameParts(source, problem),
    ...(expected.includes('array') && got === 'string' ? wrapSeveral(source, problem, shape?.item) : []),
    ...(expected.includes('array') ? wrapInList(source, problem, spelled, shape?.item) : []),
    ...(expected.includes('object') && got !== 'array' ? wrapInObject(source, problem, spelled, shape) : []),
    ...(got === 'array' && !expected.includes('array') ? takeItem(source, problem, expected, shape) : []),
  ];
  return fixes.length > 0 ? fixes : guesses(problem, expected, shape);
}

/** The values that there are to choose from. */
function guesses(problem: ProblemOf<'wrongType'>, expected: readonly string[], shape: FieldShape | undefined): Fix[] {
  if (shape?.choices) return replaceValues(problem, shape.choices, false);
  return expected.includes('boolean') && problem.params.got === 'string'
    ? replaceValues(problem, [true, false], false)
    : [];
}

/** JSON that a database or a cell of a table had as a text. */
function jsonInString(problem: Problem, spelled: string, expected: readonly string[]): Fix[] {
  const json = String(JSON.parse(spelled)).trim();
  const wanted = [expected.includes('array') ? '[' : '', expected.includes('object') ? '{' : ''];
  const isWanted = json !== '' && wanted.includes(json.charAt(0)) && parseJson(json)?.plain === json;
  return isWanted && jsonDepth(json) + problem.path.length <= maxDepth ? [replaceValue(problem, json, false)] : [];
}

/** What stands between several items that are written in one string; of addresses a space may, too. */
const separators = /[,;|\t\r\n]/;
const partsOf = (text: string): string[] =>
  text
    .split(separators.test(text) || text.split('@').length < 3 ? separators : /\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `"a@b.co, c@d.co"` in place of a list becomes an item for each. Whether that is meant, or one item, is a guess. */
function wrapSeveral({ text }: FixableText, problem: ProblemOf<'wrongType'>, item: FieldShape | undefined): Fix[] {
  const { offset, length } = problem;
  const spelled = text.slice(offset, offset + length);
  const values = partsOf(String(JSON.parse(spelled)));
  const [field] = item ? fieldsToFill(item) : [];
  if (values.length < 2 || (field && !field.isSure)) return [];
  const [before, after] = field ? [`{ ${JSON.stringify(field.name)}: `, ' }'] : ['', ''];
  const items = values.flatMap((value) => itemsOf(JSON.stringify(value), field ? field.shape : item));
  if (items.length < values.length) return [];
  const json = `[${items.map((value) => before + value.json + after).join(', ')}]`;
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
  item: FieldShape | undefined,
): Fix[] {
  const { path } = problem;
  if (problem.params.got === 'object') {
    const isSure = isItemObject(path, spelled);
    return isSure || mayBeOwnItem(path, item)
      ? [wrapped(source, problem, 'wrapInList', ['[', spelled, ']'], isSure)]
      : [];
  }
  if (namesNothing(spelled)) return [];
  const fields = item ? fieldsToFill(item) : [];
  const around = fields.map(({ name, shape }) => [`[{${JSON.stringify(name)}:`, shape, '}]'] as const);
  return inside(spelled, around.length > 0 ? around : [['[', item, ']']]).map(({ parts, isGuess }) =>
    wrapped(source, problem, 'wrapInList', parts, isSureItem(path, spelled) && !isGuess),
  );
}

/** Whether an object may be an item of a list that only the account knows. */
const mayBeOwnItem = (list: JsonPath, item: FieldShape | undefined): boolean =>
  schemaOf(list) === undefined && (!item || item.types.length === 0 || item.types.includes('object'));

function wrapInObject(
  source: FixableText,
  problem: ProblemOf<'wrongType'>,
  spelled: string,
  shape: FieldShape | undefined,
): Fix[] {
  const { path } = problem;
  // The items of lists are kinds of things that one field can name; the other objects are not.
  if (typeof path.at(-1) !== 'number' || shape === undefined || namesNothing(spelled)) return [];
  const around = fieldsToFill(shape).map((field) => [`{${JSON.stringify(field.name)}:`, field.shape, '}'] as const);
  return inside(spelled, around).map(({ parts, isGuess }) =>
    wrapped(source, problem, 'wrapInObject', parts, isSureItem(path.slice(0, -1), spelled) && !isGuess),
  );
}

/** What is there, within what is to stand around it, as the shape in between takes it. */
function inside(
  spelled: string,
  around: readonly (readonly [before: string, shape: FieldShape | undefined, after: string])[],
): { readonly parts: readonly [string, string, string]; readonly isGuess: boolean }[] {
  return around.flatMap(([before, shape, after]) =>
    itemsOf(spelled, shape).map(({ json, isGuess }) => ({ parts: [before, json, after] as const, isGuess })),
  );
}

/** What is there as an item of a list, or as the field of one that it stands for. */
const itemsOf = (spelled: string, shape: FieldShape | undefined): readonly ConvertedValue[] =>
  convertedValues(spelled, shape?.types ?? [], shape);

/** A cell of a table that is empty, or a yes or no, names no item. */
const namesNothing = (spelled: string): boolean => isBlank(spelled) || /^(?:true|false)$/.test(spelled);

/** Whether a value, as spelled in JSON, is a string of nothing but space. */
const isBlank = (spelled: string): boolean => spelled.startsWith('"') && String(JSON.parse(spelled)).trim() === '';

/** The field that a lone value stands for: the first, unless that is an ID, as a name is as likely then. */
function fieldsToFill({ fields, fieldOf }: FieldShape): {
  readonly name: string;
  readonly shape: FieldShape | undefined;
  readonly isSure: boolean;
}[] {
  const isSure = fields[0] !== 'id';
  return fields.slice(0, isSure ? 1 : 2).map((name) => ({ name, shape: fieldOf(name), isSure }));
}

function wrapped(
  { text }: FixableText,
  problem: ProblemOf<'wrongType'>,
  kind: FixAction['kind'] & ('wrapInList' | 'wrapInObject'),
  [before, value, after]: readonly [string, string, string],
  preferred: boolean,
): Fix {
  const { offset, length } = problem;
  const open = isSpaced(text, offset) ? before.replace('{', '{ ').replace(/:$/, ': ') : before;
  const close = isSpaced(text, offset) ? after.replace('}', ' }') : after;
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
  shape: FieldShape | undefined,
): Fix[] {
  const user = source.userOf(problem.path);
  const list = user && valueOf(memberAt(user, problem.offset));
  const [item, ...others] = list ? childrenOf(list) : [];
  if (user === undefined || list === undefined || item === undefined || others.length > 0) return [];
  const spelled = user.text.slice(item.offset, item.offset + item.length);
  const values =
    item.type !== 'object'
      ? convertedValues(spelled, expected, shape)
      : expected.includes('object')
        ? [{ json: spelled, isGuess: false }]
        : [];
  return values.map(({ json, isGuess }) => ({
    action: { kind: 'takeItem', json },
    // An empty text would clear the field.
    preferred: !isGuess && !isBlank(json),
    edits: () => inWhole(user, [{ offset: list.offset, length: list.length, text: json }]),
  }));
}

const valueOf = (member: Node | undefined): Node | undefined =>
  member?.type === 'property' ? member.children?.[1] : member;
