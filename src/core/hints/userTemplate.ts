import type { AccountRules, FieldRule } from '../rules/accountRules';
import { itemRule } from '../rules/ruleAt';
import type { JsonPath } from '../json/jsonPath';
import { userSchema } from '../schema/generated/userSchema';
import { schemaAt } from '../schema/schemaAt';
import { fieldShape } from '../rules/fieldShape';

/** What the comments of a template say, in one line each. */
export interface TemplateWords {
  /** How to use it. */
  readonly intro: string;
  /** That the account requires what follows. */
  readonly required: string;
  /** That what follows is known to the account alone. */
  readonly own: string;
}

/** So many fields of the account's own are named at most. */
const maxOwn = 200;
const maxChoices = 12;

const others: ReadonlySet<string> = new Set(['$schema', '$truto', 'id']);

/**
 * The text of a user file with every field that an update of the account can have, as comments: none is sent before
 * somebody has made it a field. What the account requires comes first, what it alone knows follows.
 * @param rules undefined where nobody told what the account takes
 */
export function userTemplate(
  target: { readonly accountId: string; readonly userId: string },
  rules: AccountRules | undefined,
  words: TemplateWords,
): string {
  const own = Object.keys(rules?.body ?? {}).filter((name) => !Object.hasOwn(userSchema.properties, name));
  const general = Object.keys(userSchema.properties).filter((name) => !others.has(name));
  const isRequired = (name: string) => memberOf(rules?.body, name)?.required === true;
  const lines = (names: readonly string[]) => names.map((name) => `  // ${member(name, memberOf(rules?.body, name))},`);
  const part = (title: string, names: readonly string[]) =>
    names.length === 0 ? [] : ['', `  // ${oneLine(title)}`, ...lines(names)];
  return [
    '{',
    `  "$truto": {`,
    `    "integrated_account_id": ${JSON.stringify(target.accountId)},`,
    `    "id": ${JSON.stringify(target.userId)},`,
    ...queryLines(rules, words),
    '  },',
    `  // ${oneLine(words.intro)}`,
    ...part(words.required, [...general, ...own].filter(isRequired)),
    '',
    ...lines(general.filter((name) => !isRequired(name))),
    ...part(words.own, own.filter((name) => !isRequired(name)).slice(0, maxOwn)),
    '}',
    '',
  ].join('\n');
}

function queryLines(rules: AccountRules | undefined, words: TemplateWords): string[] {
  const needed = Object.keys(rules?.query ?? {}).filter((name) => memberOf(rules?.query, name)?.required);
  if (needed.length === 0) return [];
  const members = needed.map((name) => `${json(name)}: ""`);
  return [`    // ${oneLine(words.required)}`, `    // "query": { ${members.join(', ')} },`];
}

/** A field with an empty value of its shape, and the values to choose from. */
function member(name: string, rule: FieldRule | undefined): string {
  const value = `${json(name)}: ${emptyValue([name], rule)}`;
  const shape = fieldShape(schemaAt([name]), rule);
  const choices = shape?.choices ?? shape?.item?.choices;
  if (!choices || choices.length < 2) return value;
  const more = choices.length > maxChoices ? ['...'] : [];
  // What ends a comment may be part of a value.
  return `${value} /* ${[...choices.slice(0, maxChoices).map(json), ...more].join(', ').replaceAll('*/', String.raw`*\/`)} */`;
}

const maxLevels = 3;

/** Of the type that the field has in the schema, else by the account's rule. */
function emptyValue(path: JsonPath, rule: FieldRule | undefined): string {
  const shape = fieldShape(schemaAt(path), rule);
  const [choice] = shape?.choices ?? [];
  if (choice !== undefined) return json(choice);
  const isDeep = path.length > maxLevels;
  switch (shape?.types[0]) {
    case 'boolean':
      return 'false';
    case 'number':
    case 'integer':
      return '0';
    case 'array':
      return isDeep || !shape.item ? '[]' : `[${emptyValue([...path, 0], itemRule(rule))}]`;
    case 'object':
      return isDeep || shape.fields.length === 0 ? '{}' : emptyObject(path, shape.fields, rule);
    case 'string':
      return '""';
    default:
      return shape && shape.fields.length > 0 && !isDeep ? emptyObject(path, shape.fields, rule) : 'null';
  }
}

function emptyObject(path: JsonPath, names: readonly string[], rule: FieldRule | undefined): string {
  const members = [...new Set(names)].map(
    (name) => `${json(name)}: ${emptyValue([...path, name], memberOf(rule?.fields, name))}`,
  );
  return `{ ${members.join(', ')} }`;
}

/** JSON in one line, also for who takes U+2028 for a line end. */
const json = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const oneLine = (words: string): string => words.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');

const memberOf = (rules: AccountRules['body'] | undefined, name: string): FieldRule | undefined =>
  rules && Object.hasOwn(rules, name) ? rules[name] : undefined;
