/** Comments, strings, punctuation, words. What is left open ends with the line, or, for block comments, with the text. */
const tokenPattern =
  /\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"?|[{}[\],:]|[^\s{}[\],:"/]+/g;

/** The tokens of a JSON text without space and comments, each with its spelling. Meant for text that parses. */
export function* jsonTokens(text: string): Generator<string> {
  for (const [token] of text.matchAll(tokenPattern)) {
    if (!token.startsWith('/')) yield token;
  }
}
