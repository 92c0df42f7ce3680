import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findNodeAtOffset, parseTree } from 'jsonc-parser';
import { checkUserText, type CheckOptions } from '../../../../src/core/check/checkUserText';
import { fixAll, sureFix } from '../../../../src/core/fixes/fixAll';
import { changesText, type Fix } from '../../../../src/core/fixes/fix';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { jsonTokens } from '../../../../src/core/json/jsonTokens';
import { propertiesNamed } from '../../../../src/core/json/jsonTree';
import { TextPieces } from '../../../../src/core/fixes/textPieces';
import { applyTextEdits, type TextEdit } from '../../../../src/core/json/textEdit';
import { parseJson } from '../../../../src/core/json/parseJson';
import type { Problem, ProblemCode } from '../../../../src/core/check/problem';
import { askingAccount, hosts, type Host, type Member, type Mistake } from '../check/mistakes';
import { amount } from '../../../host/long';

const options: CheckOptions = { unknownFields: 'warning' };

const check = (text: string) => checkUserText(text, options);

/** The ways people lay JSON out: made from one line by what stands behind openers and commas, and around colons. */
const layouts: Readonly<Record<string, (line: string) => string>> = {
  'one tight line': (line) => line,
  'one airy line': (line) => laidOut(line, { open: ' ', comma: ' ', colon: ': ', close: ' ' }),
  'two spaces': (line) => indented(line, '  ', '\n'),
  'tabs and CRLF': (line) => indented(line, '\t', '\r\n'),
  'comments behind commas': (line) =>
    laidOut(line, { open: ' // "open", {\n', comma: ' // "kept", {\n', colon: ': ', close: '\n' }),
  'comments in front of everything': (line) =>
    laidOut(line, { open: '\n/* [ */ ', comma: '\r\n  // ] "above"\r\n  ', colon: ' /* : */ : ', close: '\n' }),
  'leading commas': (line) => laidOut(line, { open: ' ', comma: '', beforeComma: '\n', colon: ' :', close: '\n' }),
  'trailing commas': (line) => indented(line, ' ', '\n').replace(/(?<=["\w\]}])(?=\s*[\]}])/g, ','),
};

interface Layout {
  readonly open: string;
  readonly comma: string;
  readonly beforeComma?: string;
  readonly colon: string;
  readonly close: string;
}

/** Lays out the structure; what stands in strings stays. */
function laidOut(line: string, { open, comma, beforeComma = '', colon, close }: Layout): string {
  let text = '';
  let before = '';
  for (const token of jsonTokens(line)) {
    if (/[\]}]/.test(token)) text += /[[{]/.test(before) ? '' : close;
    else if (/[[{]/.test(before)) text += open;
    text += token === ',' ? `${beforeComma},${comma}` : token === ':' ? colon : token;
    before = token;
  }
  return text;
}

function indented(line: string, unit: string, eol: string): string {
  let depth = 0;
  let text = '';
  let before = '';
  for (const token of jsonTokens(line)) {
    const isCloser = /^[\]}]$/.test(token);
    if (isCloser) depth--;
    if (isCloser ? !/^[[{]$/.test(before) : /^[[{,]$/.test(before)) text += eol + unit.repeat(depth);
    text += token === ':' ? ': ' : token;
    if (/^[[{]$/.test(token)) depth++;
    before = token;
  }
  return `${text}${eol}`;
}

const places: Readonly<Record<string, (mistake: readonly Member[], others: Host['others']) => readonly Member[]>> = {
  only: (mistake) => mistake,
  first: (mistake, others) => [...mistake, ...others],
  middle: (mistake, [one, other]) => [one, ...mistake, other],
  last: (mistake, others) => [...others, ...mistake],
  scattered: ([first, ...rest], [one, other]) => [...(first ? [first] : []), one, ...rest, other],
};

function lineOf(host: Host, mistake: Mistake, place: keyof typeof places): string {
  const free = host.others.filter(([key]) => !mistake.members.some(([name]) => name === key));
  const others: Host['others'] = [free[0] ?? ['timezone', '"z"'], free[1] ?? ['timezone', '"z"']];
  const members = places[place]!(mistake.members, others).filter(
    ([key], index, all) => key !== 'timezone' || all.findIndex(([name]) => name === key) === index,
  );
  return host.around(members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(','));
}

const keyOf = ({ code, path }: Problem) => `${code} ${JSON.stringify(path)}`;

const countOf = (problems: readonly Problem[], problem: Problem) =>
  problems.filter((other) => keyOf(other) === keyOf(problem)).length;

function checkEdits(text: string, edits: readonly TextEdit[]): void {
  let last = 0;
  for (const { offset, length } of edits) {
    assert.ok(offset >= last && offset + length <= text.length, 'in order, apart, inside');
    last = offset + length;
  }
}

/** A fix takes its problem away, brings no syntax error, and replaces nothing but the member that the problem is about. */
function checkFix(text: string, problem: Problem, fix: Fix, recheck = check, fill = (fixed: string) => fixed): void {
  const edits = fix.edits();
  const label = `${JSON.stringify(text)}\n${keyOf(problem)} ${JSON.stringify(fix.action)}\n${JSON.stringify(edits)}`;
  checkEdits(text, edits);
  assert.ok(edits.length > 0, label);
  const fixed = applyTextEdits(text, edits);
  assert.ok(parseJson(fixed), `${label}\n${fixed}`);
  const left = recheck(fill(fixed));
  assert.ok(
    countOf(left, problem) < countOf(recheck(text), problem),
    `${label}\n${fixed}\n${left.map(keyOf).join('\n')}`,
  );
  assert.deepEqual(strayChanges(text, problem, fix), [], `${label}\n${fixed}`);
}

/** Where the member stands that a problem is about, and those of the same key beside it: start and end. */
function membersOf(text: string, { offset }: Problem): [number, number][] {
  const root = parseTree(text, [], { allowTrailingComma: true })!;
  const node = findNodeAtOffset(root, offset)!;
  const isProperty = node.parent?.type === 'property';
  const members = isProperty ? propertiesNamed(node.parent.parent!, String(node.parent.children![0]!.value)) : [node];
  return members.map((member) => [member.offset, member.offset + member.length]);
}

/** What an edit replaces outside of these ranges, but for space, commas and comments, which go with what they belong to. */
function replacedOutside(text: string, { offset, length }: TextEdit, ranges: readonly [number, number][]): string {
  const outside = Array.from({ length }, (_, index) => offset + index).filter(
    (at) => !ranges.some(([start, end]) => at >= start && at < end),
  );
  return outside
    .map((at) => text[at])
    .join('')
    .replace(/\/\/.*|\/\*[^]*?\*\/|[\s,]/g, '');
}

/** What a fix changes besides the member that its problem is about; empty when it keeps to that. */
function strayChanges(text: string, problem: Problem, { action, edits }: Fix): string[] {
  const adds =
    action.kind === 'addField' ||
    action.kind === 'moveToRemoteData' ||
    action.kind === 'splitName' ||
    action.kind === 'moveField';
  const ranges = action.kind === 'addField' ? [] : membersOf(text, problem);
  return edits().flatMap((edit) => {
    const touches = ranges.some(([start, end]) => edit.offset <= end && edit.offset + edit.length >= start);
    const written = touches || adds ? '' : edit.text.replace(/[\s,]/g, '');
    const replaced = replacedOutside(text, edit, ranges);
    return [written, action.kind === 'moveToRemoteData' && replaced === 'null' ? '' : replaced].filter(
      (change) => change !== '',
    );
  });
}

describe('fixesFor: every mistake at every place in every layout', () => {
  for (const host of hosts) {
    it(`mends it in ${host.name}`, () => {
      for (const mistake of host.mistakes) {
        for (const place of Object.keys(places)) {
          for (const [layout, layOut] of Object.entries(layouts)) {
            const text = layOut(lineOf(host, mistake, place));
            const problems = check(text);
            assert.ok(
              problems.some(({ code }) => code === mistake.code),
              `${layout}: ${JSON.stringify(text)} has ${mistake.code}, not ${problems.map(keyOf).join()}`,
            );
            for (const problem of problems) {
              const fixes = fixesFor(text, problem);
              assert.ok(fixes.length > 0, `${keyOf(problem)} has a fix`);
              assert.ok(fixes.filter(({ preferred }) => preferred).length <= 1);
              for (const fix of fixes) checkFix(text, problem, fix);
            }
          }
        }
      }
    });
  }

  it('covers every code that a person does not have to mend', () => {
    const covered = new Set(hosts.flatMap(({ mistakes }) => mistakes.map(({ code }) => code)));
    const others: ProblemCode[] = [
      'forbiddenKey',
      'loneSurrogate',
      'duplicateKey',
      'unsafeNumber',
      'unknownField',
      'wrongFormat',
      'notAllowedValue',
      'wrongType',
      'misplacedField',
      'replacementCharacter',
    ];
    assert.deepEqual([...covered].sort(), others.sort());
  });

  it('adds what an account asks for, wherever that stands', () => {
    const bodies = [
      '{}',
      '{"name":"Ada"}',
      '{"$truto":{}}',
      '{"$truto":{"query":{}},"name":"Ada"}',
      '{"$truto":{"query":{"user_id":"1"}}}',
      '[{},{"name":"Ada"}]',
      '[{"$truto":{"id":"1"}}]',
    ];
    const asked = (text: string) => checkUserText(text, { ...options, rules: askingAccount });
    for (const body of bodies) {
      for (const layOut of Object.values(layouts)) {
        const text = layOut(body);
        const missing = asked(text).filter(({ code }) => code === 'missingField');
        assert.ok(missing.length >= 4, text);
        // A query parameter counts once it has a value.
        const fill = (fixed: string) => fixed.replaceAll('""', '"x"');
        for (const problem of missing)
          for (const fix of fixesFor(text, problem)) checkFix(text, problem, fix, asked, fill);
      }
    }
  });
});

/** A user file with mistakes of many kinds in many places, laid out in one of the ways. */
const messyFile = fc
  .record({
    mistakes: fc.array(
      fc.constantFrom(...hosts.flatMap(({ name, mistakes }) => mistakes.map((mistake) => ({ name, mistake })))),
      { minLength: 1, maxLength: 8 },
    ),
    others: fc.subarray(['"avatar":"x"', '"urls":[{"url":"u"}]', '"timezone":null']),
    layOut: fc.constantFrom(...Object.values(layouts)),
    count: fc.nat(3),
  })
  .map(({ mistakes, others, layOut, count }) => {
    const of = (host: string) =>
      mistakes
        .filter(({ name }) => name === host)
        .flatMap(({ mistake }) => mistake.members)
        .map(([key, json]) => `${JSON.stringify(key)}:${json}`);
    const user = [
      ...of('a user'),
      ...others,
      `"$truto":{${[...of('$truto'), `"query":{${of('$truto.query').join(',')}}`].join(',')}}`,
      `"phones":[{${of('an item of a list').join(',')}}]`,
      `"remote_data":{${of('remote_data').join(',')}}`,
    ];
    const line = `{${user.join(',')}}`;
    return layOut(count === 0 ? line : `[${Array.from({ length: count }, () => line).join(',')}]`);
  });

describe('fixesFor and fixAll: any mistakes together', () => {
  it('each fix takes its problem away and touches nothing else', () => {
    fc.assert(
      fc.property(messyFile, (text) => {
        for (const problem of check(text))
          for (const fix of fixesFor(text, problem)) {
            const isPossible = fix.edits().length > 0;
            assert.equal(changesText(fix), isPossible, `${text} ${JSON.stringify(fix.action)}`);
            if (isPossible) checkFix(text, problem, fix);
          }
      }),
      { numRuns: amount(100, 300) },
    );
  });

  it('leaves nothing that a sure fix could mend, and no more problems than before', () => {
    fc.assert(
      fc.property(messyFile, (text) => {
        const problems = check(text);
        const edits = fixAll(text, problems, { choose: sureFix, recheck: check });
        checkEdits(text, edits);
        const fixedText = applyTextEdits(text, edits);
        assert.ok(parseJson(fixedText), fixedText);
        const left = check(fixedText);
        const mendable = left.filter((problem) => (sureFix(fixesFor(fixedText, problem))?.edits() ?? []).length > 0);
        assert.deepEqual(mendable, [], `${JSON.stringify(text)}\n${fixedText}`);
        assert.ok(left.length <= problems.length);
      }),
      { numRuns: amount(150, 500) },
    );
  });
});

/** The fields of each user that clear what the live user has. */
const clearing = (text: string) =>
  [parseJson(text)?.value].flat().flatMap((user, index) =>
    Object.entries(user as object)
      .filter(([, value]) => ['null', '[]', '""'].includes(JSON.stringify(value).replace(/\s/g, '')))
      .map(([field]) => `${index} ${field}`),
  );

const blankTexts = (text: string) =>
  [...jsonTokens(text)].filter((token) => token.startsWith('"') && String(JSON.parse(token)).trim() === '').length;

describe('fixAll: what is not asked for', () => {
  it('clears no field, and empties no text and no key', () => {
    fc.assert(
      fc.property(messyFile, (text) => {
        const fixedText = applyTextEdits(text, fixAll(text, check(text), { choose: sureFix, recheck: check }));
        const cleared = new Set(clearing(text));
        assert.deepEqual(
          clearing(fixedText).filter((field) => !cleared.has(field)),
          [],
          `${text}\n${fixedText}`,
        );
        assert.ok(blankTexts(fixedText) <= blankTexts(text), `${text}\n${fixedText}`);
      }),
      { numRuns: amount(300, 1000) },
    );
  });
});

describe('TextPieces', () => {
  it('makes of edits one after the other the same edits at once', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }),
        fc.array(fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.string({ maxLength: 3 })), { maxLength: 3 }), {
          maxLength: 5,
        }),
        (text, steps) => {
          const pieces = new TextPieces(text);
          for (const step of steps) {
            let from = 0;
            const edits: TextEdit[] = [];
            for (const [gap, length, inserted] of step) {
              const offset = from + (gap % 7);
              if (offset + length > pieces.text.length) break;
              edits.push({ offset, length, text: inserted });
              from = offset + length;
            }
            const expected = applyTextEdits(pieces.text, edits);
            pieces.apply(edits);
            assert.equal(pieces.text, expected);
          }
          checkEdits(text, pieces.edits());
          assert.equal(applyTextEdits(text, pieces.edits()), pieces.text);
        },
      ),
      { numRuns: amount(600, 2000) },
    );
  });
});
