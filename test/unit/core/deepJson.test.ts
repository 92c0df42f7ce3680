import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkUserText } from '../../../src/core/check/checkUserText';
import { UserTextCheck } from '../../../src/core/check/userTextCheck';
import { numbersOf } from '../../../src/core/codeSnippets/numbersOf';
import { editUserText, EditRefused } from '../../../src/core/edit/editUserText';
import { renderJson } from '../../../src/core/edit/renderJson';
import { isAboutKey, isErrorEnvelope, isRemoteError, isTrutoErrorBody } from '../../../src/core/errors/errorBody';
import { explainError } from '../../../src/core/errors/explainError';
import { placeServerProblems } from '../../../src/core/errors/serverProblems';
import { fixAll, sureFix } from '../../../src/core/fixes/fixAll';
import { fixOfKey, offeredFixes } from '../../../src/core/fixes/offeredFixes';
import { readFormText } from '../../../src/core/form/formText';
import { completionsAt, hintAt } from '../../../src/core/hints/hintsAt';
import { userAround } from '../../../src/core/hints/userAround';
import { encodeQuery } from '../../../src/core/http/query';
import { ArrayCutter } from '../../../src/core/json/arrayCutter';
import { compactJson } from '../../../src/core/json/compactJson';
import {
  asDoubles,
  exactJsonOf,
  exactValue,
  isTooDeep,
  parseExact,
  readExactJson,
} from '../../../src/core/json/exactJson';
import { beginningOf, differingParts } from '../../../src/core/json/differingParts';
import { HeldValues } from '../../../src/core/json/heldValues';
import { isSameJson } from '../../../src/core/json/isSameJson';
import { isSameState } from '../../../src/core/json/isSameState';
import { isStoredAs } from '../../../src/core/json/isStoredAs';
import { jsonDepth, parseJsonTree, sameJson } from '../../../src/core/json/jsonTree';
import { jsonTokens } from '../../../src/core/json/jsonTokens';
import { valueEnd } from '../../../src/core/json/jsonText';
import { findLoneSurrogates } from '../../../src/core/json/loneSurrogates';
import { parseJson } from '../../../src/core/json/parseJson';
import { plainJson } from '../../../src/core/json/plainJson';
import { prettyJson } from '../../../src/core/json/prettyJson';
import { recoverJson } from '../../../src/core/json/recoverJson';
import { scanJson } from '../../../src/core/json/scanJson';
import { SoughtPath } from '../../../src/core/json/soughtPaths';
import { parameterProblem } from '../../../src/core/parameters/parameterValue';
import { checkResponse, returnedFields } from '../../../src/core/responses/checkResponse';
import { answeredBy, userIn } from '../../../src/core/responses/verdict';
import { accountRules } from '../../../src/core/rules/accountRules';
import { isSecretName } from '../../../src/core/secrets/isSecretName';
import {
  redactedJson,
  redactSecrets,
  redactUnusual,
  secretsIn,
  withoutSecrets,
} from '../../../src/core/secrets/redactSecrets';
import { SentSecrets } from '../../../src/core/secrets/sentSecrets';
import { secretSpans } from '../../../src/core/secrets/secretSpans';
import {
  placesOfStandIns,
  replaceSecrets,
  shownAt,
  shownChange,
  shownFragment,
  shownJson,
  shownMember,
} from '../../../src/core/secrets/shown';
import { placeState } from '../../../src/core/hints/placeState';
import { jsonLines } from '../../../src/core/json/jsonLines';
import { refreshUserText } from '../../../src/core/update/refreshUserText';
import { changedFields } from '../../../src/core/update/drift';
import { bodyJson, readUserFile } from '../../../src/core/update/userFile';
import { amount } from '../../host/long';
import { repoRoot } from '../../host/repoRoot';

/** Four times what overflows the stack of whoever recurses. */
const levels = amount(40_000, 100_000);
const nested = (open: string, inner: string, close: string) => `${open.repeat(levels)}${inner}${close.repeat(levels)}`;

/** JSON that is too much for whoever recurses, whole and cut. */
const texts: Readonly<Record<string, string>> = {
  arrays: nested('[', '', ']'),
  objects: nested('{"a":', '1.0', '}'),
  pairs: nested('{"name":"pin","value":', '"x"', '}'),
  'a field': `{"title":"x","remote_data":${nested('[{"id":', '9007199254740993', '}]')}}`,
  'what is cut': '{"a":['.repeat(levels),
  'what is closed too often': ']}'.repeat(levels),
};

const style = { eol: '\n', indent: '  ' } as const;
const shape = { multiline: true, eol: '\n', indent: '', unit: '  ', space: ' ', padding: '' };
const sent = new SentSecrets(['hunter2']);
const all = (generator: Iterable<unknown>) => Array.from(generator).length;
const unlessRefused = (edit: () => unknown) => {
  try {
    edit();
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
  }
};

/** What takes the text of JSON from outside. */
const ofText: Readonly<Record<string, (text: string) => unknown>> = {
  checkUserText: (text) => checkUserText(text, { unknownFields: 'warning' }),
  checkUserJson: (text) => checkUserText(text, { unknownFields: 'off' }, parseJson(text)),
  UserTextCheck: (text) => all(new UserTextCheck(text, { unknownFields: 'warning' }).problems()),
  numbersOf,
  editUserText: (text) => unlessRefused(() => editUserText(text, ['title'], { kind: 'set', json: '1' }, style)),
  'editUserText, its value': (json) => unlessRefused(() => editUserText('{}', ['title'], { kind: 'set', json }, style)),
  renderJson: (text) => parseJson(text) && renderJson(text, shape),
  placeServerProblems: (text) =>
    placeServerProblems(text, [{ path: ['a', 'a'], in: 'body', kind: 'missing' }], 'HubSpot'),
  fixAll: (text) => fixAll(text, checkUserText(text, { unknownFields: 'warning' }), { choose: sureFix }),
  offeredFixes: (text) => offeredFixes(text, checkUserText(text, { unknownFields: 'warning' })),
  fixOfKey: (text) => fixOfKey(text, checkUserText(text, { unknownFields: 'warning' }), ''),
  readFormText,
  hintAt: (text) => hintAt(text, 10),
  completionsAt: (text) => completionsAt(text, 10),
  jsonLines,
  placeState: (text) => placeState(text, text.length / 2),
  userAround: (text) => userAround(text, text.length / 2),
  ArrayCutter: (text) => {
    const cutter = new ArrayCutter();
    cutter.add(text);
    cutter.finish();
    while (cutter.next());
  },
  compactJson,
  readExactJson,
  isTooDeep: (text) => assert.ok(isTooDeep(text) || !parseJson(text)),
  exactJsonOf: (text) => assert.equal(exactJsonOf(text), undefined),
  exactValue: (text) => ignoringSyntax(() => exactValue(text, undefined)),
  parseExact: (text) => ignoringSyntax(() => parseExact(text)),
  jsonTokens: (text) => all(jsonTokens(text)),
  parseJsonTree,
  sameJson: (text) => sameJson(text, text),
  jsonDepth,
  valueEnd: (text) => valueEnd(text, 0),
  differingParts: (text) => differingParts(text, `${text}]`, 100),
  beginningOf: (text) => beginningOf(text, 100),
  findLoneSurrogates: (text) => findLoneSurrogates(text, 0, text.length),
  parseJson,
  plainJson,
  prettyJson,
  recoverJson,
  scanJson: (text) => parseJson(text) && scanJson(text, new SoughtPath()),
  parameterProblem: (text) => ignoringSyntax(() => parameterProblem('x', text, undefined)),
  checkResponse: (text) => checkResponse(text, [], []),
  returnedFields: (text) => parseJson(text) && returnedFields(text, []),
  encodeQuery: (text) => encodeQuery(readUserFile(`{"$truto":{"query":{"a":${text}}}}`)?.query ?? {}),
  refreshUserText: (text) => {
    const field = { name: 'title', value: 'x', json: '"x"' };
    unlessRefused(() => refreshUserText(text, [{ field, now: 'y', isEdited: false }], style));
  },
  secretsIn,
  redactSecrets: (text) => redactSecrets(text, sent),
  redactUnusual: (text) => redactUnusual(text, sent),
  redactedJson: (text) => redactedJson(text, sent),
  secretSpans,
  replaceSecrets: (text) => replaceSecrets(text, () => '0'),
  shownJson,
  shownMember: (text) => shownMember('a', text),
  shownAt: (text) => shownAt(['a', 0], text),
  shownFragment,
  shownChange: (text) => shownChange({}, text, 'x', () => undefined),
  readUserFile: (text) => bodyJson(readUserFile(text)?.fields ?? []),
  isSecretName,
};

function ignoringSyntax(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}

/** What takes parsed JSON and does not rely on `readExactJson` having let it in. */
const ofValue: Readonly<Record<string, (value: unknown) => unknown>> = {
  asDoubles,
  isSameJson: (value) => assert.ok(isSameJson(value, asDoubles(value))),
  withoutSecrets: (value) => withoutSecrets(value, sent),
  isRemoteError,
  isTrutoErrorBody,
  isErrorEnvelope,
  isAboutKey,
  explainError: (value) => {
    for (const body of [
      value,
      { message: value, details: { failures: value }, raw_response: value, truto_error_insight: value },
    ])
      explainError({ status: 400, headers: {}, body }, { write: true, secrets: sent });
  },
  placesOfStandIns: (value) => placesOfStandIns('', value),
  changedFields: (value) => changedFields({ a: value }, [{ name: 'a', value: asDoubles(value), json: '' }]),
  isSameState: (value) => assert.ok(isSameState(value, asDoubles(value))),
  isStoredAs: (value) => assert.ok(isStoredAs(value, asDoubles(value))),
  answeredBy: (value) => answeredBy(value, {}, 'a', { before: {}, sent: [] } as never),
  userIn: (value) => userIn({ result: value }, { truto_response_format: 'debug' }),
  accountRules: (value) =>
    accountRules(
      { bodySchema: { properties: { a: value } }, querySchema: { a: value }, defaultQuery: {}, defaultBody: {} },
      { id: 'a', integration: { name: 'x', label: 'X' } },
      0,
    ),
  HeldValues: (value) => new HeldValues({ a: value }, { a: value }).has(['a']),
};

/** What takes no JSON, or parts of it that hold nothing else. */
const ofNoJson: ReadonlySet<string> = new Set([
  ...['charAt', 'spaceEnd', 'skipSpace', 'stringEnd', 'wordEnd', 'decodeString', 'cutText', 'applyTextEdits'],
  ...[
    'escapeUnseen',
    'wellFormed',
    'insideShellString',
    'javascriptString',
    'pythonString',
    'shellString',
    'checkBaseUrl',
    'percentEncode',
  ],
  ...['isRecord', 'isSameNumber', 'typeName', 'isPlain', 'isJsonNumber', 'serverText', 'userPath', 'knownField'],
  ...['namedField', 'typedText', 'keyText'],
]);

/** Run by those that are in the table: what they hand it is the whole of what they take. */
const ofOthers: ReadonlySet<string> = new Set([
  ...[
    'javascriptLiteral',
    'pythonLiteral',
    'javascriptLostNumbers',
    'pythonLostNumbers',
    'jsonPieces',
    'printLiteral',
    'readErrorBody',
    'insightNames',
  ],
  ...['fixesFor', 'bodyJson', 'partsOfName'],
  // Code is made of files only that `isTooDeep` has let in.
  'markedTokens',
]);

describe(`JSON from outside that is nested ${levels} levels deep`, function () {
  this.timeout(60_000);

  for (const [name, run] of Object.entries(ofText))
    it(`is a text like others to ${name}`, () => {
      for (const text of Object.values(texts)) run(text);
    });

  for (const [name, run] of Object.entries(ofValue))
    it(`is a value like others to ${name}`, () => {
      for (const text of Object.values(texts)) {
        const parsed = parseJson(text);
        if (parsed) run(parsed.value);
      }
    });

  it('is tried with every function of the core that takes a text or whatever it is given', () => {
    const folder = join(repoRoot, 'src', 'core');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('generated'))
      .flatMap((file) => takersIn(readFileSync(join(folder, file), 'utf8')));
    assert.ok(names.length > 60);
    const known = (name: string) => name in ofText || name in ofValue || ofNoJson.has(name) || ofOthers.has(name);
    assert.deepEqual(
      names.filter((name) => !known(name)),
      [],
    );
  });
});

/** The exported functions of a module that take JSON as a text, or a value of any kind. */
function takersIn(source: string): string[] {
  const functions = source.matchAll(/^export function\*? (\w+)(?:<[^>]*>)?\(([^{]*?)\)(?=:| \{)/gm);
  return [...functions].flatMap(([, name = '', parameters = '']) =>
    /\b(?:text|json|bodyJson|userText|one): string|: unknown\b/.test(parameters) ? [name] : [],
  );
}
