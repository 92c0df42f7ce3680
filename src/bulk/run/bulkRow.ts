import { readQuery, type UserField } from '../../core/update/userFile';
import type { PlanRow } from '../plan/planFile';

/** The values of a row that its plan does not hold, as they are secrets: they stand in the source alone. */
export interface WithheldValues {
  readonly fields: readonly UserField[];
  readonly query: Readonly<Record<string, unknown>>;
}

/** A row that goes, complete. */
export interface BulkRow {
  readonly index: number;
  readonly accountId: string;
  readonly userId: string;
  readonly fields: readonly UserField[];
  readonly query: Readonly<Record<string, unknown>>;
  readonly readQuery: Readonly<Record<string, unknown>>;
  readonly before: PlanRow['before'];
}

/** A row with what was withheld from its plan. Undefined where that, or the user, is missing. */
export function bulkRow(row: PlanRow, withheld: WithheldValues | undefined): BulkRow | undefined {
  const { index, accountId, userId, patch = {}, before } = row;
  if (accountId === undefined || userId === undefined) return undefined;
  const fields = [
    ...Object.entries(patch).map(([name, value]) => ({ name, value, json: JSON.stringify(value) })),
    ...(withheld?.fields ?? []),
  ];
  const names = new Set(fields.map(({ name }) => name));
  const query = { ...row.query, ...withheld?.query };
  const isWhole =
    row.withheld === undefined ||
    (row.withheld.fields.every((name) => names.has(name)) &&
      row.withheld.query.every((name) => Object.hasOwn(query, name)));
  if (!isWhole) return undefined;
  const { query: hidden = {} } = withheld ?? {};
  const read = { ...(row.readQuery ?? readQuery({ query })), ...readQuery({ query: hidden }) };
  return { index, accountId, userId, fields, query, readQuery: read, before };
}
