import type { Node } from 'jsonc-parser';
import { JsonLayout, type TextStyle } from '../edit/jsonLayout';
import { nodeAround, nodeAt, parseJsonTree } from '../json/jsonTree';
import type { TextEdit } from '../json/textEdit';
import { Char, charAt, skipSpace, valueEnd } from '../json/jsonText';
import { plainJson } from '../json/plainJson';
import type { JsonPath } from '../json/jsonPath';
import type { TextRange } from '../json/textEdit';
import type { AccountRules } from '../rules/accountRules';
import { fieldShape, type FieldShape } from '../rules/fieldShape';
import { isOfAccount, ruleAt } from '../rules/ruleAt';
import { inUser, schemaOf } from '../schema/schemaOf';

/** One user of a text, as a text of its own that keeps the indentation of its first line. */
export interface UserPart {
  readonly text: string;
  /** From offsets in this text to offsets in the whole one. */
  readonly shift: number;
  readonly root: Node;
  readonly layout: JsonLayout;
}

/** A text whose problems are to be fixed. Of an array of users, only the users that are asked for are parsed. */
export class FixableText {
  readonly style: TextStyle;
  private items: readonly TextRange[] | undefined;
  private readonly users = new Map<string | number, UserPart | undefined>();

  /** `rules`: those of the account that the users go to, as far as they are known. */
  constructor(
    readonly text: string,
    style?: TextStyle,
    readonly rules?: AccountRules,
  ) {
    this.style = style ?? { eol: text.includes('\r\n') ? '\r\n' : '\n', indent: '  ' };
  }

  /** The user that a path leads into; undefined where the text is broken, or too deep to parse. */
  userOf(path: JsonPath): UserPart | undefined {
    const [index = ''] = path;
    const key = typeof index === 'number' ? index : '';
    if (!this.users.has(key)) this.users.set(key, typeof index === 'number' ? this.item(index) : this.whole());
    return this.users.get(key);
  }

  /** What may be written at a path: by the rules of its user's account, too. */
  shapeAt(path: JsonPath): FieldShape | undefined {
    const rules = this.rules && isOfAccount(this.namedAccount(path), this.rules) ? this.rules : undefined;
    return fieldShape(schemaOf(path), rules && ruleAt(inUser(path), rules));
  }

  private namedAccount(path: JsonPath): unknown {
    const user = this.userOf(path);
    return user && nodeAt(user.root, ['$truto', 'integrated_account_id'])?.value;
  }

  /** The whole text. */
  whole(): UserPart | undefined {
    return this.parsed(this.text.replace(/^\ufeff/, ' '), 0);
  }

  private item(index: number): UserPart | undefined {
    this.items ??= itemsOf(this.text);
    const item = this.items[index];
    if (item === undefined) return undefined;
    // A line that is longer is not one that somebody indents.
    const before = this.text.slice(Math.max(0, item.offset - 1000), item.offset);
    const [, indent = ''] = /(?:^|[\r\n])([ \t]*)[^\r\n]*$/.exec(before) ?? [];
    return this.parsed(indent + this.text.slice(item.offset, item.offset + item.length), item.offset - indent.length);
  }

  private parsed(text: string, shift: number): UserPart | undefined {
    const { root, state } = parseJsonTree(text);
    if (root === undefined || state !== 'whole') return undefined;
    return { text, shift, root, layout: new JsonLayout(text, root, this.style) };
  }
}

/** The property or item whose key or value stands at an offset of the whole text. */
export function memberAt(user: UserPart, offset: number): Node | undefined {
  const node = nodeAround(user.root, offset - user.shift);
  return node?.parent?.type === 'property' ? node.parent : node;
}

/** Edits of one user's text as edits of the whole one. */
export function inWhole(user: UserPart, edits: readonly TextEdit[]): TextEdit[] {
  return edits.map((edit) => ({ ...edit, offset: edit.offset + user.shift }));
}

/** Where the items of a text stand that is an array. */
function itemsOf(text: string): TextRange[] {
  const plain = plainJson(text);
  const items: TextRange[] = [];
  let at = skipSpace(plain, 0);
  if (charAt(plain, at) !== Char.OpenBracket) return items;
  at = skipSpace(plain, at + 1);
  while (at < plain.length && charAt(plain, at) !== Char.CloseBracket) {
    const end = valueEnd(plain, at);
    items.push({ offset: at, length: end - at });
    at = skipSpace(plain, end);
    if (charAt(plain, at) === Char.Comma) at = skipSpace(plain, at + 1);
  }
  return items;
}
