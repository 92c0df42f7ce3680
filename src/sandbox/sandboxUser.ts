import { isWriteOnly } from '../core/schema/schemaAt';
/** A unified user: the fields of Truto's page, unknown ones included. */
export type StoredUser = Readonly<Record<string, unknown>>;

export interface SandboxUser {
  readonly id: string;
  /** The unified fields, without `remote_data` and `password`. */
  readonly unified: StoredUser;
  /** The provider's own record of the same person, in the provider's own names. */
  readonly remote: StoredUser;
}

/** The whole user as Truto answers it. */
export function wholeUser(user: SandboxUser): StoredUser {
  return { ...user.unified, remote_data: user.remote };
}

/**
 * The provider's record after it took these unified fields: mapped names for the common ones, camel case for the rest.
 * A password is never part of it.
 */
export function remoteRecord(before: StoredUser, unified: StoredUser): StoredUser {
  const mapped = Object.entries(unified)
    .filter(([name]) => !isWriteOnly(name) && name !== 'remote_data')
    .flatMap(([name, value]) => remoteFields(name, value));
  return { ...before, ...Object.fromEntries(mapped) };
}

function remoteFields(name: string, value: unknown): [string, unknown][] {
  if (name === 'status')
    return [
      ['active', value === 'active'],
      ['state', typeof value === 'string' ? value.toUpperCase() : value],
    ];
  if (name === 'emails')
    return [
      ['email', primaryEmail(value) ?? null],
      ['emailAddresses', value],
    ];
  return [[remoteNames[name] ?? camelCase(name), value]];
}

const remoteNames: Readonly<Record<string, string | undefined>> = {
  first_name: 'givenName',
  last_name: 'familyName',
  name: 'displayName',
  username: 'login',
  title: 'jobTitle',
  timezone: 'timeZone',
  avatar: 'photoUrl',
};

function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

/** The address marked primary, else the first one. */
function primaryEmail(emails: unknown): string | undefined {
  const addresses = emailsOf(emails);
  return (addresses.find((entry) => entry.primary) ?? addresses[0])?.email;
}

/** Every address of an `emails` value, tolerant of anything else in it. */
export function emailsOf(emails: unknown): { readonly email: string; readonly primary: boolean }[] {
  if (!Array.isArray(emails)) return [];
  return emails.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('email' in entry) || typeof entry.email !== 'string')
      return [];
    return [{ email: entry.email, primary: 'is_primary' in entry && entry.is_primary === true }];
  });
}
