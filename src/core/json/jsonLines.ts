import { isRecord } from './isRecord';
import type { TextRange } from './textEdit';

/** The lines of a text that holds a JSON object on each of two lines or more, and nothing else (JSON Lines); else none. */
export function jsonLines(text: string): readonly TextRange[] {
  const lines: TextRange[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const spelled = line.replace(/^\ufeff/, '').trim();
    if (spelled === '') continue;
    if (!isObject(spelled)) return [];
    lines.push({ offset: index + line.indexOf(spelled), length: spelled.length });
  }
  return lines.length > 1 ? lines : [];
}

function isObject(json: string): boolean {
  try {
    return isRecord(JSON.parse(json));
  } catch {
    return false;
  }
}
