import type { Node } from 'jsonc-parser';
import { insertChild, removeChildren } from '../edit/editContainer';
import { editUserText } from '../edit/editUserText';
import { childAt, childrenOf, jsonDepth, propertiesNamed, sameJson } from '../json/jsonTree';
import { maxDepth } from '../json/maxDepth';
import { renderJson } from '../edit/renderJson';
import type { TextEdit } from '../json/textEdit';
import { parseJson } from '../json/parseJson';
import { plainJson } from '../json/plainJson';
import type { JsonPath } from '../json/jsonPath';
import type { Problem, ProblemOf } from '../check/problem';
import { emptyShape } from './emptyShape';
import type { Fix } from './fix';
import { inWhole, memberAt, type FixableText, type UserPart } from './fixableText';
import { otherName } from '../schema/otherNames';
import { inUser } from '../schema/schemaOf';
import { TextPieces } from './textPieces';

/** Takes the property that the problem marks out of its object, with all of the same key, or the item out of its list. */
export function removeMember(source: FixableText, problem: Problem, preferred = false): Fix {
  const name = problem.path.at(-1);
  const edits = () =>
    removal(source.userOf(problem.path), problem.offset, (member) =>
      member.type === 'property' ? namesakes(member) : [member],
    );
  return {
    action: typeof name === 'string' ? { kind: 'removeField', field: name } : { kind: 'removeItem' },
    preferred,
    edits,
  };
}

/** Leaves the ID in the body as the one that tells which user is meant. */
export function removeTargetId(source: FixableText, { path }: Problem): Fix {
  return {
    action: { kind: 'removeField', field: '$truto.id' },
    preferred: false,
    edits: () => {
      const user = source.userOf(path);
      return user ? inWhole(user, editUserText(user.text, ['$truto', 'id'], { kind: 'remove' }, source.style)) : [];
    },
  };
}

/** Takes an item that is no user out of the array of users. */
export function removeUser(source: FixableText, { offset }: Problem): Fix {
  return {
    action: { kind: 'removeItem' },
    preferred: false,
    edits: () => removal(source.whole(), offset, (member) => [member]),
  };
}

/** Of equal keys keeps this one, or takes it away. Neither is preferred unless the values are the same. */
export function duplicateFixes(source: FixableText, problem: ProblemOf<'duplicateKey'>): Fix[] {
  const { offset, path } = problem;
  const user = source.userOf(path);
  const member = user && memberAt(user, offset);
  const same = member ? namesakes(member) : [];
  const equal = user !== undefined && same.every((other) => sameJson(valueText(user, other), valueText(user, same[0])));
  const { field } = problem.params;
  const keepThis = () => removal(user, offset, (kept) => namesakes(kept).filter((other) => other !== kept));
  const keep: Fix = { action: { kind: 'keepThis', field }, preferred: false, edits: keepThis };
  const remove: Fix = {
    action: { kind: 'removeThis', field },
    preferred: equal,
    edits: () => removal(user, offset, (removed) => [removed]),
  };
  return equal ? [remove, keep] : [keep, remove];
}

/**
 * Gives the property that the problem marks another name, as all of the same key, unless its object has that one already.
 * The value of a lone field from another world becomes one of the field it is called here.
 */
export function renameField(source: FixableText, problem: Problem, to: string, preferred: boolean): Fix {
  const { path, offset, length } = problem;
  const text = JSON.stringify(to);
  const field = String(path.at(-1));
  const user = source.userOf(path);
  const json = user && valueHere(source, user, problem, to);
  const isPossible = () => {
    const object = user && memberAt(user, offset)?.parent;
    return !user || (object !== undefined && propertiesNamed(object, to).length === 0);
  };
  const edits = () => {
    if (user === undefined) return [{ offset, length, text }]; // What cannot be parsed can be told by its place.
    const member = memberAt(user, offset);
    if (!member || !isPossible()) return [];
    const keys = namesakes(member).flatMap(({ children: [key] = [] }) => key ?? []);
    const renames = keys.map((key) => ({ offset: key.offset, length: key.length, text }));
    if (json === undefined) return inWhole(user, renames);
    const pieces = new TextPieces(user.text);
    pieces.apply(renames);
    pieces.apply(editUserText(pieces.text, [to], { kind: 'set', json }, source.style));
    return inWhole(user, pieces.edits());
  };
  return {
    action: { kind: 'renameField', field, to, ...(json !== undefined && { json }) },
    preferred,
    isPossible,
    edits,
  };
}

/**
 * The value of a field of a user as our field of another name holds it, as JSON; undefined where it stays as it is: that one
 * is none for the account, either, and the next problem has those that are.
 */
function valueHere(source: FixableText, user: UserPart, { path, offset }: Problem, to: string): string | undefined {
  const [field = '', ...below] = inUser(path);
  const other = below.length === 0 ? otherName([], String(field)) : undefined;
  const member = memberAt(user, offset);
  if (typeof other !== 'object' || !other.convert || !member || namesakes(member).length !== 1) return undefined;
  const value = other.convert(parseJson(valueText(user, member))?.value);
  const { choices } = source.shapeAt([...path.slice(0, -1), to]) ?? {};
  const isTaken = choices?.some((choice) => choice === value) ?? true;
  return value === undefined || !isTaken ? undefined : JSON.stringify(value);
}

/** Adds the missing field; where one of several is enough, any of them. */
export function addMissing(source: FixableText, { path, params }: ProblemOf<'missingField'>): Fix[] {
  const { oneOf = [], field } = params;
  const names = oneOf.length > 0 ? oneOf : [field];
  return names.map((name) => addField(source, [...path.slice(0, -1), name], names.length === 1));
}

/** Adds a field, and the objects on the way to it, with a value of the right shape that is to be filled in. */
function addField(source: FixableText, path: JsonPath, preferred: boolean): Fix {
  const shape = source.shapeAt(path);
  const json = emptyShape(shape);
  const allowed = shape?.choices ?? shape?.item?.choices;
  const user = source.userOf(path);
  const ofUser = inUser(path);
  const isPossible = () => user !== undefined && hasRoom(user.root, ofUser);
  const edits = () => (user && isPossible() ? inWhole(user, addition(source, user, ofUser, json)) : []);
  return {
    action: { kind: 'addField', field: String(path.at(-1)), json, ...(allowed && { allowed }) },
    preferred,
    isPossible,
    edits,
  };
}

/** `$truto` stands first in its file, everything else behind what is there. */
function addition({ style }: FixableText, { text, root, layout }: UserPart, path: JsonPath, json: string): TextEdit[] {
  const [first, ...rest] = path;
  if (first !== '$truto' || root.type !== 'object' || propertiesNamed(root, first).length > 0) {
    return editUserText(text, path, { kind: 'set', json }, style);
  }
  const value = rest.reduceRight<string>((inner, step) => `{${JSON.stringify(step)}:${inner}}`, json);
  return insertChild(layout, root, 0, (shape) => `"$truto":${shape.space}${renderJson(value, shape)}`);
}

/** Hands an unknown field of the body to the integration as it is. */
export function moveToRemoteData(source: FixableText, problem: Problem): Fix {
  const field = String(problem.path.at(-1));
  return {
    action: { kind: 'moveToRemoteData', field },
    preferred: false,
    ...move(source, problem, ['remote_data', field]),
  };
}

/** Puts a field where it counts. Where an update goes is never changed unasked. */
export function moveField(source: FixableText, problem: Problem, to: JsonPath): Fix {
  const action = { kind: 'moveField', field: String(problem.path.at(-1)), to } as const;
  return { action, preferred: false, ...move(source, problem, to) };
}

/** Not possible where there is something already, or where it is not clear which of equal keys would move. */
function move(source: FixableText, { path, offset }: Problem, to: JsonPath): Pick<Fix, 'isPossible' | 'edits'> {
  const user = source.userOf(path);
  const isPossible = () => {
    const member = user && memberAt(user, offset);
    if (!user || !member || namesakes(member).length !== 1 || !hasRoom(user.root, to)) return false;
    return jsonDepth(valueText(user, member)) + to.length <= maxDepth;
  };
  const edits = () => {
    if (!user || !isPossible()) return [];
    const pieces = new TextPieces(user.text);
    pieces.apply(addition(source, user, to, plainJson(valueText(user, memberAt(user, offset)))));
    pieces.apply(editUserText(pieces.text, inUser(path), { kind: 'remove' }, source.style));
    return inWhole(user, pieces.edits());
  };
  return { isPossible, edits };
}

/** Whether there is nothing at a path yet, and a value can come there. */
function hasRoom(root: Node, path: JsonPath): boolean {
  let node = root;
  for (const [depth, step] of path.entries()) {
    const child = childAt(node, step);
    if (!child) return canTake(node, step) && path.slice(depth + 1).every(isFirst);
    node = child;
  }
  return false;
}

/** Null becomes what is to hold the value; lists grow at their end. */
function canTake(node: Node, step: string | number): boolean {
  if (node.type === 'null') return isFirst(step);
  return typeof step === 'string' ? node.type === 'object' : node.type === 'array' && childrenOf(node).length === step;
}

/** A list that is made has its first item only. */
const isFirst = (step: string | number): boolean => typeof step === 'string' || step === 0;

function removal(user: UserPart | undefined, offset: number, removed: (member: Node) => readonly Node[]): TextEdit[] {
  const member = user && memberAt(user, offset);
  if (user === undefined || member?.parent === undefined) return [];
  return inWhole(user, removeChildren(user.layout, member.parent, new Set(removed(member))));
}

/** The properties of its object that have the same key as this one, itself included. */
function namesakes(property: Node): Node[] {
  return property.parent ? propertiesNamed(property.parent, String(property.children?.[0]?.value)) : [];
}

function valueText({ text }: UserPart, property: Node | undefined): string {
  const value = property?.children?.[1];
  return value ? text.slice(value.offset, value.offset + value.length) : '';
}
