import { decodeString } from '../json/jsonText';
import { unsafeNumber } from '../json/unsafeNumber';
import { escapeUnseen } from './escapes';
import { numbersOf } from './numbersOf';
import { printLiteral, type JsonPiece, type LiteralPlace, type LiteralStyle } from './printLiteral';
import type { SecretVariables } from './secretVariables';

const words: ReadonlyMap<string, string> = new Map([
  ['true', 'True'],
  ['false', 'False'],
  ['null', 'None'],
]);

const style: LiteralStyle = {
  indent: '    ',
  key: (text) => pythonString(decodeString(text)),
  value: (text) => (text.startsWith('"') ? pythonString(decodeString(text)) : (words.get(text) ?? text)),
  secret: (variable, kind) =>
    kind === 'text' ? pythonEnvironment(variable) : `json.loads(${pythonEnvironment(variable)})`,
};

/** Valid JSON as a Python literal; numbers keep their spelling. */
export function pythonLiteral(json: string, secrets: SecretVariables, place: LiteralPlace): string {
  return printLiteral(json, style, secrets, place);
}

/** Python refuses integer literals above 4300 digits. */
const maxIntegerLength = 4000;

/** The numbers, as spelled, that Python would not send as they are: it holds integers of any size, others as doubles. */
export function pythonLostNumbers(json: string): string[] {
  return numbersOf(json).filter((number) =>
    /^-?\d+$/.test(number) ? number.length > maxIntegerLength : unsafeNumber(number) !== undefined,
  );
}

/** A double-quoted string. */
export function pythonString(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escapeUnseen(escaped)}"`;
}

/** An expression for a text that is put together of pieces. */
export function pythonText(pieces: readonly JsonPiece[]): string {
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (typeof piece === 'string') return pythonString(piece);
      return piece.kind === 'text'
        ? `json.dumps(${pythonEnvironment(piece.variable)})`
        : pythonEnvironment(piece.variable);
    })
    .join(' + ');
}

/** The import that an expression of this file may need. */
export function jsonImport(code: string): string {
  return /json\.(?:dumps|loads)\(/.test(code) ? 'import json\n' : '';
}

export function pythonEnvironment(variable: string): string {
  return `os.environ["${variable}"]`;
}

/** Stops where a variable is missing or empty. */
export function pythonGuards(secrets: SecretVariables): string {
  return secrets
    .names()
    .map((name) => `if not os.environ.get("${name}"):\n    raise SystemExit("Set ${name} first")\n`)
    .join('');
}
