import type { TextRange } from './textEdit';

/** How JSON spells what another notation has: spaces for what nobody sees. */
export interface ForeignSpelling {
  readonly json: string;
  /** A word, a sign, or the code of a character; none for what is only in the wrong quotes. */
  readonly got?: string;
}

interface ForeignToken extends TextRange, ForeignSpelling {
  /** JSON of the same length, so that what is around it can be read. */
  readonly standIn: string;
}

// They keep to one line, and hold nothing that could be the structure of JSON around them.
const quoted = /'((?:(?!\/[/*])[^'"{}[\]\\\r\n])*)'|[“”„«]((?:(?!\/[/*])[^“”„«»"{}[\]\\\r\n])*)[“”»]/y;
const key = /[a-z_$][\w$-]+(?=\s{0,99}:)/iy;
const word = /(?:(true|false)|null|none|nil|nan|undefined)(?![\w$-])/iy;
const comment = /(#|```)[^,"{}[\]\r\n]{0,200}(?=[\r\n]|$)/y;
const unseen = /[\p{Z}\p{Cc}\p{Cf}]+/u;

/** What another notation has at a place where a parser of JSON knows no token; undefined where that is not known. */
function foreignToken(text: string, { offset, length }: TextRange): ForeignToken | undefined {
  const at = (pattern: RegExp) => {
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
  const hidden = unseen.exec(text.slice(offset, offset + length));
  if (hidden) {
    const json = ' '.repeat(hidden[0].length);
    const got = `U+${hidden[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    return { offset: offset + hidden.index, length: json.length, json, got, standIn: json };
  }
  const inQuotes = at(quoted);
  if (inQuotes) {
    const said = inQuotes[1] ?? inQuotes[2] ?? '';
    const standIn = `"${said.replace(/\p{Cc}/gu, '-')}"`;
    return { offset, length: standIn.length, json: JSON.stringify(said), standIn };
  }
  const [name] = at(key) ?? [];
  if (name !== undefined)
    return { offset, length: name.length, json: `"${name}"`, standIn: `"${'-'.repeat(name.length - 2)}"` };
  const [got, isOrNot = 'null'] = at(word) ?? [];
  const json = isOrNot.toLowerCase();
  if (got?.length === length && got !== json) return { offset, length, json, got, standIn: '0'.padEnd(length) };
  const [whole = '', sign] = at(comment) ?? [];
  return sign === undefined
    ? undefined
    : { offset, length: sign.length, json: '//', got: sign, standIn: ' '.repeat(whole.length) };
}

/**
 * What other notations have in a text, found where a parser of JSON knows no token, and the text with JSON of the same length in
 * place of it.
 */
export function withoutForeignTokens(
  text: string,
  unknown: readonly TextRange[],
): { readonly text: string; readonly tokens: readonly ForeignToken[] } {
  const tokens: ForeignToken[] = [];
  let [plain, done] = ['', 0];
  for (const range of unknown) {
    const token = range.offset < done ? undefined : foreignToken(text, range);
    if (!token) continue;
    tokens.push(token);
    plain += text.slice(done, token.offset) + token.standIn;
    done = token.offset + token.standIn.length;
  }
  return { text: plain + text.slice(done), tokens };
}
