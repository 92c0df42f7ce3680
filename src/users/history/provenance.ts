import { provenanceLines } from '../../platform/words/historyWords';
import type { HistoryRow } from '../../updates/historyEntry';
import type { UserDocument } from '../documents/userDocument';
import type { UserServices } from '../userServices';

/**
 * Who last set a field of the user of a document from here, when, from what to what: lines of plain text, secrets hidden;
 * none where nobody has.
 */
export async function provenanceOf(
  user: UserDocument,
  field: string,
  { updating }: Pick<UserServices, 'updating'>,
): Promise<readonly string[]> {
  const { environment, accountId, userId } = user.target();
  if (!environment) return [];
  const { history } = await updating();
  const isLast = (row: HistoryRow) =>
    row.outcome === 'applied' &&
    row.user.id === userId &&
    row.account.id === accountId &&
    row.environment.key === environment.key &&
    row.fields.includes(field);
  for (const row of (await history.list()).rows.filter(isLast)) {
    const entry = await history.entry(row.id);
    // What the integration wants in every update goes along as it is.
    if (entry && !entry.before?.isSameAs(entry.after, field)) return provenanceLines(entry, field);
  }
  return [];
}
