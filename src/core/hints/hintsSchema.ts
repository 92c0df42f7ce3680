import type { SchemaPart, UserSchema } from '../schema/userSchemaShape';

type Hints = Readonly<Record<string, unknown>>;

/**
 * The schema that VS Code's own JSON language service shows hovers with: names and descriptions, but nothing that
 * constrains, so that it checks nothing by it (its parser warns of duplicate keys, whatever the schema), and nothing to
 * choose from: what can be written depends on the account, so this extension offers it.
 */
export function hintsSchema(schema: UserSchema): Hints {
  const definitions = mapValues(schema.definitions, hints);
  const properties = { ...mapValues(schema.properties, notOffered), ...responseFields(schema['x-responseFields']) };
  const user = { title: schema.title, ...describe(schema), properties };
  return {
    $schema: schema.$schema,
    title: schema.title,
    allOf: [{ $ref: '#/definitions/user' }],
    items: { $ref: '#/definitions/user' },
    definitions: { ...definitions, user },
  };
}

function hints(part: SchemaPart): Hints {
  if (part.$ref) return { $ref: part.$ref };
  return {
    ...(part.title && { title: part.title }),
    ...describe(part),
    ...(part.properties && { properties: mapValues(part.properties, notOffered) }),
    ...(part.items && { items: hints(part.items) }),
  };
}

/** What stands beside a reference is not read. */
function notOffered(part: SchemaPart): Hints {
  return part.$ref ? { allOf: [hints(part)], doNotSuggest: true } : { ...hints(part), doNotSuggest: true };
}

function responseFields(fields: UserSchema['x-responseFields']): Hints {
  return mapValues(fields, (field) => ({ title: field.title, description: readOnlyWords(field), doNotSuggest: true }));
}

/** What there is to know about a field that Truto only returns. */
export function readOnlyWords({ description }: UserSchema['x-responseFields'][string]): string {
  return `${description} Read-only: Truto returns it but does not accept changes.`;
}

function describe(part: SchemaPart): Hints {
  const markdown = fieldWords(part);
  return markdown === '' ? {} : { description: markdown.replaceAll('`', ''), markdownDescription: markdown };
}

/**
 * What there is to know about a field, as Markdown: its meaning, its values, which integrations want it. Empty when
 * nothing is.
 */
export function fieldWords(part: SchemaPart): string {
  return [part.description, choices(part), noteWords(part), samples(part)].filter(Boolean).join('\n\n');
}

function choices({ enum: values, 'x-values': meanings }: SchemaPart): string | undefined {
  if (!values) return undefined;
  if (meanings)
    return Object.entries(meanings)
      .map(([value, meaning]) => `- \`"${value}"\`: ${meaning}`)
      .join('\n');
  const list = values
    .filter((value) => value !== null)
    .map((value) => `\`${JSON.stringify(value)}\``)
    .join(', ');
  return `One of ${list}${values.includes(null) ? '; `null` clears it' : ''}.`;
}

/** Which integrations support or require a field, as Truto's reference tells; undefined where it does not. */
export function noteWords({ 'x-integrations': counts }: SchemaPart): string | undefined {
  if (!counts) return undefined;
  const { supported, required, note } = counts;
  const supports =
    supported === undefined
      ? ''
      : `${supported} ${supported === 1 ? 'integration supports' : 'integrations support'} it`;
  const requires = required ? `, ${required} ${required === 1 ? 'requires' : 'require'} it` : '';
  return [supports && `${supports}${requires}.`, note].filter(Boolean).join(' ');
}

function samples(part: SchemaPart): string | undefined {
  const [example] = part.examples ?? [];
  if (example === undefined || part.enum || typeof example === 'boolean') return undefined;
  return `Example: \`${JSON.stringify(example)}\``;
}

function mapValues<From, To>(object: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
