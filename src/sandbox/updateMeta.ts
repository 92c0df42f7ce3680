import { integrationRule } from '../core/rules/integrations';
import { userMethods } from './accountRoutes';
import { trutoRefusal } from './response';
import type { Outcome } from './idempotency';
import { statusesOf } from './providerChecks';
import { readJson, type Call, type World } from './route';
import { userAccount } from './userAccount';

type Schema = Readonly<Record<string, unknown>>;

/**
 * `GET /unified/user-directory/users/meta/update`: what this account's mapping accepts. The two documented spellings of
 * `required` are both used: on the property in the query schema, as an array in the body's.
 */
export function updateMeta(call: Call, world: World): Outcome {
  const account = userAccount(call, world);
  const slug = account.integration.name;
  if (!userMethods(account).includes('update'))
    throw trutoRefusal(405, `The method update is not supported for users of ${account.integration.label}`);
  const properties = {
    ...bodyProperties,
    ...extraProperties[slug],
    status: { type: 'string', description: 'lifecycle status of the user', enum: statusesOf(slug) },
  };
  return readJson({
    method: 'update',
    schema: { type: 'object', properties: { ...properties, updated_at: { type: 'string', format: 'date-time' } } },
    documentation_link: `https://developers.${slug}.example/reference/update-user`,
    response_mapping: '{ "id": response.id, "name": response.displayName, "username": response.login }',
    query_schema: querySchema(slug),
    request_body_schema: { type: 'object', properties, required: integrationRule(slug)?.requiredFields ?? [] },
    default_query: {},
    default_body: {},
  });
}

function querySchema(slug: string): Schema {
  const rule = integrationRule(slug);
  const names = new Set([
    ...(rule?.requiredQuery ?? []),
    ...(rule?.requiredQueryOneOf ?? []),
    ...(rule?.supportedQuery ?? []),
  ]);
  const properties = [...names].map((name): [string, Schema] => {
    const type = name === 'groups' ? listOf({ id: text, name: text, organization: text }) : text;
    return [name, rule?.requiredQuery.includes(name) === true ? { ...type, required: true } : type];
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

const text: Schema = { type: 'string' };
const dateTime: Schema = { type: 'string', format: 'date-time' };

function listOf(properties: Schema): Schema {
  return { type: 'array', items: { type: 'object', properties } };
}

const bodyProperties: Schema = {
  id: text,
  name: text,
  first_name: text,
  last_name: text,
  username: text,
  password: text,
  title: text,
  timezone: text,
  avatar: text,
  user_type: text,
  created_at: dateTime,
  emails: listOf({ email: { type: 'string', format: 'email' }, is_primary: { type: 'boolean' }, type: text }),
  phones: listOf({ number: text, type: { type: 'string', enum: ['phone', 'mobile'] }, extension: text }),
  roles: listOf({ id: text, name: text, group: text, organization: text, workspace: text }),
  groups: listOf({ id: text, name: text, organization: text }),
  organizations: listOf({ id: text, name: text }),
  workspaces: listOf({ id: text, name: text }),
  licenses: listOf({ id: text, name: text, organization: text, last_active_at: dateTime }),
  urls: listOf({ type: text, url: text }),
  languages: { type: 'array', items: text },
  remote_data: { type: 'object' },
};

/** Fields of single integrations; which integration has which is our choice, as the page does not tell. */
const extraProperties: Readonly<Record<string, Schema | undefined>> = {
  hubspot: { department: { type: 'string', description: 'The department of the user' } },
  smartsheet: { licensed_sheet_creator: { type: 'boolean', description: 'Whether the user is a licensed user.' } },
  looker: { group: { type: 'integer', description: 'The number of the group of the user' } },
};
