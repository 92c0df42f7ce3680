const opposites: Readonly<Record<string, string | undefined>> = {
  '\\d': '\\D',
  '\\D': '\\d',
  '\\w': '\\W',
  '\\W': '\\w',
  '\\s': '\\S',
  '\\S': '\\s',
  '\\b': '',
};

/** Ways to write a regular expression wrongly: an anchor, quantifier, class or flag less or another. */
export function regexMutations(literal: string): readonly string[] {
  const end = literal.lastIndexOf('/');
  const [source, flags] = [literal.slice(1, end), literal.slice(end + 1)];
  const sources = tokensOf(source).flatMap(({ text, at, isQuantifier }) =>
    replacements(text, isQuantifier).map((other) => source.slice(0, at) + other + source.slice(at + text.length)),
  );
  const others = ['i', 'g', 's', 'm'].filter((flag) => flags.includes(flag)).map((flag) => flags.replace(flag, ''));
  return [...sources.map((other) => `/${other}/${flags}`), ...others.map((other) => `/${source}/${other}`)].filter(
    isRegex,
  );
}

interface Token {
  readonly text: string;
  readonly at: number;
  readonly isQuantifier: boolean;
}

function tokensOf(source: string): readonly Token[] {
  const tokens = [
    ...source.matchAll(/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|\(\?<?[:=!]|\{[\d,]+\}|[^]/g),
  ];
  return tokens.map(([text], index) => ({
    text,
    at: tokens[index]?.index ?? 0,
    isQuantifier: /^(?:[*+?]|\{[\d,]+\})$/.test(text) && index > 0 && tokens[index - 1]?.[0] !== '(',
  }));
}

function replacements(token: string, isQuantifier: boolean): readonly string[] {
  if (isQuantifier) return token === '+' ? ['', '*'] : [''];
  if (token === '^' || token === '$') return [''];
  if (token.startsWith('[^')) return [`[${token.slice(2)}`];
  if (token.startsWith('[') && token.length > 2) return [`[^${token.slice(1)}`];
  if (token.startsWith('\\p')) return [`\\P${token.slice(2)}`];
  if (token === '(?=') return ['(?!'];
  if (token === '(?!') return ['(?='];
  if (token === '(?<=') return ['(?<!'];
  if (token === '(?<!') return ['(?<='];
  const opposite = opposites[token];
  return opposite === undefined ? [] : [opposite];
}

function isRegex(literal: string): boolean {
  const end = literal.lastIndexOf('/');
  try {
    return end > 1 && new RegExp(literal.slice(1, end), literal.slice(end + 1)) instanceof RegExp;
  } catch {
    return false;
  }
}
