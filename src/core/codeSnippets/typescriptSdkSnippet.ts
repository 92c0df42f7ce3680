import { defaultBaseUrl, openJson, wholeQuery, type CodeRequest } from './codeRequest';
import {
  javascriptEnvironment,
  guards,
  javascriptLiteral,
  javascriptString,
  javascriptLostNumbers,
} from './javascriptLiteral';
import type { SecretVariables } from './secretVariables';

/** The request with Truto's TypeScript SDK, called as its API page shows it. */
export function typescriptSdkSnippet(request: CodeRequest, secrets: SecretVariables): string {
  const body = bodyLiteral(request, secrets);
  const query = queryLiteral(wholeQuery(request), secrets);
  const notes = `// The call as Truto's API page shows it. Version 2 of the package refuses it: copy the code for that.
// It has no place for an Idempotency-Key: each run sends the update again.
`;
  return `${notes}${start(request, secrets)}
const result = await truto.unifiedApi.update(
  'user-directory',
  'users',
  ${javascriptString(request.userId)},
  ${body},
  ${query},
);

console.log(result);`;
}

/** The request with version 2 of Truto's TypeScript SDK, as its published types want it. */
export function typescriptSdk2Snippet(request: CodeRequest, secrets: SecretVariables): string {
  const body = bodyLiteral(request, secrets);
  const query = queryLiteral({ ...wholeQuery(request), unified_model: 'user-directory', resource: 'users' }, secrets);
  return `// For version 2 of @truto/truto-ts-sdk.
${start(request, secrets)}
const result = await truto.unifiedApi.update(
  ${javascriptString(request.userId)},
  ${body},
  ${query},
  { headers: { 'Idempotency-Key': crypto.randomUUID() } },
);

console.log(result);`;
}

function bodyLiteral({ bodyJson }: CodeRequest, secrets: SecretVariables): string {
  return javascriptLiteral(bodyJson, secrets, { place: 'USER', depth: 1 });
}

function queryLiteral(query: Readonly<Record<string, unknown>>, secrets: SecretVariables): string {
  return javascriptLiteral(JSON.stringify(query), secrets, { place: 'QUERY', depth: 1 });
}

/** What comes before the call. The secrets of body and query are known by now. */
function start(request: CodeRequest, secrets: SecretVariables): string {
  const { baseUrl } = request;
  const lost = javascriptLostNumbers(openJson(request)).map(
    (number) => `// JavaScript cannot hold this number and sends another one: ${number}\n`,
  );
  const base = baseUrl === defaultBaseUrl ? '' : `\n  baseUrl: ${javascriptString(baseUrl)},`;
  return `${lost.join('')}import Truto from '@truto/truto-ts-sdk';

${guards(secrets)}const truto = new Truto({
  token: ${javascriptEnvironment('TRUTO_API_TOKEN')}!,${base}
});
`;
}
