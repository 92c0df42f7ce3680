import { defaultBaseUrl, wholeQuery, type CodeRequest } from './codeRequest';
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
  const lost = javascriptLostNumbers(request.bodyJson).map(
    (number) => `// JavaScript cannot hold this number and sends another one: ${number}\n`,
  );
  const baseUrl = request.baseUrl === defaultBaseUrl ? '' : `\n  baseUrl: ${javascriptString(request.baseUrl)},`;
  const body = javascriptLiteral(request.bodyJson, secrets, { place: 'USER', depth: 1 });
  const query = javascriptLiteral(JSON.stringify(wholeQuery(request)), secrets, { place: 'QUERY', depth: 1 });
  return `${lost.join('')}import Truto from '@truto/truto-ts-sdk';

${guards(secrets)}const truto = new Truto({
  token: ${javascriptEnvironment('TRUTO_API_TOKEN')}!,${baseUrl}
});

const result = await truto.unifiedApi.update(
  'user-directory',
  'users',
  ${javascriptString(request.userId)},
  ${body},
  ${query},
);

console.log(result);`;
}
