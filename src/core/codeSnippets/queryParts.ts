import { isSecretKey } from '../secrets/isSecretKey';
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
  const query = encodeQuery(withoutSecrets(wholeQuery(request), [], false, hide) as Record<string, unknown>);
  return query.split('&').map((part) => {
    const equals = part.indexOf('=');
    const value = part.slice(equals + 1);
    const variable = hidden.get(value);
    return { name: part.slice(0, equals), value, ...(variable !== undefined && { variable }) };
  });
}

function withoutSecrets(value: unknown, path: JsonPath, isSecret: boolean, hide: (path: JsonPath) => string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutSecrets(item, [...path, index], isSecret, hide));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        withoutSecrets(member, [...path, key], isSecret || isSecretKey(key), hide),
      ]),
    );
  }
  return isSecret && (typeof value === 'number' || (typeof value === 'string' && value !== '')) ? hide(path) : value;
}
