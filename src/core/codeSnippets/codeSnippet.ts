import type { CodeRequest } from './codeRequest';
import { curlSnippet } from './curlSnippet';
import { wellFormed } from './escapes';
import { fetchSnippet } from './fetchSnippet';
import { powershellSnippet } from './powershellSnippet';
import { pythonSdkSnippet } from './pythonSdkSnippet';
import { requestsSnippet } from './requestsSnippet';
import { SecretVariables } from './secretVariables';
import { typescriptSdk2Snippet, typescriptSdkSnippet } from './typescriptSdkSnippet';

const generators = {
  curl: curlSnippet,
  powershell: powershellSnippet,
  javascript: fetchSnippet,
  python: requestsSnippet,
  typescriptSdk: typescriptSdkSnippet,
  typescriptSdk2: typescriptSdk2Snippet,
  pythonSdk: pythonSdkSnippet,
};

/** The forms in which Truto's API page shows a request, and those that people run besides. */
export type CodeLanguage = keyof typeof generators;

export interface CodeSnippet {
  readonly text: string;
  /** The environment variables it reads: the API token's, and those that stand for passwords and the like. */
  readonly variables: readonly string[];
}

export function isCodeLanguage(name: string | undefined): name is CodeLanguage {
  return name !== undefined && Object.hasOwn(generators, name);
}

/** The request as code that sends the same JSON. It holds no token and no secret of the body or the query. */
export function codeSnippet(language: CodeLanguage, request: CodeRequest): CodeSnippet {
  const secrets = new SecretVariables();
  const text = generators[language]({ ...request, bodyJson: wellFormed(request.bodyJson) }, secrets);
  return { text, variables: secrets.names() };
}
