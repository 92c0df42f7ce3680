import { isRecord } from './isRecord';
import { plainJson } from './plainJson';
import type { TextRange } from './textEdit';

/**
 * The lines of a text that holds a JSON object on each of two lines or more, with a comma behind it or none, and nothing else
 * but comments (JSON Lines); else none.
 */
export function jsonLines(text: string): readonly TextRange[] {
  const lines: TextRange[] = [];
  for (const { 0: line, index } of plainJson(text).matchAll(/[^\r\n]+/g)) {
    const all = line.trim();
    const spelled = all.endsWith(',') ? all.slice(0, -1).trimEnd() : all;
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
