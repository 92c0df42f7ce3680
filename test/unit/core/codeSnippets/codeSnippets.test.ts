import assert from 'node:assert/strict';
import type { CodeRequest } from '../../../../src/core/codeSnippets/codeRequest';
import { codeSnippet, type CodeLanguage } from '../../../../src/core/codeSnippets/codeSnippet';
import { exactJsonOf } from '../../../../src/core/json/exactJson';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { accounts } from '../../../sandboxAccounts';
import {
  compileTypescript,
  hasCurl,
  hasPowershell,
  hasPython,
  runBash,
  runNode,
  runPowershell,
  runPython,
  type RunScripts,
} from './snippetRunners';

const account = accounts.hubspot;
const request: CodeRequest = {
  baseUrl: 'https://api.truto.one',
  accountId: account,
  userId: 'usr_ada',
  query: {},
  bodyJson: `{"title":"Ada's","languages":["en"],"licensed_sheet_creator":true,"group":1.0,"urls":[],"timezone":null}`,
};
const languages: readonly CodeLanguage[] = [
  'curl',
  'powershell',
  'javascript',
  'python',
  'typescriptSdk',
  'typescriptSdk2',
  'pythonSdk',
];
const text = (language: CodeLanguage, changes: Partial<CodeRequest> = {}) =>
  codeSnippet(language, { ...request, ...changes }).text;

const expected: Readonly<Record<CodeLanguage, string>> = {
  curl: `: "\${TRUTO_API_TOKEN:?}" && \\
curl --fail-with-body -X PATCH 'https://api.truto.one/unified/user-directory/users/usr_ada?integrated_account_id=${account}' \\
  -H "Authorization: Bearer $TRUTO_API_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -H "Idempotency-Key: $(date +%s)-$RANDOM$RANDOM" \\
  -d '{
  "title": "Ada'\\''s",
  "languages": [
    "en"
  ],
  "licensed_sheet_creator": true,
  "group": 1.0,
  "urls": [],
  "timezone": null
}'`,
  powershell: `$ErrorActionPreference = 'Stop'
if (-not $env:TRUTO_API_TOKEN) { throw 'Set TRUTO_API_TOKEN first' }
$uri = 'https://api.truto.one/unified/user-directory/users/usr_ada?integrated_account_id=${account}'
$headers = @{
  'Authorization' = "Bearer $env:TRUTO_API_TOKEN"
  'Idempotency-Key' = [guid]::NewGuid().ToString()
}
$body = @'
{
  "title": "Ada's",
  "languages": [
    "en"
  ],
  "licensed_sheet_creator": true,
  "group": 1.0,
  "urls": [],
  "timezone": null
}
'@

$response = Invoke-RestMethod -Method Patch -Uri $uri -Headers $headers -ContentType 'application/json; charset=utf-8' -Body ([Text.Encoding]::UTF8.GetBytes($body))
$response | ConvertTo-Json -Depth 100`,
  javascript: `if (!process.env.TRUTO_API_TOKEN) throw new Error('Set TRUTO_API_TOKEN first');
const url = 'https://api.truto.one/unified/user-directory/users/usr_ada?integrated_account_id=${account}';
const body = {
  "title": "Ada's",
  "languages": [
    "en"
  ],
  "licensed_sheet_creator": true,
  "group": 1.0,
  "urls": [],
  "timezone": null
};

const response = await fetch(url, {
  method: 'PATCH',
  headers: {
    'Authorization': \`Bearer \${process.env.TRUTO_API_TOKEN}\`,
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
  },
  body: JSON.stringify(body),
});

if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
const data = await response.json();
console.log(data);`,
  python: `import os
import uuid

import requests

if not os.environ.get("TRUTO_API_TOKEN"):
    raise SystemExit("Set TRUTO_API_TOKEN first")

url = "https://api.truto.one/unified/user-directory/users/usr_ada"
headers = {
    "Authorization": f"Bearer {os.environ['TRUTO_API_TOKEN']}",
    "Content-Type": "application/json",
    "Idempotency-Key": str(uuid.uuid4()),
}
params = {
    "integrated_account_id": "${account}",
}
payload = {
    "title": "Ada's",
    "languages": [
        "en"
    ],
    "licensed_sheet_creator": True,
    "group": 1.0,
    "urls": [],
    "timezone": None
}

response = requests.patch(url, headers=headers, params=params, json=payload)
if not response.ok:
    print(response.text)
response.raise_for_status()
print(response.json())`,
  typescriptSdk: `// The call as Truto's API page shows it. Version 2 of the package refuses it: copy the code for that.
// It has no place for an Idempotency-Key: each run sends the update again.
import Truto from '@truto/truto-ts-sdk';

if (!process.env.TRUTO_API_TOKEN) throw new Error('Set TRUTO_API_TOKEN first');
const truto = new Truto({
  token: process.env.TRUTO_API_TOKEN!,
});

const result = await truto.unifiedApi.update(
  'user-directory',
  'users',
  'usr_ada',
  {
    "title": "Ada's",
    "languages": [
      "en"
    ],
    "licensed_sheet_creator": true,
    "group": 1.0,
    "urls": [],
    "timezone": null
  },
  {
    "integrated_account_id": "${account}"
  },
);

console.log(result);`,
  typescriptSdk2: `// For version 2 of @truto/truto-ts-sdk.
import Truto from '@truto/truto-ts-sdk';

if (!process.env.TRUTO_API_TOKEN) throw new Error('Set TRUTO_API_TOKEN first');
const truto = new Truto({
  token: process.env.TRUTO_API_TOKEN!,
});

const result = await truto.unifiedApi.update(
  'usr_ada',
  {
    "title": "Ada's",
    "languages": [
      "en"
    ],
    "licensed_sheet_creator": true,
    "group": 1.0,
    "urls": [],
    "timezone": null
  },
  {
    "integrated_account_id": "${account}",
    "unified_model": "user-directory",
    "resource": "users"
  },
  { headers: { 'Idempotency-Key': crypto.randomUUID() } },
);

console.log(result);`,
  pythonSdk: `# This call has no place for an Idempotency-Key: each run sends the update again.
import asyncio
import os

from truto_python_sdk import TrutoApi

if not os.environ.get("TRUTO_API_TOKEN"):
    raise SystemExit("Set TRUTO_API_TOKEN first")

truto_api = TrutoApi(token=os.environ["TRUTO_API_TOKEN"])


async def main():
    result = await truto_api.unified_api.update(
        "user-directory",
        "users",
        "usr_ada",
        {
            "title": "Ada's",
            "languages": [
                "en"
            ],
            "licensed_sheet_creator": True,
            "group": 1.0,
            "urls": [],
            "timezone": None
        },
        {
            "integrated_account_id": "${account}"
        },
    )
    print(result)


asyncio.run(main())`,
};

describe('codeSnippet', () => {
  for (const language of languages) {
    it(`writes ${language} as the API page does, with the token from the environment`, () => {
      assert.deepEqual(codeSnippet(language, request), { text: expected[language], variables: ['TRUTO_API_TOKEN'] });
    });

    it(`writes no secret into ${language}`, () => {
      const secrets = {
        password: 'hunter2',
        remote_data: {
          apiKey: 'hunter2',
          auth: { client_secret: 'hunter2', tokens: ['hunter2', 20202] },
          pin: 20202,
          secretary: 'shown',
          passphrase: '',
          custom: [{ name: 'password', value: 'hunter2' }],
        },
      };
      const { text: code, variables } = codeSnippet(language, {
        ...request,
        bodyJson: JSON.stringify(secrets),
        query: { remote_query: { access_token: 'hunter2', page: 'shown' } },
      });
      assert.ok(!/hunter2|20202/.test(code), code);
      assert.deepEqual([...variables].sort(), [
        'TRUTO_API_TOKEN',
        'TRUTO_QUERY_REMOTE_QUERY_ACCESS_TOKEN',
        'TRUTO_USER_PASSWORD',
        'TRUTO_USER_REMOTE_DATA_APIKEY',
        'TRUTO_USER_REMOTE_DATA_AUTH_CLIENT_SECRET',
        'TRUTO_USER_REMOTE_DATA_AUTH_TOKENS_0',
        'TRUTO_USER_REMOTE_DATA_AUTH_TOKENS_1',
        'TRUTO_USER_REMOTE_DATA_CUSTOM_0_VALUE',
        'TRUTO_USER_REMOTE_DATA_PIN',
      ]);
      assert.equal(code.match(/shown/g)?.length, 2, code);
      for (const variable of variables) assert.ok(code.includes(variable), variable);
    });

    it(`keeps absurd depth in ${language}`, () => {
      const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
      assert.ok(
        text(language, { bodyJson: `{"remote_data":${deep}}` })
          .replace(/\s/g, '')
          .includes(deep),
      );
    });
  }

  it('gives two secrets whose paths read the same variables of their own', () => {
    const { variables } = codeSnippet('curl', { ...request, bodyJson: '{"api_key":"a","api-key":"b"}' });
    assert.deepEqual(variables, ['TRUTO_API_TOKEN', 'TRUTO_USER_API_KEY', 'TRUTO_USER_API_KEY_2']);
  });

  it('spells the query with the brackets that Truto documents', () => {
    const query = {
      truto_response_format: 'raw',
      truto_exclude_fields: ['id', 'a b'],
      remote_query: { foo: { bar: 'ü&' } },
    };
    const encoded = `truto_response_format=raw&truto_exclude_fields[]=id&truto_exclude_fields[]=a%20b&remote_query[foo][bar]=%C3%BC%26&integrated_account_id=${account}`;
    assert.ok(
      text('curl', { query }).includes(
        `curl --fail-with-body -g -X PATCH 'https://api.truto.one/unified/user-directory/users/usr_ada?${encoded}'`,
      ),
    );
    assert.ok(text('javascript', { query }).includes(`usr_ada?${encoded}'`));
    assert.ok(
      text('python', { query }).includes(
        '    ("truto_exclude_fields[]", "a b"),\n    ("remote_query[foo][bar]", "ü&"),\n',
      ),
    );
  });

  it('takes the answer as text where it need not be JSON', () => {
    for (const format of ['raw', 'stream']) {
      assert.match(text('javascript', { query: { truto_response_format: format } }), /await response\.text\(\)/);
      assert.match(text('python', { query: { truto_response_format: format } }), /print\(response\.text\)/);
    }
  });

  it('points the SDKs at the environment’s own API', () => {
    assert.match(
      text('typescriptSdk', { baseUrl: 'http://127.0.0.1:8080' }),
      /\n {2}baseUrl: 'http:\/\/127\.0\.0\.1:8080',\n/,
    );
    assert.match(text('pythonSdk', { baseUrl: 'http://127.0.0.1:8080' }), /, base_url="http:\/\/127\.0\.0\.1:8080"\)/);
  });

  it('keeps the digits of numbers that a language would change, or says that it cannot', () => {
    const bodyJson = '{"group":12345678901234567890,"n":1e400}';
    assert.ok(text('curl', { bodyJson }).includes('"group": 12345678901234567890,\n  "n": 1e400\n'));
    assert.ok(text('powershell', { bodyJson }).includes('"group": 12345678901234567890,\n  "n": 1e400\n'));
    assert.ok(text('javascript', { bodyJson }).includes(`const body = '${bodyJson}';`));
    assert.ok(text('python', { bodyJson }).includes('data=payload.encode()'));
    assert.ok(
      text('python', { bodyJson: '{"group":12345678901234567890}' }).includes('"group": 12345678901234567890\n'),
    );
    assert.ok(
      text('typescriptSdk', { bodyJson }).includes(
        '\n// JavaScript cannot hold this number and sends another one: 12345678901234567890\n',
      ),
    );
    assert.ok(
      text('pythonSdk', { bodyJson }).includes('\n# Python cannot hold this number and sends another one: 1e400\n'),
    );
  });

  it('keeps the digits of the query, and says nothing of those that are secrets', () => {
    const query = exactJsonOf('{"seq":9007199254740993,"v":1.0,"pin":12345678901234567890}') as CodeRequest['query'];
    for (const language of ['curl', 'powershell', 'javascript'] as const)
      assert.match(text(language, { query }), /\?seq=9007199254740993&v=1\.0&/, language);
    assert.match(text('python', { query }), /"seq": "9007199254740993",\n {4}"v": "1\.0"/);
    const sdk = text('typescriptSdk', { query });
    assert.ok(sdk.includes('"seq": 9007199254740993') && sdk.includes('"v": 1.0'));
    assert.ok(sdk.includes('\n// JavaScript cannot hold this number and sends another one: 9007199254740993\n'));
    assert.ok(!text('pythonSdk', { query }).includes('cannot hold'));
    const bodyJson = '{"pin":12345678901234567890}';
    for (const language of languages)
      assert.ok(!text(language, { query, bodyJson }).includes('12345678901234567890'), language);
  });

  it('shows what cannot be seen, and ends no script element', () => {
    const bodyJson = '{"name":"a\u202Eb\u2028c\u007F</script><!--"}';
    for (const language of languages)
      assert.ok(text(language, { bodyJson }).includes('a\\u202eb\\u2028c\\u007f'), language);
    assert.ok(text('javascript', { bodyJson }).includes('<\\/script>\\u003c!--'));
    assert.deepEqual(compileTypescript([text('typescriptSdk', { bodyJson })], 'page').complaints, []);
  });
});

describe('snippets with secrets, run', function () {
  this.timeout(20_000);
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ accounts: 11, usersPerAccount: 1 });
  });
  afterEach(() => sandbox.close());

  const runs: readonly [CodeLanguage, boolean, RunScripts][] = [
    ['curl', hasCurl, runBash],
    ['powershell', hasPowershell, runPowershell],
    ['javascript', true, runNode],
    ['python', hasPython, runPython],
  ];
  for (const [language, canRun, run] of runs) {
    const test = canRun ? it : it.skip;
    const note = canRun ? '' : ' (its program is not installed here)';
    const secret = `p"a\\s's $HOME %20&=\`id\` ü`;
    const body = (pin: string, key: string) =>
      `{"password":${JSON.stringify(pin)},"remote_data":{"n":12345678901234567890,"secret":${key}},"title":"T"}`;
    const code = () =>
      text(language, {
        baseUrl: sandbox.baseUrl,
        bodyJson: body('hunter2', '4711'),
        query: { remote_query: { api_key: 'hunter2', a: 'b' } },
      });
    const others = { TRUTO_USER_REMOTE_DATA_SECRET: '42', TRUTO_QUERY_REMOTE_QUERY_API_KEY: secret };

    test(`${language} takes any secret from the environment, in body and query${note}`, async () => {
      await run([{ code: code(), variables: { ...others, TRUTO_USER_PASSWORD: secret } }], sandbox.token);
      const [received] = sandbox.requests;
      assert.equal(received?.status, 200);
      assert.deepEqual(received.body, JSON.parse(body(secret, '42')));
      assert.ok(received.bodyText.includes('12345678901234567890'));
      assert.deepEqual(received.query.remote_query, { api_key: secret, a: 'b' });
    });

    test(`${language} sends nothing while a secret is missing${note}`, async () => {
      await assert.rejects(run([{ code: code(), variables: others }], sandbox.token), /TRUTO_USER_PASSWORD/);
      assert.equal(sandbox.requests.length, 0);
    });

    test(`${language} sends nothing without a token${note}`, async () => {
      const variables = { ...others, TRUTO_USER_PASSWORD: secret };
      await assert.rejects(run([{ code: code(), variables }], ''), /TRUTO_API_TOKEN/);
      assert.equal(sandbox.requests.length, 0);
    });

    test(`${language} fails where the update is refused, and shows why${note}`, async () => {
      const refused = text(language, { baseUrl: sandbox.baseUrl, userId: 'nobody' });
      await assert.rejects(
        run([{ code: refused, variables: {} }], sandbox.token),
        (error: { stdout: string; stderr: string }) => {
          assert.match(error.stdout + error.stderr, /"statusCode": ?404/);
          return true;
        },
      );
      assert.equal(sandbox.requests.length, 1);
    });

    test(`${language} sends a body longer than a command line${note}`, async () => {
      const title = 'ü'.repeat(150_000);
      await run(
        [{ code: text(language, { baseUrl: sandbox.baseUrl, bodyJson: JSON.stringify({ title }) }), variables: {} }],
        sandbox.token,
      );
      assert.deepEqual(
        sandbox.requests.map(({ body: got }) => got),
        [{ title }],
      );
    });
  }
});
