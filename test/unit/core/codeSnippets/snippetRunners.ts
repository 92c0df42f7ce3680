import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { temporaryFolder } from '../../../host/temporaryFolder';

const run = promisify(execFile);

/** One piece of code to run, and the variables it finds in its environment besides the token. */
export interface Script {
  readonly code: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Runs scripts one after another in one process; rejects when one of them fails, unless that is `tolerated`. */
export type RunScripts = (scripts: readonly Script[], token: string, failures?: 'tolerated') => Promise<void>;

const python = process.platform === 'win32' ? 'python' : 'python3';

export const hasPython = answers(python, '--version');
const powershell = process.platform === 'win32' ? 'powershell' : 'pwsh';
export const hasPowershell = answers(powershell, '-Command', '1');
export const hasCurl =
  process.platform !== 'win32' && answers('bash', '--version') && answers('curl', '--help', 'all', /--url-query/);

function answers(command: string, ...args: (string | RegExp)[]): boolean {
  const words = args.filter((word) => typeof word === 'string');
  const wanted = args.find((word) => typeof word !== 'string') ?? /./;
  const { status, stdout } = spawnSync(command, words, { encoding: 'utf8' });
  return status === 0 && wanted.test(stdout);
}

function environment(token: string): NodeJS.ProcessEnv {
  return { ...process.env, TRUTO_API_TOKEN: token, PYTHONIOENCODING: 'utf-8:backslashreplace', no_proxy: '127.0.0.1' };
}

async function runFile(
  command: string,
  lines: readonly string[],
  name: string,
  token: string,
  prepare?: (folder: string) => void,
): Promise<void> {
  const folder = temporaryFolder('snippets');
  prepare?.(folder.path);
  const file = join(folder.path, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  try {
    await run(command, [file], { env: environment(token), cwd: folder.path, maxBuffer: 64 * 1024 * 1024 });
  } finally {
    folder.remove();
  }
}

export const runBash: RunScripts = (scripts, token, failures) => {
  const quoted = (text: string) => `'${text.replace(/'/g, `'"'"'`)}'`;
  const lines = scripts.map(({ code, variables }) =>
    [
      ...Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`),
      `${code} || ${failures === 'tolerated' ? 'true' : 'exit 1'}`,
    ].join('\n'),
  );
  return runFile('bash', lines, 'snippets.sh', token);
};

export const runNode: RunScripts = (scripts, token, failures) => {
  const end = failures === 'tolerated' ? ' catch {}' : ' finally {}';
  const lines = scripts.map(
    ({ code, variables }) => `Object.assign(process.env, ${JSON.stringify(variables)});\ntry {\n${code}\n}${end}`,
  );
  return runFile(process.execPath, lines, 'snippets.mjs', token);
};

export const runPowershell: RunScripts = (scripts, token, failures) => {
  const quoted = (text: string) => `'${text.replace(/['\u2018-\u201B]/g, '$&$&')}'`;
  const lines = scripts.map(({ code, variables }) =>
    [
      ...Object.entries(variables).map(([name, value]) => `$env:${name} = ${quoted(value)}`),
      failures === 'tolerated' ? `try {\n${code}\n} catch {}` : code,
    ].join('\n'),
  );
  // Windows PowerShell takes a file for UTF-8 by its mark only.
  return runFile(powershell, [`\uFEFF${lines.join('\n')}`], 'snippets.ps1', token);
};

const pythonLines = (scripts: readonly Script[], failures?: 'tolerated') =>
  scripts.map(({ code, variables }) => {
    const run = failures === 'tolerated' ? `try:\n    exec(${pythonText(code)})\nexcept Exception:\n    pass` : code;
    return `import json, os\nos.environ.update(json.loads(${pythonText(JSON.stringify(variables))}))\n${run}`;
  });

/** A literal: what JSON escapes, Python reads alike. */
const pythonText = (text: string) =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Takes the place of `requests` where that is not installed: it is looked for last. */
const standInForRequests = `
import json as codec, urllib.error, urllib.parse, urllib.request

class Response:
    def __init__(self, text, ok):
        self.text = text
        self.ok = ok
    def json(self):
        return codec.loads(self.text)
    def raise_for_status(self):
        if not self.ok:
            raise Exception("an error status")

def patch(url, headers=None, params=None, json=None, data=None):
    body = data if json is None else codec.dumps(json, allow_nan=False).encode()
    request = urllib.request.Request(url + "?" + urllib.parse.urlencode(params), data=body, headers=headers, method="PATCH")
    try:
        return Response(urllib.request.urlopen(request).read().decode(), True)
    except urllib.error.HTTPError as error:
        return Response(error.read().decode(), False)
`;

export const runPython: RunScripts = (scripts, token, failures) =>
  runFile(
    python,
    ['import sys', "sys.path.append('later')", ...pythonLines(scripts, failures)],
    'snippets.py',
    token,
    (folder) => {
      mkdirSync(join(folder, 'later'));
      writeFileSync(join(folder, 'later', 'requests.py'), standInForRequests);
    },
  );

/** What an SDK was called with. */
export interface SdkCall {
  readonly token: string;
  readonly baseUrl: string | undefined;
  readonly model: string;
  readonly resource: string;
  readonly id: string;
  /** As the SDK would put it into the request. */
  readonly bodyJson: string;
  readonly query: unknown;
  readonly idempotencyKey?: string;
}

const standInForPythonSdk = `
import json

class UnifiedApi:
    def __init__(self, token, base_url):
        self.token = token
        self.base_url = base_url
    async def update(self, model, resource, id, body, query):
        call = dict(token=self.token, baseUrl=self.base_url, model=model, resource=resource, id=id, bodyJson=json.dumps(body), query=query)
        with open("calls.jsonl", "a") as calls:
            calls.write(json.dumps(call) + "\\n")

class TrutoApi:
    def __init__(self, token, base_url=None):
        self.unified_api = UnifiedApi(token, base_url)
`;

/** Runs scripts against a stand-in of Truto's Python SDK that notes its calls. */
export async function callsOfPythonSdk(scripts: readonly Script[], token: string): Promise<SdkCall[]> {
  const folder = temporaryFolder('snippets');
  writeFileSync(join(folder.path, 'truto_python_sdk.py'), standInForPythonSdk);
  writeFileSync(join(folder.path, 'snippets.py'), pythonLines(scripts).join('\n'));
  await run(python, ['snippets.py'], { env: environment(token), cwd: folder.path });
  return readCalls(folder.path);
}

const sdkPackage = '@truto/truto-ts-sdk';

/** How the SDK is called: as Truto's API page shows it, or as version 2 of the package wants it. */
export type SdkForm = 'page' | 'version 2';

const updateTypes: Readonly<Record<SdkForm, string>> = {
  page: `update(model: string, resource: string, id: string, body: Record<string, unknown>, query: { integrated_account_id: string; [name: string]: unknown }): Promise<unknown>;`,
  'version 2': `update(id: string, body: Partial<any>, options: { unified_model: string; resource: string; integrated_account_id: string; [name: string]: unknown }, init?: { headers?: Record<string, string> }): Promise<unknown>;`,
};

const declarations = (form: SdkForm) => `
declare module '${sdkPackage}' {
  export default class Truto {
    constructor(options: { token: string; baseUrl?: string });
    readonly unifiedApi: { ${updateTypes[form]} };
  }
}
declare const crypto: { randomUUID(): string };
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
declare const console: { log(...values: unknown[]): void };
`;

const updates: Readonly<Record<SdkForm, string>> = {
  page: `async update(model, resource, id, body, query) {
        note({ model, resource, id, bodyJson: JSON.stringify(body), query });
      },`,
  'version 2': `async update(id, body, { unified_model: model, resource, ...query }, { headers }) {
        note({ model, resource, id, bodyJson: JSON.stringify(body), query, idempotencyKey: headers['Idempotency-Key'] });
      },`,
};

const standInForTypescriptSdk = (form: SdkForm) => `
import { appendFileSync } from 'node:fs';
export default class Truto {
  constructor({ token, baseUrl }) {
    const note = (call) => appendFileSync('calls.jsonl', JSON.stringify({ token, baseUrl, ...call }) + '\\n');
    this.unifiedApi = {
      ${updates[form]}
    };
  }
}
`;

/** What the compiler says about scripts that call Truto's TypeScript SDK, and the scripts as JavaScript. */
export function compileTypescript(
  codes: readonly string[],
  form: SdkForm,
): {
  readonly complaints: string[];
  readonly compiled: string[];
} {
  const options: ts.CompilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts'],
    types: [],
  };
  const texts = new Map([
    ['/sdk.d.ts', declarations(form)],
    ...codes.map((code, index): [string, string] => [`/snippet${index}.ts`, code]),
  ]);
  const compiled = new Map<string, string>();
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.getSourceFile = (name, target) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, target) : ts.createSourceFile(name, text, target);
  };
  host.writeFile = (name, text) => compiled.set(name, text);
  const program = ts.createProgram([...texts.keys()], options, host);
  const complaints = ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, start, messageText }) =>
        `${file?.fileName ?? ''}:${start ?? 0}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  program.emit();
  return { complaints, compiled: codes.map((_, index) => compiled.get(`/snippet${index}.js`) ?? '') };
}

/** Runs compiled scripts against a stand-in of Truto's TypeScript SDK that notes its calls. */
export async function callsOfTypescriptSdk(
  scripts: readonly Script[],
  token: string,
  form: SdkForm,
): Promise<SdkCall[]> {
  const folder = temporaryFolder('snippets');
  const sdk = join(folder.path, 'node_modules', sdkPackage);
  mkdirSync(sdk, { recursive: true });
  writeFileSync(join(sdk, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(join(sdk, 'index.js'), standInForTypescriptSdk(form));
  scripts.forEach(({ code }, index) => writeFileSync(join(folder.path, `snippet${index}.mjs`), code));
  const lines = scripts.map(
    ({ variables }, index) =>
      `Object.assign(process.env, ${JSON.stringify(variables)});\nawait import('./snippet${index}.mjs');`,
  );
  writeFileSync(join(folder.path, 'main.mjs'), lines.join('\n'));
  await run(process.execPath, ['main.mjs'], { env: environment(token), cwd: folder.path });
  return readCalls(folder.path);
}

function readCalls(folder: string): SdkCall[] {
  return readFileSync(join(folder, 'calls.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SdkCall);
}
