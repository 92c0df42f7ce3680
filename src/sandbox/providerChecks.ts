import { asDoubles } from '../core/json/exactJson';
import { isRecord } from '../core/json/isRecord';

/** What a provider says about one field it does not take. */
export interface FieldError {
  /** Such as `emails[0].email`. */
  readonly field: string;
  readonly code: 'invalid_type' | 'invalid_value' | 'invalid_format';
  readonly message: string;
}

type Check = (value: unknown, field: string) => FieldError[];

/**
 * The provider's own validation of a body: the types of the page's table, and the statuses this integration knows.
 * Unknown fields pass, as integrations have fields that the page does not name. `null` clears a plain text field.
 */
export function providerErrors(body: Readonly<Record<string, unknown>>, slug: string): FieldError[] {
  return Object.entries(body).flatMap(([name, exact]) => {
    const value = asDoubles(exact);
    if (name === 'status') return oneOf(statusesOf(slug))(value, name);
    return Object.hasOwn(checks, name) ? (checks[name]?.(value, name) ?? []) : [];
  });
}

/** The statuses that may be written: the four of the page, fewer for some integrations (which ones is our choice). */
export function statusesOf(slug: string): readonly string[] {
  return narrowStatuses.has(slug) ? ['active', 'inactive'] : ['active', 'inactive', 'deleted', 'invited'];
}

const narrowStatuses: ReadonlySet<string> = new Set(['freshdesk', 'freshservice', 'pipedrive', 'webex', 'zendesk']);

const text: Check = (value, field) => (typeof value === 'string' ? [] : wrongType(field, 'a string', value));
const clearableText: Check = (value, field) => (value === null ? [] : text(value, field));
const flag: Check = (value, field) => (typeof value === 'boolean' ? [] : wrongType(field, 'a boolean', value));
const record: Check = (value, field) => (isRecord(value) ? [] : wrongType(field, 'an object', value));

const email: Check = (value, field) => {
  if (typeof value !== 'string') return text(value, field);
  return /^[^\s@]+@[^\s@]+$/.test(value)
    ? []
    : [{ field, code: 'invalid_format', message: `${field} is not a valid email address` }];
};

const dateTime: Check = (value, field) => {
  if (typeof value !== 'string') return text(value, field);
  const valid = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}/.test(value) && !Number.isNaN(Date.parse(value));
  return valid ? [] : [{ field, code: 'invalid_format', message: `${field} is not a valid date-time` }];
};

const numberOrText: Check = (value, field) =>
  typeof value === 'number' || typeof value === 'string' ? [] : wrongType(field, 'a number or a string', value);

function oneOf(allowed: readonly string[]): Check {
  return (value, field) => {
    if (typeof value !== 'string') return text(value, field);
    return allowed.includes(value)
      ? []
      : [{ field, code: 'invalid_value', message: `${field} must be one of ${allowed.join(', ')}` }];
  };
}

function listOf(check: Check): Check {
  return (value, field) => {
    if (!Array.isArray(value)) return wrongType(field, 'an array', value);
    return value.flatMap((item: unknown, index) => check(item, `${field}[${index}]`));
  };
}

function objectWith(members: Readonly<Record<string, Check>>): Check {
  return (value, field) => {
    if (!isRecord(value)) return wrongType(field, 'an object', value);
    return Object.entries(value).flatMap(([name, member]) =>
      Object.hasOwn(members, name) ? (members[name]?.(member, `${field}.${name}`) ?? []) : [],
    );
  };
}

const checks: Readonly<Record<string, Check>> = {
  id: text,
  name: text,
  username: text,
  password: text,
  first_name: clearableText,
  last_name: clearableText,
  title: clearableText,
  timezone: clearableText,
  avatar: clearableText,
  user_type: clearableText,
  created_at: dateTime,
  group: numberOrText,
  licensed_sheet_creator: flag,
  emails: listOf(objectWith({ email, is_primary: flag, type: clearableText })),
  phones: listOf(objectWith({ number: text, type: oneOf(['phone', 'mobile']), extension: clearableText })),
  roles: listOf(
    objectWith({ id: text, name: text, group: clearableText, organization: clearableText, workspace: clearableText }),
  ),
  groups: listOf(objectWith({ id: text, name: text, organization: clearableText })),
  organizations: listOf(objectWith({ id: text, name: text })),
  workspaces: listOf(objectWith({ id: text, name: text })),
  licenses: listOf(objectWith({ id: text, name: text, organization: clearableText, last_active_at: dateTime })),
  urls: listOf(objectWith({ type: text, url: text })),
  languages: listOf(text),
  remote_data: record,
};

function wrongType(field: string, expected: string, value: unknown): FieldError[] {
  return [{ field, code: 'invalid_type', message: `${field} must be ${expected}, not ${typeName(value)}` }];
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
