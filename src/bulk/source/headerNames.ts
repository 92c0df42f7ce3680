import { bareName } from '../../core/schema/closestName';
import { userSchema } from '../../core/schema/generated/userSchema';
import { otherName } from '../../core/schema/otherNames';
import { isWriteOnly, schemaAt } from '../../core/schema/schemaAt';
import { columnPathText, readColumnPath } from './columnPath';

/** The names of the user's ID, the surest first: another one counts only where those before it are not there. */
const userIdNames: readonly (readonly string[])[] = [['$truto.id', 'id'], ['userid', 'uid'], ['objectid']];
/** A bare account ID is that of some other product, as Salesforce and Jira export it. */
const accountIdName = 'integratedaccountid';

/** When something was done with a user, as directories export it. They take no changes of it. */
const timestamps: ReadonlySet<string> = new Set(
  [
    'created createdDateTime createdTime createdOn creationTime creationDate dateCreated whenCreated',
    'updated updatedDateTime lastUpdated lastModified lastModifiedDateTime modified whenChanged statusChanged',
    'activated lastLogin lastLoginTime lastLogon lastLogonTimestamp lastSignIn lastSignInDateTime lastActive lastSeen',
    'passwordChanged lastPasswordChangeDateTime deletedDateTime deletionTime',
  ].flatMap((names) => names.split(' ').map(bareName)),
);

const responseFields: ReadonlySet<string> = new Set(Object.keys(userSchema['x-responseFields']).map(bareName));

/** What exports of Google Workspace and others write behind a header: whether a cell is wanted. */
const wanted = /\s*(?:[[(](?:required|optional)[\])]|\*)$/i;
const readOnly = /\s*[[(]read[ -]?only[\])]$/i;

/** How sure a header is the ID of the user: 0 is surest; undefined where it is none. */
export function userIdRank(header: string): number | undefined {
  const bare = bareName(header.replace(wanted, ''));
  const rank = userIdNames.findIndex((names) => names.includes(bare));
  return rank < 0 ? undefined : rank;
}

/** The field that a header means beyond doubt, the ID of the user apart; null for a column that is ignored. */
export function guessedField(header: string): string | null {
  const name = header.replace(wanted, '');
  const bare = bareName(name);
  if (bare === accountIdName) return '$truto.integrated_account_id';
  if (isReadOnly(header)) return null;
  const path = readColumnPath(name);
  const [first] = path ?? [];
  const isOwn = first === '$truto' || (typeof first === 'string' && isField(first));
  // What nobody is given, an export has stars for.
  const isHidden = name !== header && typeof first === 'string' && isWriteOnly(first);
  if (path && isOwn) return isHidden ? null : columnPathText(path);
  const other = otherName([], name);
  if (typeof other !== 'object') return null;
  if (other.to === 'emails' && /^(?:primary)?e?mail(?:address)?$/.test(bare)) return 'emails[primary].email';
  return other.convert || !takesText(other.to) ? null : other.to;
}

/** Whether a column is one of an export that nobody changes a user by: it is ignored without a word. */
export const isReadOnly = (header: string): boolean =>
  header === '' || readOnly.test(header) || timestamps.has(bareName(header)) || responseFields.has(bareName(header));

const isField = (name: string): boolean => Object.hasOwn(userSchema.properties, name) && !name.startsWith('$');

function takesText(name: string): boolean {
  const type = schemaAt([name])?.type;
  return type === 'string' || (Array.isArray(type) && type.includes('string'));
}
