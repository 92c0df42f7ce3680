import { respondsJson, userUrl, type CodeRequest } from './codeRequest';
import {
  javascriptEnvironment,
  guards,
  javascriptLiteral,
  javascriptString,
  javascriptText,
  javascriptLostNumbers,
} from './javascriptLiteral';
import { jsonPieces } from './printLiteral';
import { queryParts } from './queryParts';
import type { SecretVariables } from './secretVariables';

/** The request with JavaScript's `fetch`, as a module of Node. */
export function fetchSnippet(request: CodeRequest, secrets: SecretVariables): string {
  // A number that JavaScript would change goes as part of a text.
  const isText = javascriptLostNumbers(request.bodyJson).length > 0;
  const body = isText
    ? javascriptText(jsonPieces(request.bodyJson, secrets, 'USER'))
    : javascriptLiteral(request.bodyJson, secrets, { place: 'USER', depth: 0 });
  const address = url(request, secrets);
  return `${guards(secrets)}const url = ${address};
const body = ${body};

const response = await fetch(url, {
  method: 'PATCH',
  headers: {
    'Authorization': \`Bearer \${${javascriptEnvironment('TRUTO_API_TOKEN')}}\`,
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
  },
  body: ${isText ? 'body' : 'JSON.stringify(body)'},
});

if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
const data = await response.${respondsJson(request) ? 'json' : 'text'}();
console.log(data);`;
}

function url(request: CodeRequest, secrets: SecretVariables): string {
  let plain = `${userUrl(request)}?`;
  const terms: string[] = [];
  queryParts(request, secrets).forEach(({ name, value, variable }, index) => {
    plain += `${index > 0 ? '&' : ''}${name}=`;
    if (variable === undefined) {
      plain += value;
    } else {
      terms.push(javascriptString(plain), `encodeURIComponent(${javascriptEnvironment(variable)})`);
      plain = '';
    }
  });
  return [...terms, ...(plain === '' ? [] : [javascriptString(plain)])].join(' + ');
}
