import fc from 'fast-check';
import { bodyJson, readUserFile } from '../../../../src/core/update/userFile';

/** An update as a test makes it up; `password` is the one that its body holds. */
export interface RandomRequest {
  readonly userId: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly bodyJson: string;
  readonly password: string | undefined;
}

const hostileTexts = [
  "O'Hara",
  '"',
  "'",
  '\\',
  '\\\\"',
  '$HOME',
  '$(id) `id` ${x}',
  '%s %20 %',
  '!! !$',
  '</script><!-- -->',
  '\u2028\u2029',
  '\u202Egnp.exe\u202C',
  '\0\u0001\u001b\u007f\u009b',
  'a\nb\r\nc\td',
  '👩‍👩‍👧 😀 ü ﷽',
  "'''",
  '"""',
  '\\u0041 \\n',
  '{x!r} {{}}',
  '\uFEFF',
  '@file',
  '-n',
  '',
  '#',
  '&a=b;c',
  '*?[a-z]~',
  '<<EOF',
];
const text = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const number = fc.oneof(
  fc.maxSafeInteger().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '0',
    '-0',
    '1.0',
    '1.50',
    '-0.0',
    '1e2',
    '1E+2',
    '5e-324',
    '1.7976931348623157e308',
    '9007199254740993',
    '12345678901234567890',
    '0.1000000000000000055511151231257827',
    '1e400',
    '-1E-400',
  ),
);
const escaped = text.map(
  (plain) => `"${plain.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`,
);
const leaf = fc.oneof(
  text.map((plain) => JSON.stringify(plain)),
  text.map((plain) => JSON.stringify(plain)),
  escaped,
  number,
  fc.constantFrom('true', 'false', 'null', '"\\/ \\b\\f"', '"\\ud800 \\udc00"'),
);

/** JSON as text, so that numbers and texts are spelled in every way there is. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`) },
    {
      weight: 1,
      arbitrary: members(fc.oneof(text, fc.constantFrom('a', '__proto__', 'constructor', '1')), tie('json')).map(
        object,
      ),
    },
  ),
}));

/**
 * Names do not begin with a backslash: once V8 13.6 (Node 24) has seen such a key, its JSON.parse takes other escaped
 * keys for it, so that the tests could not tell what was sent.
 */
function members(name: fc.Arbitrary<string>, value: fc.Arbitrary<string>) {
  return fc.uniqueArray(
    fc.tuple(
      name.filter((text) => !text.startsWith('\\')),
      value,
    ),
    { maxLength: 5, selector: ([key]) => key },
  );
}

function object(entries: readonly (readonly [string, string])[]): string {
  return `{ ${entries.map(([name, value]) => `${JSON.stringify(name)} : ${value}`).join(', ')} }`;
}

const fieldName = fc.oneof(
  fc.constantFrom('name', 'title', 'emails', 'remote_data', 'group', 'status', 'licensed_sheet_creator'),
  text,
);
// Short ones could stand elsewhere in the request by chance.
const password = fc.option(
  text.map((end) => `correct horse ${end.replace(/\p{Cc}/gu, '')}!`),
  { nil: undefined, freq: 2 },
);
const query = fc.record(
  {
    truto_response_format: fc.constantFrom('unified', 'raw', 'normalized'),
    truto_ignore_remote_data: fc.boolean(),
    truto_exclude_fields: fc.array(text, { maxLength: 3 }),
    remote_query: fc.dictionary(fc.constantFrom('foo', 'a b', "it's", '$x'), text, {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    groups: fc.array(fc.record({ id: text, name: text }), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const userId = fc.oneof(
  { weight: 2, arbitrary: fc.constant('usr_ada') },
  { weight: 1, arbitrary: text.filter((id) => !['', '.', '..'].includes(id)) },
);

/** Updates with anything in them that a file may hold. */
export const randomRequest: fc.Arbitrary<RandomRequest> = fc
  .tuple(userId, query, members(fieldName, json), password)
  .map(([id, parameters, fields, secret]) => {
    const file = readUserFile(
      object(secret === undefined ? fields : [...fields, ['password', JSON.stringify(secret)]]),
    );
    return { userId: id, query: parameters, bodyJson: bodyJson(file?.fields ?? []), password: secret };
  });
