import type { SchemaPart, UserSchema } from '../core/schema/userSchemaShape.ts';

/** Fields of a request that the page's response body does not name. */
const requestOnly = new Set(['$truto', '$schema', 'password', 'group', 'licensed_sheet_creator']);

/**
 * The schema of the user in a response, as the page's response body describes it: the types of all documented fields.
 * Fields it does not know are fine, none is required, and of the values only those of `status` are listed. What
 * `remote_data` holds is the provider's business.
 */
export function responseSchema(schema: UserSchema): object {
  const fields = Object.entries({ ...schema.properties, ...schema['x-responseFields'], remote_data: {} });
  const status = { ...returned(schema.properties.status ?? {}), enum: schema.properties.status?.enum };
  return {
    $schema: schema.$schema,
    type: 'object',
    properties: {
      ...Object.fromEntries(
        fields.filter(([name]) => !requestOnly.has(name)).map(([name, part]) => [name, returned(part)]),
      ),
      status,
    },
    definitions: Object.fromEntries(Object.entries(schema.definitions).map(([name, part]) => [name, returned(part)])),
  };
}

const demands: ReadonlySet<string> = new Set(['additionalProperties', 'required', 'enum', 'pattern']);

function returned({ properties, ...part }: SchemaPart): SchemaPart {
  return {
    ...Object.fromEntries(Object.entries(part).filter(([key]) => !demands.has(key))),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, returned(part)])),
    }),
  };
}
