import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import fc from 'fast-check';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { readUserFile } from '../../../../src/core/update/userFile';
import type { Problem } from '../../../../src/core/check/problem';
import type { SeededRandom } from '../../../../src/sandbox/seededRandom';
import { amount } from '../../../host/long';
import { repoRoot } from '../../../host/repoRoot';
import { seededRandom } from '../../../host/testSeed';
import { brokenTexts, hostileTexts, looseTexts, validTexts } from './jsonCorpus';

const options = { unknownFields: 'warning' } as const;

/** Checks a text and what must hold of the outcome whatever the text is. */
function check(text: string): Problem[] {
  const problems = checkUserText(text, options);
  let last = 0;
  for (const { offset, length } of problems) {
    assert.ok(
      offset >= last && length >= 0 && offset + length <= text.length,
      `a range outside the text or out of order: ${text.slice(0, 200)}`,
    );
    last = offset;
  }
  readUserFile(text);
  return problems;
}

describe('any text', () => {
  for (const text of validTexts)
    it(`is no syntax error: ${JSON.stringify(text.slice(0, 60))}`, () =>
      assert.ok(!check(text).some(({ code }) => code === 'syntaxError')));
  for (const text of looseTexts)
    it(`is taken while editing: ${JSON.stringify(text)}`, () =>
      assert.ok(!check(text).some(({ code }) => code === 'syntaxError')));
  for (const text of brokenTexts)
    it(`is not sent: ${JSON.stringify(text)}`, () =>
      assert.ok(check(text).some(({ severity }) => severity === 'error')));
  for (const text of hostileTexts)
    it(`brings nothing down: ${JSON.stringify(text.slice(0, 30))} (${text.length})`, () => void check(text));

  const mutations = amount(15_000, 100_000);
  it(`brings nothing down after ${mutations} mutations`, function () {
    this.timeout(60_000);
    const random = seededRandom('broken texts');
    const corpus = [...validTexts, ...brokenTexts, ...looseTexts, ...hostileTexts.filter(({ length }) => length < 100)];
    for (let run = 0; run < mutations; run++) {
      const text = mutated(random.pick(corpus), random);
      try {
        check(text);
      } catch (error) {
        throw new Error(`run ${run}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
  });
});

/** What no schema can tell. */
const beyondSchema: ReadonlySet<string> = new Set(['loneSurrogate', 'duplicateKey', 'differentIds', 'hiddenValue']);

describe('any JSON', () => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  const addFormats = formats.default as unknown as (ajv: Ajv, names: string[]) => void;
  addFormats(ajv, ['date-time', 'uuid']);
  const validate = ajv.compile(
    JSON.parse(readFileSync(join(repoRoot, 'src', 'core', 'schema', 'user.schema.json'), 'utf8')) as object,
  );

  /** The places that ajv, compiled here and now from the schema, complains of: values at fault, and keys that are unknown. */
  const placesByAjv = (value: unknown): string[] => {
    if (validate(value)) return [];
    const places = (validate.errors ?? []).map(({ instancePath, params }) => {
      const key = (params as { additionalProperty?: string }).additionalProperty;
      return key === undefined ? instancePath : `${instancePath}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    });
    return [...new Set(places)].sort();
  };
  const placeOf = ({ path }: Problem) =>
    path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

  it('has the problems that ajv finds in its value', () => {
    const field = fc.constantFrom(
      'name',
      'status',
      'emails',
      'roles',
      'created_at',
      'group',
      'languages',
      'licensed_sheet_creator',
      '$truto',
      'nme',
      'email',
      'id',
      'query',
    );
    const leaf = fc.oneof(
      fc.constantFrom('active', 'actve', '2024-01-01T00:00:00Z', '', 1, 0.5, true, null),
      fc.string(),
    );
    const { user } = fc.letrec<{ user: Record<string, unknown>; value: unknown }>((tie) => ({
      user: fc.dictionary(field, tie('value'), { maxKeys: 6, noNullPrototype: true }),
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('user')),
    }));
    fc.assert(
      fc.property(user, (value) => {
        const text = JSON.stringify(value);
        const parsed = JSON.parse(text) as unknown;
        const schemaProblems = check(text).filter(({ code }) => !beyondSchema.has(code));
        assert.deepEqual([...new Set(schemaProblems.map(placeOf))].sort(), placesByAjv(parsed));
      }),
      { numRuns: amount(500, 2000) },
    );
  });
});

const fragments = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '\\',
  '/',
  '*',
  '//',
  '/*',
  '*/',
  '\n',
  '\r',
  ' ',
  '\u0000',
  '\ud800',
  '😀',
  'null',
  'true',
  '1',
  '-',
  'e',
  '.',
  '"name"',
  '"emails":[',
  '__proto__',
  '\\u',
  '\ufeff',
];

function mutated(text: string, random: SeededRandom): string {
  let result = text;
  for (let count = random.int(1, 3); count > 0; count--) {
    const at = random.int(0, result.length);
    const removed = random.chance(1 / 3) ? 0 : random.int(0, 3);
    result = result.slice(0, at) + (random.chance(1 / 4) ? '' : random.pick(fragments)) + result.slice(at + removed);
  }
  return result;
}

describe('checkUserText: a value that is half-written', () => {
  const fields = ['"id": 0', '"name": true', '"emails": "a"', '"licensed_sheet_creator": "yes"', '"created_at": -0'];
  const rests = ['07', 'n', 'abc', 'x10', ' "b"', '\t4', ' x', ';', '"b"', ' 1 2', "'"];
  const places: readonly ((member: string) => string)[] = [
    (member) => `{${member}}`,
    (member) => `[{}, {"title": "t", ${member}, "name": }]`,
  ];

  it('is the syntax error alone, whatever follows it', () => {
    for (const field of fields)
      for (const rest of rests)
        for (const place of places) {
          const text = place(field + rest);
          assert.deepEqual([...new Set(check(text).map(({ code }) => code))], ['syntaxError'], text);
        }
    for (const text of [
      '{"phones":[{"number": 0123}]}',
      '{"name":0x10}',
      '{"languages":[3x]}',
      '{"nmae" }',
      '{"name":x3}',
      '{"emails": x"a"}',
    ])
      assert.deepEqual([...new Set(check(text).map(({ code }) => code))], ['syntaxError'], text);
  });

  it('is not what stands in the line above, or behind a comma', () => {
    for (const text of ['{"title": 3\n "name": "x"}', '{"title": 3, x}'])
      assert.deepEqual([...new Set(check(text).map(({ code }) => code))].sort(), ['syntaxError', 'wrongType'], text);
  });
});
