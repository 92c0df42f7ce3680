import { defaultBaseUrl, openJson, wholeQuery, type CodeRequest } from './codeRequest';
import {
  pythonEnvironment,
  pythonGuards,
  jsonImport,
  pythonLostNumbers,
  pythonLiteral,
  pythonString,
} from './pythonLiteral';
import type { SecretVariables } from './secretVariables';

/** The request with Truto's Python SDK, called as its API page shows it. */
export function pythonSdkSnippet(request: CodeRequest, secrets: SecretVariables): string {
  const lost = pythonLostNumbers(openJson(request)).map(
    (number) => `# Python cannot hold this number and sends another one: ${number}\n`,
  );
  const baseUrl = request.baseUrl === defaultBaseUrl ? '' : `, base_url=${pythonString(request.baseUrl)}`;
  const body = pythonLiteral(request.bodyJson, secrets, { place: 'USER', depth: 2 });
  const query = pythonLiteral(JSON.stringify(wholeQuery(request)), secrets, { place: 'QUERY', depth: 2 });
  return `# This call has no place for an Idempotency-Key: each run sends the update again.
${lost.join('')}import asyncio
${jsonImport(body + query)}import os

from truto_python_sdk import TrutoApi

${pythonGuards(secrets)}
truto_api = TrutoApi(token=${pythonEnvironment('TRUTO_API_TOKEN')}${baseUrl})


async def main():
    result = await truto_api.unified_api.update(
        "user-directory",
        "users",
        ${pythonString(request.userId)},
        ${body},
        ${query},
    )
    print(result)


asyncio.run(main())`;
}
