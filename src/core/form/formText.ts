import type { Node } from 'jsonc-parser';
import { exactNumber } from '../json/exactNumber';
import type { JsonPath } from '../json/jsonPath';
import { childrenOf, endOf, parseJsonTree } from '../json/jsonTree';

/** A value as the form shows it. `source` is its spelling in the text, `offset` where that begins. */
export type FormValue =
  | (Place & { readonly kind: 'text'; readonly text: string })
  | (Place & { readonly kind: 'number' })
  | (Place & { readonly kind: 'boolean'; readonly on: boolean })
  | (Place & { readonly kind: 'null' })
  | FormList
  | FormObject;

interface FormList extends Place {
  readonly kind: 'list';
  readonly items: readonly FormValue[];
}

export interface FormObject extends Place {
  readonly kind: 'object';
  /** By name, in the order of the text; of equal keys the last. */
  readonly members: ReadonlyMap<string, FormValue>;
}

interface Place {
  readonly offset: number;
  readonly source: string;
}

/**
 * A text as a form: `user` can be edited, the rest cannot. A broken text is read as far as it goes. An empty text is a
 * user without fields.
 */
export type FormText =
  | { readonly state: 'user'; readonly user: FormObject }
  | { readonly state: 'broken'; readonly user: FormObject; readonly brokenAt: number }
  | { readonly state: 'list'; readonly count: number }
  | { readonly state: 'notAUser' }
  | { readonly state: 'tooDeep' };

const noFields: FormObject = { kind: 'object', offset: 0, source: '', members: new Map() };

/** Reads JSON (comments and trailing commas allowed) for the form; never throws. */
export function readFormText(text: string): FormText {
  const { root, state, brokenAt = 0 } = parseJsonTree(text);
  if (state === 'tooDeep') return { state };
  const value = root ? readValue(text, root) : noFields;
  if (state === 'broken') return { state, brokenAt, user: value.kind === 'object' ? value : noFields };
  if (value.kind === 'object') return { state: 'user', user: value };
  return value.kind === 'list' ? { state: 'list', count: value.items.length } : { state: 'notAUser' };
}

/** The value at a path, if there is one. */
export function formValueAt(root: FormValue, path: JsonPath): FormValue | undefined {
  return path.reduce<FormValue | undefined>((value, step) => {
    if (value?.kind === 'object' && typeof step === 'string') return value.members.get(step);
    return value?.kind === 'list' && typeof step === 'number' ? value.items[step] : undefined;
  }, root);
}

/** What a value is to programs. */
export function plainValue(value: FormValue): unknown {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return exactNumber(value.source);
    case 'boolean':
      return value.on;
    case 'null':
      return null;
    case 'list':
      return value.items.map(plainValue);
    case 'object':
      return Object.fromEntries([...value.members].map(([name, member]) => [name, plainValue(member)]));
  }
}

function readValue(text: string, node: Node): FormValue {
  const place = { offset: node.offset, source: text.slice(node.offset, endOf(node)) };
  switch (node.type) {
    case 'object':
      return { ...place, kind: 'object', members: readMembers(text, node) };
    case 'array':
      return { ...place, kind: 'list', items: childrenOf(node).map((item) => readValue(text, item)) };
    case 'string':
      return { ...place, kind: 'text', text: String(node.value) };
    case 'boolean':
      return { ...place, kind: 'boolean', on: node.value === true };
    case 'number':
      return { ...place, kind: 'number' };
    default:
      return { ...place, kind: 'null' };
  }
}

function readMembers(text: string, object: Node): ReadonlyMap<string, FormValue> {
  const members = new Map<string, FormValue>();
  for (const { children: [key, value] = [] } of childrenOf(object)) {
    // A property that is still being typed has no value yet.
    if (key && value) members.set(String(key.value), readValue(text, value));
  }
  return members;
}
