import { userUrl, type CodeRequest } from './codeRequest';
import { escapeUnseen } from './escapes';
import { printLiteral, type LiteralStyle } from './printLiteral';
import { queryParts } from './queryParts';
import type { SecretVariables } from './secretVariables';

/** Linux takes no argument above 128 KB; a character has at most three bytes for each of its UTF-16 units. */
const maxArgumentLength = 40_000;

/** JSON inside a single-quoted word of the shell, which ends where a variable comes. */
const style: LiteralStyle = {
  indent: '  ',
  key: (text) => insideShellString(escapeUnseen(text)),
  value: (text) => insideShellString(escapeUnseen(text)),
  secret: (variable, kind) =>
    kind === 'number' ? `'"$${variable}"'` : `"'"$(printf %s "$${variable}" | sed 's/[\\\\"]/\\\\&/g')"'"`,
};

/** The request as one command of bash or zsh. The body is JSON with the numbers as the extension would send them. */
export function curlSnippet(request: CodeRequest, secrets: SecretVariables): string {
  const query = queryParts(request, secrets);
  const plain = query.filter(({ variable }) => variable === undefined).map(({ name, value }) => `${name}=${value}`);
  const hidden = query.flatMap(({ name, variable }) =>
    variable === undefined ? [] : [`--url-query ${shellString(`${name}=`)}"$${variable}"`],
  );
  const url = `${userUrl(request)}?${plain.join('&')}`;
  const body = `'${printLiteral(request.bodyJson, style, secrets, { place: 'USER', depth: 0 })}'`;
  const isLong = body.length > maxArgumentLength;
  // curl would take brackets in a URL for a range of URLs.
  const glob = url.includes('[') ? '-g ' : '';
  const lines = [
    `${guard(secrets)}${isLong ? `printf %s ${body} | ` : ''}curl --fail-with-body ${glob}-X PATCH ${shellString(url)}`,
    ...hidden,
    '-H "Authorization: Bearer $TRUTO_API_TOKEN"',
    "-H 'Content-Type: application/json'",
    '-H "Idempotency-Key: $(date +%s)-$RANDOM$RANDOM"',
    isLong ? '--data-binary @-' : `-d ${body}`,
  ];
  return lines.join(' \\\n  ');
}

/** Nothing runs while a variable is missing: nobody would be signed in, an empty password would be sent as one. */
function guard(secrets: SecretVariables): string {
  return secrets
    .names()
    .map((name) => `: "\${${name}:?}" && \\\n`)
    .join('');
}

/** One word of a POSIX shell (and of zsh) that is exactly this text. */
const shellString = (text: string): string => `'${insideShellString(text)}'`;

/** The text as it is spelled between single quotes of a POSIX shell. */
function insideShellString(text: string): string {
  return text.replaceAll("'", "'\\''");
}
