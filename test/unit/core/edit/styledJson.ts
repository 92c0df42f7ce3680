import fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Picks at random: what `fc.gen()` hands to a property. */
export type Pick = <T>(make: () => fc.Arbitrary<T>) => T;

const keys = ['name', 'emails', 'é', 'a"b', '$truto', 'status', 'x/y', 'type', ''];

export function pickJson(pick: Pick, depth = 3): Json {
  const kind = pick(() => fc.constantFrom('scalar', 'array', 'object'));
  if (depth === 0 || kind === 'scalar')
    return pick(() =>
      fc.oneof(
        fc.constantFrom(null, true, false, 0, -1.5, 1e21),
        fc.string({
          unit: fc.constantFrom('a', '"', '\\', '/', '*', ',', ':', ']', '}', '\n', 'é', '😀'),
          maxLength: 6,
        }),
      ),
    );
  const length = pick(() => fc.nat(3));
  if (kind === 'array') return Array.from({ length }, () => pickJson(pick, depth - 1));
  return pickObject(pick, depth - 1, length);
}

export function pickObject(pick: Pick, depth: number, length: number): { readonly [key: string]: Json } {
  return Object.fromEntries(
    Array.from({ length }, () => [pick(() => fc.constantFrom(...keys)), pickJson(pick, depth)]),
  );
}

export interface PickedStyle {
  readonly eol: '\n' | '\r\n';
  readonly unit: string;
  readonly comments: boolean;
  readonly trailingCommas: boolean;
}

export function pickStyle(pick: Pick): PickedStyle {
  return {
    eol: pick(() => fc.constantFrom('\n' as const, '\r\n' as const)),
    unit: pick(() => fc.constantFrom('  ', '    ', '\t', '')),
    comments: pick(() => fc.boolean()),
    trailingCommas: pick(() => fc.boolean()),
  };
}

/** Writes JSON the way people do: some containers in one line, some in many, comments and trailing commas anywhere. */
export function writeJson(value: Json, style: PickedStyle, pick: Pick, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isArray = Array.isArray(value);
  const [open, close] = isArray ? '[]' : '{}';
  const inner = indent + style.unit;
  const entries = isArray
    ? (value as readonly Json[]).map((item) => ['', item] as const)
    : Object.entries(value as Readonly<Record<string, Json>>).map(
        ([key, item]) => [`${JSON.stringify(key)}:${pick(() => fc.constantFrom('', ' ', ' '))}`, item] as const,
      );
  const mode = pick(() => fc.constantFrom('lines', 'lines', 'oneLine', 'mixed'));
  const lineBreak = () => mode === 'lines' || (mode === 'mixed' && pick(() => fc.boolean()));
  const comment = () => {
    if (!style.comments || pick(() => fc.nat(3)) > 0) return '';
    return pick(() =>
      fc.constantFrom(
        ' /* , ] */',
        ` // } "${style.eol}${inner}`,
        `${style.eol}${inner}// above${style.eol}${inner}`,
        ` /* a${style.eol} b */ `,
      ),
    );
  };
  let text = open ?? '';
  for (const [index, [key, item]] of entries.entries()) {
    const isLast = index === entries.length - 1;
    text +=
      (lineBreak() ? style.eol + inner : pick(() => fc.constantFrom('', ' '))) +
      comment() +
      key +
      writeJson(item, style, pick, inner) +
      comment();
    if (!isLast || style.trailingCommas) text += `,${comment()}`;
  }
  return text + comment() + (entries.length > 0 && lineBreak() ? style.eol + indent : '') + (close ?? '');
}
