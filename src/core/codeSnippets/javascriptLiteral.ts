import { unsafeNumber } from '../json/unsafeNumber';
import { decodeString } from '../json/jsonText';
import { escapeUnseen } from './escapes';
import { numbersOf } from './numbersOf';
import { printLiteral, type JsonPiece, type LiteralPlace, type LiteralStyle } from './printLiteral';
import type { SecretVariables } from './secretVariables';

/** JSON as JavaScript: the same text, but for what a script inside HTML or an old engine would trip over. */
const style: LiteralStyle = {
  indent: '  ',
  // Plain, it would set the prototype instead of a member.
  key: (text) => (decodeString(text) === '__proto__' ? `[${text}]` : inScript(escapeUnseen(text))),
  value: (text) => (text.startsWith('"') ? inScript(escapeUnseen(text)) : text),
  secret: (variable, kind) =>
    kind === 'text' ? javascriptEnvironment(variable) : `Number(${javascriptEnvironment(variable)})`,
};

/** Valid JSON as a JavaScript literal. Numbers that JavaScript cannot hold lose digits: see `lostNumbers`. */
export function javascriptLiteral(json: string, secrets: SecretVariables, place: LiteralPlace): string {
  return printLiteral(json, style, secrets, place);
}

/** The numbers, as spelled, that JavaScript would send as other ones. */
export function javascriptLostNumbers(json: string): string[] {
  return numbersOf(json).filter((number) => unsafeNumber(number) !== undefined);
}

/** A single-quoted string. */
export function javascriptString(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `'${inScript(escapeUnseen(escaped))}'`;
}

/** An expression for a text that is put together of pieces. */
export function javascriptText(pieces: readonly JsonPiece[]): string {
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (typeof piece === 'string') return javascriptString(piece);
      return piece.kind === 'text'
        ? `JSON.stringify(${javascriptEnvironment(piece.variable)})`
        : javascriptEnvironment(piece.variable);
    })
    .join(' + ');
}

/** Stops where a variable is missing: nobody would be signed in, and a member without a value would silently be left out. */
export function guards(secrets: SecretVariables): string {
  return secrets
    .names()
    .map((name) => `if (!${javascriptEnvironment(name)}) throw new Error('Set ${name} first');\n`)
    .join('');
}

export function javascriptEnvironment(variable: string): string {
  return `process.env.${variable}`;
}

function inScript(escaped: string): string {
  return escaped.replaceAll('</', '<\\/').replaceAll('<!--', '\\u003c!--');
}
