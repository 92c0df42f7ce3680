import { Char, charAt, isSpace, stringEnd } from './jsonText';

/** Valid JSON without the white space between its tokens; strings and numbers stay as they are spelled. */
export function compactJson(text: string, start = 0, end = text.length): string {
  let compact = '';
  let kept = start;
  let at = start;
  while (at < end) {
    const char = charAt(text, at);
    if (char === Char.Quote) at = stringEnd(text, at);
    else if (isSpace(char)) {
      compact += text.slice(kept, at);
      kept = ++at;
    } else at++;
  }
  return compact + text.slice(kept, end);
}
