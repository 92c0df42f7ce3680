import { userUrl, type CodeRequest } from './codeRequest';
import { escapeUnseen } from './escapes';
import { jsonPieces, type JsonPiece } from './printLiteral';
import { queryParts } from './queryParts';
import type { SecretVariables } from './secretVariables';
import { shellString } from './shellString';

/** Linux takes no argument above 128 KB; a character has at most three bytes for each of its UTF-16 units. */
const maxArgumentLength = 40_000;

/** The request as one command of bash or zsh. The body is the JSON text that the extension would send. */
export function curlSnippet(request: CodeRequest, secrets: SecretVariables): string {
  const query = queryParts(request, secrets);
  const plain = query.filter(({ variable }) => variable === undefined).map(({ name, value }) => `${name}=${value}`);
  const hidden = query.flatMap(({ name, variable }) =>
    variable === undefined ? [] : [`--url-query ${shellString(`${name}=`)}"$${variable}"`],
  );
  const url = `${userUrl(request)}?${plain.join('&')}`;
  const body = shellText(jsonPieces(request.bodyJson, secrets, 'USER'));
  const isLong = request.bodyJson.length > maxArgumentLength;
  // curl would take brackets in a URL for a range of URLs.
  const glob = url.includes('[') ? '-g ' : '';
  const lines = [
    `${guard(secrets)}${isLong ? `printf %s ${body} | ` : ''}curl ${glob}-X PATCH ${shellString(url)}`,
    ...hidden,
    '-H "Authorization: Bearer $TRUTO_API_TOKEN"',
    "-H 'Content-Type: application/json'",
    '-H "Idempotency-Key: $(date +%s)-$RANDOM$RANDOM"',
    isLong ? '--data-binary @-' : `-d ${body}`,
  ];
  return lines.join(' \\\n  ');
}

/** Nothing runs while a variable is missing: an empty password would be sent as one. */
function guard(secrets: SecretVariables): string {
  const [, ...names] = secrets.names();
  return names.map((name) => `: "\${${name}:?}" && \\\n`).join('');
}

/** One word of the shell, put together of quoted text and of variables. */
function shellText(pieces: readonly JsonPiece[]): string {
  let word = '';
  let plain = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      plain += piece;
      continue;
    }
    const quote = piece.kind === 'text' ? '"' : '';
    word += shellString(escapeUnseen(plain + quote)) + shellValue(piece);
    plain = quote;
  }
  return word + shellString(escapeUnseen(plain));
}

/** A variable inside JSON: a text without its quotation marks, or a number. */
function shellValue({ variable, kind }: Exclude<JsonPiece, string>): string {
  return kind === 'number' ? `"$${variable}"` : `"$(printf %s "$${variable}" | sed 's/[\\\\"]/\\\\&/g')"`;
}
