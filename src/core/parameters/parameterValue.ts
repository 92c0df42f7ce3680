import type { AccountRules } from '../rules/accountRules';
import { checkUserText } from '../check/checkUserText';
import { isJsonNumber } from '../json/isJsonNumber';
import { compactJson } from '../json/compactJson';
import { parseJson } from '../json/parseJson';
import type { Problem } from '../check/problem';
import type { ParameterShape } from './queryParameters';

/**
 * The JSON of a value as it was typed; undefined when nothing was typed. Texts of a list are parted by commas or line
 * ends. What cannot be a value of the shape comes out as it was typed, for `parameterProblem` to tell.
 */
export function typedJson(shape: ParameterShape, typed: string): string | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  switch (shape.kind) {
    case 'texts': {
      const texts = text
        .split(/[,\r\n]/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
      return texts.length === 0 ? undefined : JSON.stringify(texts);
    }
    case 'json': {
      const parsed = parseJson(text);
      return parsed ? compactJson(parsed.plain) : text;
    }
    case 'number':
      return isJsonNumber(text) ? text : JSON.stringify(text);
    default:
      return JSON.stringify(text);
  }
}

/** A value as `typedJson` would take it; '' for none. */
export function typedText(shape: ParameterShape, value: unknown): string {
  if (value === undefined) return '';
  if (shape.kind === 'texts' && Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' && shape.kind !== 'json' ? value : JSON.stringify(value);
}

const isSyntax = (code: Problem['code']): boolean => code === 'syntaxError' || code === 'foreignSyntax';

/** What the checks of a user file say first against a value of `$truto.query`, given as JSON. Never throws. */
export function parameterProblem(name: string, json: string, rules: AccountRules | undefined): Problem | undefined {
  if (!parseJson(json)) return checkUserText(json, { unknownFields: 'off' }).find(({ code }) => isSyntax(code));
  const text = `{"$truto":{"query":{${JSON.stringify(name)}:${json}}}}`;
  const path = ['$truto', 'query', name];
  return checkUserText(text, { unknownFields: 'off', rules }).find((problem) =>
    path.every((step, index) => problem.path[index] === step),
  );
}
