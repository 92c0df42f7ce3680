import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkUserText } from '../../../src/core/check/checkUserText';
import { UserTextCheck } from '../../../src/core/check/userTextCheck';
import { numbersOf } from '../../../src/core/codeSnippets/numbersOf';
import { csvCell, csvLine } from '../../../src/core/csv/csvLine';
import { choiceWriter } from '../../../src/core/edit/choiceWriter';
import { editUserText, EditRefused } from '../../../src/core/edit/editUserText';
import { renderJson } from '../../../src/core/edit/renderJson';
import {
  errorBodyOf,
  isAboutKey,
  isErrorEnvelope,
  isRemoteError,
  isTrutoErrorBody,
} from '../../../src/core/errors/errorBody';
import { explainError } from '../../../src/core/errors/explainError';
import { placeServerProblems } from '../../../src/core/errors/serverProblems';
import { fixAll, sureFix } from '../../../src/core/fixes/fixAll';
import { fixOfKey, offeredFixes } from '../../../src/core/fixes/offeredFixes';
import { isItemObject, isSureItem } from '../../../src/core/fixes/sureItem';
import { readFormText } from '../../../src/core/form/formText';
import { completionsAt, fieldAt, hintAt, valueAt } from '../../../src/core/hints/hintsAt';
import { namesSchema } from '../../../src/core/hints/namesSchema';
import { behindSpace, valueEnd, valueStart } from '../../../src/core/json/jsonText';
import { userAround } from '../../../src/core/hints/userAround';
import { readCliConfig } from '../../../src/core/http/cliConfig';
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
import { listOfUsers } from '../../../src/core/check/listOfUsers';
import { HeldValues } from '../../../src/core/json/heldValues';
import { isSameJson } from '../../../src/core/json/isSameJson';
import { isSameState } from '../../../src/core/json/isSameState';
import { isSameId } from '../../../src/core/json/listItems';
import { isStoredAs } from '../../../src/core/json/isStoredAs';
import { isSurelyLossless } from '../../../src/core/json/isSurelyLossless';
import { jsonDepth, parseJsonTree, sameJson } from '../../../src/core/json/jsonTree';
import { hashOfKey } from '../../../src/core/json/keysInScope';
import { jsonTokens } from '../../../src/core/json/jsonTokens';
import { findLoneSurrogates } from '../../../src/core/json/loneSurrogates';
import { parseJson } from '../../../src/core/json/parseJson';
import { plainJson } from '../../../src/core/json/plainJson';
import { prettyJson } from '../../../src/core/json/prettyJson';
import { readableMembers } from '../../../src/core/json/readableMembers';
import { recoverJson } from '../../../src/core/json/recoverJson';
import { booleanWord } from '../../../src/core/schema/booleanWord';
import { scanJson } from '../../../src/core/json/scanJson';
import { emptyJournal, readJournalLine, readJournalStart } from '../../../src/core/journal/journalLine';
import { SoughtPath } from '../../../src/core/json/soughtPaths';
import { filterByAddress, filtersOfUser } from '../../../src/core/parameters/listFilters';
import { parameterProblem } from '../../../src/core/parameters/parameterValue';
import { checkResponse, returnedFields } from '../../../src/core/responses/checkResponse';
import { identityOf } from '../../../src/core/responses/identity';
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
import { readDeepLink } from '../../../src/core/update/deepLink';
import { changedFields } from '../../../src/core/update/drift';
import { bodyJson, namedBy, readUserFile } from '../../../src/core/update/userFile';
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
  checkUserJson: (text) => checkUserText(text, { unknownFields: 'off' }, parseJson),
  UserTextCheck: (text) => all(new UserTextCheck(text, { unknownFields: 'warning' }).problems()),
  numbersOf,
  choiceWriter: (text) => choiceWriter(text, { offset: 0, length: 0 }, style)('id', { id: 'x' }),
  editUserText: (text) => unlessRefused(() => editUserText(text, ['title'], { kind: 'set', json: '1' }, style)),
  'editUserText, its value': (json) => unlessRefused(() => editUserText('{}', ['title'], { kind: 'set', json }, style)),
  renderJson: (text) => parseJson(text) && renderJson(text, shape),
  placeServerProblems: (text) =>
    placeServerProblems(text, [{ path: ['a', 'a'], in: 'body', kind: 'missing' }], 'HubSpot'),
  fixAll: (text) => fixAll(text, checkUserText(text, { unknownFields: 'warning' }), { choose: sureFix }),
  offeredFixes: (text) => offeredFixes(text, checkUserText(text, { unknownFields: 'warning' })),
  isSureItem: (text) => isSureItem(['languages'], text),
  isItemObject: (text) => isItemObject(['emails'], text),
  fixOfKey: (text) => fixOfKey(text, checkUserText(text, { unknownFields: 'warning' }), ''),
  readFormText,
  hintAt: (text) => hintAt(text, 10),
  completionsAt: (text) => completionsAt(text, 10),
  fieldAt: (text) => fieldAt(text, 10),
  valueAt: (text) => valueAt(text, 10),
  namesSchema: (text) => namesSchema(`${text}"$schema"`),
  valueStart,
  behindSpace: (text) => behindSpace(text, 0),
  csvCell: (text) => csvCell(text),
  csvLine: (text) => csvLine([text]),
  readDeepLink,
  readCliConfig: (text) => readCliConfig(text, 'Truto CLI'),
  readJournalStart: (text) => readJournalStart(text),
  readJournalLine: (text) => readJournalLine(`{"hash":"","seq":1,"epoch":0,"entry":${text}}`, emptyJournal, () => ''),
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
  readableMembers,
  errorBodyOf,
  recoverJson,
  booleanWord,
  hashOfKey: (text) => hashOfKey(text, 0, text.length),
  isSurelyLossless: (text) => {
    const parsed = parseJson(text);
    return parsed && isSurelyLossless(parsed, '');
  },
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
  namedBy: (text) => {
    const parsed = parseJson(text);
    return parsed && namedBy(parsed);
  },
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
  isAboutKey: (value) => isAboutKey(409, value),
  explainError: (value) => {
    for (const body of [
      value,
      { message: value, details: { failures: value }, raw_response: value, truto_error_insight: value },
    ])
      explainError({ status: 400, headers: {}, body }, { write: true, secrets: sent });
  },
  changedFields: (value) => changedFields({ a: value }, [{ name: 'a', value: asDoubles(value), json: '' }]),
  isSameId: (value) => isSameId(value, asDoubles(value)),
  isSameState: (value) => assert.ok(isSameState(value, asDoubles(value))),
  isStoredAs: (value) => assert.ok(isStoredAs(value, asDoubles(value))),
  answeredBy: (value) => answeredBy(value, {}, 'a', { before: {}, sent: [] } as never),
  identityOf: (value) => identityOf({ id: value, remote_data: value }, 'a', false),
  userIn: (value) => userIn({ result: value }, { truto_response_format: 'debug' }),
  accountRules: (value) =>
    accountRules(
      { bodySchema: { properties: { a: value } }, querySchema: { a: value }, defaultQuery: {}, defaultBody: {} },
      { id: 'a', integration: { name: 'x', label: 'X' } },
      0,
    ),
  filtersOfUser: (value) => filtersOfUser({ emails: value }, 'a', { emails: value }),
  filterByAddress: (value) => filterByAddress({ emails: value }, 'a@b.c'),
  listOfUsers: (value) => listOfUsers({ data: value }),
  HeldValues: (value) => new HeldValues({ a: value }, { a: value }).has(['a']),
};

/** What takes no JSON, or parts of it that hold nothing else. */
const ofNoJson: ReadonlySet<string> = new Set([
  ...['charAt', 'spaceEnd', 'skipSpace', 'stringEnd', 'wordEnd', 'decodeString', 'cutText', 'applyTextEdits'],
  ...['escapeUnseen', 'wellFormed', 'javascriptString', 'pythonString', 'checkBaseUrl', 'percentEncode'],
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
  ...['fixesFor', 'bodyJson', 'partsOfName', 'withoutForeignTokens'],
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
