import { markedTokens } from '../secrets/markedTokens';
import type { SecretVariables } from './secretVariables';

/** How a programming language spells what JSON can hold; what is given is spelled as in JSON. */
export interface LiteralStyle {
  readonly indent: string;
  key(text: string): string;
  value(text: string): string;
  /** The value of an environment variable: text, or the number that it spells. */
  secret(variable: string, kind: 'text' | 'number'): string;
}

export interface LiteralPlace {
  readonly place: 'USER' | 'QUERY';
  /** How deep the line stands on which the literal begins. */
  readonly depth: number;
}

/** What is deeper stands no further to the right: indents would outgrow the text. */
const maxIndentDepth = 40;

/** Valid JSON as a literal of a programming language, one member a line. */
export function printLiteral(
  json: string,
  style: LiteralStyle,
  secrets: SecretVariables,
  { place, depth }: LiteralPlace,
): string {
  let level = depth;
  let isFresh = false;
  let printed = '';
  const line = () => `\n${style.indent.repeat(Math.min(level, maxIndentDepth))}`;
  for (const { role, text, secret } of markedTokens(json)) {
    if (role === 'comma') {
      printed += `,${line()}`;
    } else if (role === 'colon') {
      printed += ': ';
    } else if (role === 'close') {
      level -= 1;
      printed += isFresh ? text : `${line()}${text}`;
    } else {
      if (isFresh) printed += line();
      if (role === 'open') level += 1;
      if (role === 'open') printed += text;
      else if (role === 'key') printed += style.key(text);
      else printed += secret ? style.secret(secrets.variable(place, secret), kindOf(text)) : style.value(text);
    }
    isFresh = role === 'open';
  }
  return printed;
}

/** A piece of a JSON text: spelled out, or the value of a variable in its place. */
export type JsonPiece = string | { readonly variable: string; readonly kind: 'text' | 'number' };

/** Valid JSON, without space, cut where its secrets stand. */
export function jsonPieces(json: string, secrets: SecretVariables, place: 'USER' | 'QUERY'): JsonPiece[] {
  const pieces: JsonPiece[] = [];
  let plain = '';
  for (const { text, secret } of markedTokens(json)) {
    if (!secret) {
      plain += text;
      continue;
    }
    pieces.push(plain, { variable: secrets.variable(place, secret), kind: kindOf(text) });
    plain = '';
  }
  return [...pieces, plain];
}

function kindOf(value: string): 'text' | 'number' {
  return value.startsWith('"') ? 'text' : 'number';
}
