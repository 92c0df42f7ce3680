import { userIn } from '../core/responses/verdict';
import { isSecretName } from '../core/secrets/isSecretName';
import { fieldValues, type UserField } from '../core/update/userFile';
import type { NewBase } from './editBases';
import type { Outcome } from './outcome';
import type { Prepared } from './prepared';
import type { ReadBack } from './readBack';

type User = Readonly<Record<string, unknown>>;

/**
 * What the next edit of a document begins with after an update: the user as a look shows it. Where no look shows the
 * update yet, both states of its fields are the user's own. What the document said goes with it, but for fields that were sent
 * and came to something else. Undefined where it goes on as it began.
 */
export function nextBase(
  prepared: Prepared,
  { outcome, verdict, body }: Pick<Outcome, 'outcome' | 'verdict' | 'body'>,
  { user, evidence }: Partial<ReadBack> = {},
  before: User,
): NewBase | undefined {
  const { live, fields, base, said } = prepared;
  const isApplied = outcome === 'applied';
  if (!live || !(isApplied || verdict === 'otherValues')) return undefined;
  const isWhole = base?.isWhole ?? false;
  if (user && evidence !== 'before')
    return { user, isWhole, said: evidence === 'other' ? without(said, fields) : said };
  // A password that Truto never returns is no part of the user: it would look as if somebody had taken it away.
  const known = fields.filter(({ name }) => !isSecretName(name) || Object.hasOwn(live, name));
  const answered =
    !user && (verdict === 'unchecked' || verdict === 'notLooked') ? userIn(body, prepared.query) : undefined;
  return { user: { ...live, ...user, ...fieldValues(known), ...answered }, isWhole, said, before };
}

const without = (said: User, fields: readonly UserField[]): User =>
  Object.fromEntries(Object.entries(said).filter(([name]) => !fields.some((field) => field.name === name)));
