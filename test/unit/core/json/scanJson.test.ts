import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { parseJson } from '../../../../src/core/json/parseJson';
import { scanJson } from '../../../../src/core/json/scanJson';
import { SoughtPath } from '../../../../src/core/json/soughtPaths';
import type { JsonPath } from '../../../../src/core/json/jsonPath';

/** JSON text with white space, comments and trailing commas strewn in. */
const looseJson = fc
  .tuple(
    fc.jsonValue({ maxDepth: 4 }),
    fc.array(fc.constantFrom('', ' ', '\n', '\t', '/* , ] } " */', '// [ { "\n'), { minLength: 1, maxLength: 20 }),
    fc.boolean(),
  )
  .map(([value, gaps, trailing]) => {
    let used = 0;
    const gap = () => gaps[used++ % gaps.length]!;
    const write = (part: unknown): string => {
      if (typeof part !== 'object' || part === null) return gap() + JSON.stringify(part) + gap();
      const isArray = Array.isArray(part);
      const inner = isArray
        ? part.map(write)
        : Object.entries(part).map(([key, child]) => `${gap()}${JSON.stringify(key)}${gap()}:${write(child)}`);
      const end = trailing && inner.length > 0 ? `,${gap()}` : gap();
      return `${gap()}${isArray ? '[' : '{'}${inner.join(',')}${end}${isArray ? ']' : '}'}${gap()}`;
    };
    // JSON has no negative zero.
    return { value: JSON.parse(JSON.stringify(value)) as unknown, text: write(value) };
  });

function allPaths(value: unknown): JsonPath[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const children: [string | number, unknown][] = Array.isArray(value)
    ? value.map((child, index): [number, unknown] => [index, child])
    : Object.entries(value);
  return [[], ...children.flatMap(([step, child]) => allPaths(child).map((path) => [step, ...path]))];
}

function range(node: Node | undefined) {
  return node && { offset: node.offset, length: node.length };
}

describe('scanJson', () => {
  it('finds every value and key where jsonc-parser finds them', () => {
    fc.assert(
      fc.property(looseJson, ({ value, text }) => {
        const parsed = parseJson(text);
        assert.ok(parsed);
        assert.deepEqual(parsed.value, value);
        const root = new SoughtPath();
        const nodes = allPaths(value).map((path) => ({ path, node: root.add(path) }));
        scanJson(parsed.plain, root);
        const tree = parseTree(text, [], { allowTrailingComma: true })!;
        for (const { path, node } of nodes) {
          const expected = findNodeAtLocation(tree, [...path]);
          assert.deepEqual(node.place?.value, range(expected), path.join('/'));
          const property = expected?.parent?.type === 'property' ? expected.parent.children?.[0] : undefined;
          assert.deepEqual(node.place?.key, range(property));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('knows again what stands for a value that is not shown, where a value begins with it', () => {
    const places = (value: unknown, standIn = '••••••') =>
      scanJson(JSON.stringify(value), new SoughtPath(), standIn).map(({ code, path }) => [code, ...path]);
    assert.deepEqual(places({ a: ['••••••', { b: '•••••• as in the file' }], c: 'a ••••••', '••••••': 1, d: null }), [
      ['hiddenValue', 'a', 0],
      ['hiddenValue', 'a', 1, 'b'],
    ]);
    assert.deepEqual(places('••••••'), [['hiddenValue']]);
    assert.deepEqual(places({ a: '•••••', b: '' }), []);
    assert.deepEqual(places({ a: '••••••', b: '' }, ''), []);
  });

  it('finds no loss in what JSON.stringify writes of well-formed values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const losses = scanJson(text, new SoughtPath()).filter(
          ({ code }) => code !== 'forbiddenKey' && code !== 'loneSurrogate',
        );
        assert.deepEqual(
          losses
            .filter(({ code, params }) => code !== 'unsafeNumber' || Number(params.got) === Number(params.becomes))
            .filter(({ params }) => !('got' in params && isBigInteger(params.got))),
          [],
        );
      }),
    );
  });
});

/** JavaScript pads integers beyond 2^53 with zeros: those are other integers than the double. */
function isBigInteger(spelled: unknown): boolean {
  return typeof spelled === 'string' && /^-?\d+$/.test(spelled) && Math.abs(Number(spelled)) > Number.MAX_SAFE_INTEGER;
}
