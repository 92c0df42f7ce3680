import { respondsJson, userUrl, type CodeRequest } from './codeRequest';
import { jsonPieces } from './printLiteral';
import {
  pythonEnvironment,
  pythonGuards,
  jsonImport,
  pythonLostNumbers,
  pythonLiteral,
  pythonString,
  pythonText,
} from './pythonLiteral';
import { queryParts, type QueryPart } from './queryParts';
import type { SecretVariables } from './secretVariables';

/** The request with Python's `requests`. */
export function requestsSnippet(request: CodeRequest, secrets: SecretVariables): string {
  // A number that Python would change goes as part of a text.
  const isText = pythonLostNumbers(request.bodyJson).length > 0;
  const payload = isText
    ? pythonText(jsonPieces(request.bodyJson, secrets, 'USER'))
    : pythonLiteral(request.bodyJson, secrets, { place: 'USER', depth: 0 });
  const query = params(queryParts(request, secrets));
  return `${jsonImport(payload)}import os
import uuid

import requests

${pythonGuards(secrets)}
url = ${pythonString(userUrl(request))}
headers = {
    "Authorization": f"Bearer {os.environ['TRUTO_API_TOKEN']}",
    "Content-Type": "application/json",
    "Idempotency-Key": str(uuid.uuid4()),
}
params = ${query}
payload = ${payload}

response = requests.patch(url, headers=headers, params=params, ${isText ? 'data=payload.encode()' : 'json=payload'})
if not response.ok:
    print(response.text)
response.raise_for_status()
print(response.${respondsJson(request) ? 'json()' : 'text'})`;
}

/** A dictionary; a list of pairs where a name repeats, as those of arrays do. */
function params(parts: readonly QueryPart[]): string {
  const isList = new Set(parts.map(({ name }) => name)).size < parts.length;
  const lines = parts.map(({ name, value, variable }) => {
    const spelled = [
      pythonString(decodeURIComponent(name)),
      variable === undefined ? pythonString(decodeURIComponent(value)) : pythonEnvironment(variable),
    ];
    return isList ? `    (${spelled.join(', ')}),\n` : `    ${spelled.join(': ')},\n`;
  });
  return isList ? `[\n${lines.join('')}]` : `{\n${lines.join('')}}`;
}
