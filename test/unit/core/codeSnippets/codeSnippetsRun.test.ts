import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TrutoClient } from '../../../../src/api/trutoClient';
import { TrutoError } from '../../../../src/api/trutoError';
import { codeSnippet, type CodeLanguage } from '../../../../src/core/codeSnippets/codeSnippet';
import { Pacer } from '../../../../src/core/http/pacer';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { accounts } from '../../../sandboxAccounts';
import { randomRequest, type RandomRequest } from './randomRequests';
import {
  callsOfPythonSdk,
  callsOfTypescriptSdk,
  compileTypescript,
  hasCurl,
  hasPowershell,
  hasPython,
  runBash,
  runNode,
  runPowershell,
  runPython,
  type RunScripts,
  type Script,
  type SdkCall,
} from './snippetRunners';
import { amount } from '../../../host/long';

const bodies = amount(50, 200);
const token = 'tok_never-in-a-snippet';
const limits = { perToken: 1e6, perAccount: 1e6 };

describe('snippets, run', function () {
  this.timeout(60_000);
  const requests = fc.sample(randomRequest, bodies);
  let own: Received[];

  before(async () => {
    const sandbox = await startTwin();
    const pacer = new Pacer(Date.now, { windowMs: 10_000, ...limits });
    const client = new TrutoClient({
      baseUrl: sandbox.baseUrl,
      getToken: () => Promise.resolve(token),
      fetch,
      timeoutSeconds: () => 5,
      pacer,
    });
    for (const [index, { userId, query, bodyJson }] of requests.entries()) {
      await client
        .updateUser({ accountId: accounts.hubspot, userId, query, bodyJson, idempotencyKey: `key ${index}` })
        .catch((error: unknown) => {
          assert.ok(error instanceof TrutoError);
        });
    }
    own = received(sandbox);
    await sandbox.close();
  });

  function script(language: CodeLanguage, request: RandomRequest, baseUrl: string): Script {
    const { text, variables } = codeSnippet(language, { ...request, baseUrl, accountId: accounts.hubspot });
    assert.ok(!text.includes(token) && (request.password === undefined || !text.includes('correct horse')), text);
    assert.deepEqual(variables.slice(1), request.password === undefined ? [] : ['TRUTO_USER_PASSWORD']);
    return { code: text, variables: request.password === undefined ? {} : { TRUTO_USER_PASSWORD: request.password } };
  }

  const runs: readonly [CodeLanguage, string, boolean, RunScripts][] = [
    ['curl', 'cURL', hasCurl, runBash],
    ['powershell', 'PowerShell', hasPowershell, runPowershell],
    ['javascript', 'fetch', true, runNode],
    ['python', 'requests', hasPython, runPython],
  ];
  for (const [language, title, canRun, run] of runs) {
    const test = canRun ? it : it.skip;
    test(`${title} sends the same JSON as the extension for ${bodies} random updates${canRun ? '' : ' (its program is not installed here)'}`, async () => {
      const sandbox = await startTwin();
      try {
        await run(
          requests.map((request) => script(language, request, sandbox.baseUrl)),
          token,
          'tolerated',
        );
      } finally {
        await sandbox.close();
      }
      const theirs = received(sandbox);
      for (const [index, request] of requests.entries()) {
        assert.deepEqual(
          theirs[index],
          own[index],
          `${JSON.stringify(request)}\n${script(language, request, '').code}`,
        );
      }
      assert.equal(theirs.length, bodies);
      assert.equal(new Set(sandbox.requests.map(({ headers }) => headers['idempotency-key'])).size, bodies);
    });
  }

  const forms = { typescriptSdk: 'page', typescriptSdk2: 'version 2' } as const;
  for (const [language, form] of Object.entries(forms)) {
    it(`the TypeScript SDK's (${form}) type-checks and makes the right call for ${bodies} random updates`, async () => {
      const scripts = requests.map((request) => script(language as keyof typeof forms, request, 'http://127.0.0.1:1'));
      const { complaints, compiled } = compileTypescript(
        scripts.map(({ code }) => code),
        form,
      );
      assert.deepEqual(complaints, []);
      const calls = await callsOfTypescriptSdk(
        scripts.map(({ variables }, index) => ({ code: compiled[index]!, variables })),
        token,
        form,
      );
      const keys = new Set(calls.map(({ idempotencyKey }) => idempotencyKey));
      checkCalls(calls, scripts);
      assert.equal(keys.size, form === 'page' ? 1 : bodies);
    });
  }

  (hasPython ? it : it.skip)(
    `the Python SDK's makes the right call for ${bodies} random updates${hasPython ? '' : ' (Python is not installed here)'}`,
    async () => {
      const scripts = requests.map((request) => script('pythonSdk', request, 'http://127.0.0.1:1'));
      checkCalls(await callsOfPythonSdk(scripts, token), scripts);
    },
  );

  function checkCalls(calls: readonly SdkCall[], scripts: readonly Script[]): void {
    assert.equal(calls.length, bodies);
    for (const [index, { bodyJson, idempotencyKey = '', ...call }] of calls.entries()) {
      const request = requests[index]!;
      const code = scripts[index]!.code;
      const query = JSON.parse(
        JSON.stringify({ ...request.query, integrated_account_id: accounts.hubspot }),
      ) as unknown;
      assert.deepEqual(
        call,
        { token, baseUrl: 'http://127.0.0.1:1', model: 'user-directory', resource: 'users', id: request.userId, query },
        code,
      );
      assert.equal(idempotencyKey !== '', code.includes('randomUUID'));
      // An SDK takes no JSON text: where its language cannot hold a number, the snippet says so.
      if (!code.includes('cannot hold this number')) assert.deepEqual(exact(bodyJson), exact(request.bodyJson), code);
    }
  }
});

/** What a sandbox got, without the differences that mean nothing: order of members, spelling of numbers and escapes. */
interface Received {
  readonly path: string;
  readonly query: unknown;
  readonly body: unknown;
  readonly status: number | undefined;
}

function startTwin(): Promise<Sandbox> {
  return startSandbox({ token, accounts: 11, usersPerAccount: 3, limits });
}

function received({ requests }: Sandbox): Received[] {
  return requests.map(({ path, query, bodyText, status }) => ({
    path: decodeURIComponent(path),
    query,
    body: exact(bodyText),
    status,
  }));
}

/** Parses JSON without losing a digit. */
function exact(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? exactNumber(context!.source!) : value,
  );
}

function exactNumber(spelled: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/i.exec(spelled) ?? [];
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return 'number 0';
  const short = String(digits).replace(/0+$/, '');
  return `number ${sign}${short}e${Number(power) - fraction.length + String(digits).length - short.length}`;
}
