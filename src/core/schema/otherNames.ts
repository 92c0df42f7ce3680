import type { JsonPath } from '../json/jsonPath';
import { isRecord } from '../json/isRecord';
import { bareName } from './closestName';

/** A field as another product calls it. */
export interface OtherName {
  /** What the user directory calls it. */
  readonly to: string;
  /** The value as that field holds it; undefined where it is to stay as it is. */
  readonly convert?: (value: unknown) => unknown;
}

/** A lone text as the only item of a list, in this field, with these others. */
const itemWith =
  (field: string, others: Readonly<Record<string, unknown>> = {}): NonNullable<OtherName['convert']> =>
  (value) => {
    const texts = (Array.isArray(value) ? value : [value]) as readonly unknown[];
    const isText = texts.length > 0 && texts.every((text) => typeof text === 'string');
    return isText ? texts.map((text) => ({ [field]: text, ...others })) : undefined;
  };

const statusOf =
  (activeWhen: boolean): NonNullable<OtherName['convert']> =>
  (value) =>
    typeof value !== 'boolean' ? undefined : value === activeWhen ? 'active' : 'inactive';

const listOf = (value: unknown): unknown => (typeof value === 'string' ? [value] : undefined);

/** SCIM keeps pictures in a list. */
const firstPicture = (value: unknown): unknown => {
  const [first] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return isRecord(first) && typeof first['value'] === 'string' ? first['value'] : undefined;
};

/** The names as SCIM, Entra, Google, Okta, LDAP and other directories spell them, by what they are here. */
const namesOfUser: readonly (readonly [OtherName, readonly string[]])[] = [
  [{ to: 'first_name' }, ['givenName', 'forename']],
  [{ to: 'last_name' }, ['familyName', 'surname', 'sn']],
  [{ to: 'name' }, ['displayName', 'fullName', 'cn']],
  [{ to: 'username' }, ['userPrincipalName', 'login', 'loginName', 'sAMAccountName']],
  [{ to: 'title' }, ['jobTitle']],
  [{ to: 'status', convert: statusOf(true) }, ['active', 'isActive', 'accountEnabled', 'enabled', 'isEnabled']],
  [{ to: 'status', convert: statusOf(false) }, ['suspended', 'isSuspended', 'disabled', 'isDisabled', 'deactivated']],
  [
    { to: 'emails', convert: itemWith('email') },
    ['email', 'mail', 'emailAddress', 'otherMails', 'secondEmail', 'secondaryEmail', 'recoveryEmail'],
  ],
  [{ to: 'emails', convert: itemWith('email', { is_primary: true }) }, ['primaryEmail']],
  [
    { to: 'phones', convert: itemWith('number') },
    [
      'phone',
      'phoneNumber',
      'phoneNumbers',
      'telephone',
      'telephoneNumber',
      'primaryPhone',
      'businessPhones',
      'workPhone',
    ],
  ],
  [
    { to: 'phones', convert: itemWith('number', { type: 'mobile' }) },
    ['mobile', 'mobilePhone', 'mobileNumber', 'cellPhone', 'recoveryPhone'],
  ],
  [{ to: 'languages', convert: listOf }, ['preferredLanguage', 'language']],
  [{ to: 'urls', convert: itemWith('url') }, ['url', 'profileUrl', 'website', 'websites']],
  [
    { to: 'avatar', convert: firstPicture },
    ['avatarUrl', 'photo', 'photos', 'photoUrl', 'picture', 'thumbnailPhotoUrl', 'profileImage', 'profileImageUrl'],
  ],
  [{ to: 'created_at' }, ['created', 'createdDateTime', 'creationTime', 'whenCreated']],
  [{ to: 'roles' }, ['role', 'roleId', 'roleIds']],
  [{ to: 'groups' }, ['groupIds']],
  [{ to: 'organizations' }, ['organization', 'organizationIds']],
  [{ to: 'licenses' }, ['license', 'assignedLicenses']],
];

/** What is near a name of ours, and none of them. */
const strangers = ['uid', 'oid', 'schemas', 'externalId', 'meta'];

const itemNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  emails: { value: 'email', address: 'email', emailaddress: 'email', primary: 'is_primary' },
  phones: { value: 'number', phone: 'number', phonenumber: 'number', ext: 'extension' },
  urls: { value: 'url', href: 'url' },
};

/** Of the lists whose items have an ID and a name. */
const thingNames: Readonly<Record<string, string>> = { value: 'id', display: 'name', displayname: 'name' };

const ofUser = new Map<string, OtherName | undefined>([
  ...namesOfUser.flatMap(([means, names]) => names.map((name) => [bareName(name), means] as const)),
  ...strangers.map((name) => [bareName(name), undefined] as const),
]);

/**
 * What a field of another world is called here, in the object at a path of a user. `stranger` for what is known to be
 * none of our fields; undefined for a name that nobody is known to use.
 */
export function otherName(holder: JsonPath, name: string): OtherName | 'stranger' | undefined {
  const bare = bareName(name);
  const [list = '', index, ...deeper] = holder;
  if (holder.length === 0) return ofUser.has(bare) ? (ofUser.get(bare) ?? 'stranger') : undefined;
  if (typeof list !== 'string' || typeof index !== 'number' || deeper.length > 0) return undefined;
  const names = Object.hasOwn(itemNames, list) ? itemNames[list] : thingNames;
  return names && Object.hasOwn(names, bare) ? { to: names[bare] ?? '' } : undefined;
}

/** The fields that a name in parts stands for, as SCIM and Google write it; undefined for any other value. */
export function partsOfName(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value)) return undefined;
  const parts: Record<string, string> = {};
  for (const [part, text] of Object.entries(value)) {
    const field = Object.hasOwn(nameParts, bareName(part)) ? nameParts[bareName(part)] : undefined;
    if (field === undefined || typeof text !== 'string' || Object.hasOwn(parts, field)) return undefined;
    parts[field] = text;
  }
  return Object.keys(parts).length > 0 ? parts : undefined;
}

const nameParts: Readonly<Record<string, string>> = {
  formatted: 'name',
  fullname: 'name',
  displayname: 'name',
  givenname: 'first_name',
  firstname: 'first_name',
  familyname: 'last_name',
  lastname: 'last_name',
};
