import { integrationRule } from '../core/rules/integrations';
import type { Handled } from './idempotency';
import { allListFilters, filterSchemas } from './listFilters';
import { statusesOf } from './providerChecks';
import { demandsOf } from './requiredParameters';
import { readJson, type Call, type World } from './route';
import type { SandboxAccount } from './sandboxAccount';
import { refuseMethod, userAccount } from './userAccount';

type Schema = Readonly<Record<string, unknown>>;

/**
 * `GET /unified/user-directory/users/meta/update`: what this account's mapping accepts. The two documented spellings of
 * `required` are both used: on the property in the query schema, as an array in the body's.
 */
export function updateMeta(call: Call, world: World): Handled {
  const account = userAccount(call, world);
  refuseMethod(account, 'update');
  const { fields } = demandsOf(account, 'update');
  return readJson({
    ...describedMethod(account, 'update'),
    query_schema: updateQuery(account),
    request_body_schema: { type: 'object', properties: userProperties(account), required: fields },
  });
}

/** `GET .../meta/get`: what reading one user of this account wants. */
export function getMeta(call: Call, world: World): Handled {
  const account = userAccount(call, world);
  refuseMethod(account, 'get');
  return readJson({
    ...describedMethod(account, 'get'),
    query_schema: { type: 'object', properties: readQuery(account, 'get') },
  });
}

/** `GET .../meta/list`: what listing the users of this account wants, and the filters that it heeds. */
export function listMeta(call: Call, world: World): Handled {
  const account = userAccount(call, world);
  refuseMethod(account, 'list');
  const filters = filterSchemas(account.quirks.list?.filters ?? allListFilters);
  return readJson({
    ...describedMethod(account, 'list'),
    query_schema: { type: 'object', properties: { ...filters, ...readQuery(account, 'list') } },
  });
}

function describedMethod(account: SandboxAccount, method: 'get' | 'list' | 'update'): Schema {
  return {
    method,
    schema: { type: 'object', properties: { ...userProperties(account), updated_at: dateTime } },
    documentation_link: `https://developers.${account.integration.name}.example/reference/${method}-user`,
    response_mapping: '{ "id": response.id, "name": response.displayName, "username": response.login }',
    query_schema: { type: 'object', properties: {} },
    request_body_schema: { type: 'object', properties: {} },
    default_query: {},
    default_body: {},
  };
}

function userProperties({ integration: { name: slug } }: SandboxAccount): Schema {
  return {
    ...bodyProperties,
    ...extraProperties[slug],
    status: { type: 'string', description: 'lifecycle status of the user', enum: statusesOf(slug) },
  };
}

function updateQuery(account: SandboxAccount): Schema {
  const { query, queryOneOf } = demandsOf(account, 'update');
  const names = [...queryOneOf, ...(integrationRule(account.integration.name)?.supportedQuery ?? [])];
  const optional = names.map((name): [string, Schema] => [
    name,
    name === 'groups' ? listOf({ id: text, name: text, organization: text }) : text,
  ]);
  const properties = Object.fromEntries(optional);
  const required = query.map((name): [string, Schema] => [name, { ...text, ...properties[name], required: true }]);
  return { type: 'object', properties: { ...properties, ...Object.fromEntries(required) } };
}

function readQuery(account: SandboxAccount, method: 'get' | 'list'): Schema {
  const { query, queryOneOf } = demandsOf(account, method);
  const optional = queryOneOf.map((name) => [name, text]);
  const required = query.map((name) => [name, { ...text, required: true }]);
  return Object.fromEntries([...optional, ...required]) as Schema;
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
