import { markedTokens } from '../secrets/markedTokens';
import { parseExact } from '../json/exactJson';
import type { JsonPath } from '../json/jsonPath';
import { encodeQuery, percentEncode } from '../http/query';
import { wholeQuery, type CodeRequest } from './codeRequest';
import type { SecretVariables } from './secretVariables';

/** One `name=value` of the query, percent-encoded; in the place of a secret value stands the variable that holds it. */
export interface QueryPart {
  readonly name: string;
  readonly value: string;
  readonly variable?: string;
}

/** The query of the request as it goes over the wire, in order. */
export function queryParts(request: CodeRequest, secrets: SecretVariables): QueryPart[] {
  const hidden = new Map<string, string>();
  const hide = (path: JsonPath): string => {
    // A noncharacter: no text that anybody sends is just this.
    const mark = `\u{10FFFF}${hidden.size}`;
    hidden.set(percentEncode(mark), secrets.variable('QUERY', path));
    return mark;
  };
  const json = [...markedTokens(JSON.stringify(wholeQuery(request)))].map(({ text, secret }) =>
    secret ? JSON.stringify(hide(secret)) : text,
  );
  const query = encodeQuery(parseExact(json.join('')) as Record<string, unknown>);
  return query.split('&').map((part) => {
    const equals = part.indexOf('=');
    const value = part.slice(equals + 1);
    const variable = hidden.get(value);
    return { name: part.slice(0, equals), value, ...(variable !== undefined && { variable }) };
  });
}
