import { userIn } from '../core/responses/verdict';
import { isSecretName } from '../core/secrets/isSecretName';
import { fieldValues } from '../core/update/userFile';
import type { NewBase } from './editBases';
import type { Outcome } from './outcome';
import type { Prepared } from './prepared';
import type { ReadBack } from './readBack';

type User = Readonly<Record<string, unknown>>;

/**
 * What the next edit of a document begins with after an update: the user as a look shows it. Where no look shows the
 * update yet, both states of its fields are the user's own. Undefined where it goes on as it began.
 */
export function nextBase(
  prepared: Prepared,
  { outcome, verdict, body }: Pick<Outcome, 'outcome' | 'verdict' | 'body'>,
  { user, evidence }: Partial<ReadBack> = {},
  before: User,
): NewBase | undefined {
  const { live, fields, base } = prepared;
  const isApplied = outcome === 'applied';
  if (!live || !(isApplied || verdict === 'otherValues')) return undefined;
  const isWhole = base?.isWhole ?? false;
  const sent = fieldValues(fields);
  if (user && evidence !== 'before') return { user, isWhole, ...(evidence !== 'other' && { sent }) };
  // A password that Truto never returns is no part of the user: it would look as if somebody had taken it away.
  const known = fields.filter(({ name }) => !isSecretName(name) || Object.hasOwn(live, name));
  const answered = !user && verdict === 'unchecked' ? userIn(body, prepared.query) : undefined;
  return { user: { ...live, ...user, ...fieldValues(known), ...answered }, isWhole, sent, before };
}
