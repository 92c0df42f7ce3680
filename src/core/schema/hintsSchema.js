/**
 * The schema that VS Code's own JSON language service completes and hovers with: names, descriptions and values, but
 * nothing that constrains, so that it never reports a problem that this extension's checks report too.
 */
export function hintsSchema(schema) {
  const definitions = Object.fromEntries(Object.entries(schema.definitions).map(([name, part]) => [name, hints(part, schema)]));
  const properties = { ...hints(schema, schema).properties, ...responseFields(schema['x-responseFields']) };
  const user = { title: schema.title, ...describe(schema), properties };
  return {
    $schema: schema.$schema,
    title: schema.title,
    defaultSnippets: [{ label: schema.title, body: '^{$1}' }],
    allOf: [{ $ref: '#/definitions/user' }],
    items: { $ref: '#/definitions/user' },
    definitions: { ...definitions, user },
  };
}

function hints(part, schema) {
  if (part.$ref) return { $ref: part.$ref };
  return {
    ...(part.title && { title: part.title }),
    ...describe(part),
    ...(part.properties && { properties: mapValues(part.properties, (inner) => hints(inner, schema)) }),
    ...(part.items && { items: hints(part.items, schema) }),
    ...values(part, schema),
  };
}

/** Values to choose from where there is a known set; otherwise an empty value, lest a sample is sent by accident. */
function values(part, schema) {
  if (part.enum || types(part).includes('boolean')) return { examples: part.examples };
  return { defaultSnippets: [{ label: part.title, body: emptyValue(part, schema) }] };
}

/** The body of a snippet; `^` makes the service insert the rest as it stands. */
function emptyValue(part, schema) {
  const type = types(part)[0];
  if (type === 'string') return '$1';
  if (type === 'object') return '^{$1}';
  return type === 'array' ? [emptyItem(part.items, schema)] : '^$1';
}

/** An object of a list starts with its first property. */
function emptyItem(item, schema) {
  const target = item.$ref ? schema.definitions[item.$ref.split('/').at(-1)] : item;
  return target.properties ? { [Object.keys(target.properties)[0]]: '$1' } : '$1';
}

/** Hover only: they take no changes, so they are not offered. */
function responseFields(fields) {
  return mapValues(fields, (field) => ({ title: field.title, description: readOnlyWords(field), doNotSuggest: true }));
}

/** What there is to know about a field that Truto only answers. */
export function readOnlyWords({ description }) {
  return `${description} Read only: Truto answers it and takes no changes to it.`;
}

function describe(part) {
  const markdown = fieldWords(part);
  return markdown === '' ? {} : { description: markdown.replaceAll('`', ''), markdownDescription: markdown };
}

/**
 * What there is to know about a field, as Markdown: its meaning, its values, which integrations want it. Empty when
 * nothing is.
 */
export function fieldWords(part) {
  return [part.description, choices(part), integrations(part['x-integrations']), samples(part)].filter(Boolean).join('\n\n');
}

function choices({ enum: values }) {
  if (!values) return undefined;
  const list = values.filter((value) => value !== null).map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  return `One of ${list}${values.includes(null) ? '; `null` clears it' : ''}.`;
}

function integrations(counts) {
  if (!counts) return undefined;
  const { supported, required, note } = counts;
  const supports = supported === undefined ? '' : `${supported} ${supported === 1 ? 'integration supports' : 'integrations support'} it`;
  const requires = required ? `, ${required} ${required === 1 ? 'requires' : 'require'} it` : '';
  return [supports && `${supports}${requires}.`, note].filter(Boolean).join(' ');
}

function samples(part) {
  const [example] = part.examples ?? [];
  if (example === undefined || part.enum || typeof example === 'boolean') return undefined;
  return `Example: \`${JSON.stringify(example)}\``;
}

function types(part) {
  return [part.type ?? []].flat();
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
