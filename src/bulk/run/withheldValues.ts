import { isRecord } from '../../core/json/isRecord';
import type { UserField } from '../../core/update/userFile';
import type { OwnedJob } from '../job/bulkJob';
import { isToDo } from '../job/jobState';
import type { PlanRow } from '../plan/planFile';
import { withhold } from '../planning/planRow';
import { openPlanSource, rowsOfPlan } from '../source/planSource';
import { SourceFault } from '../source/sourceFault';
import type { SourceRow } from '../source/sourceRow';
import type { WithheldValues } from './bulkRow';

type ValuesByRow = (index: number) => WithheldValues | undefined;

/**
 * Reads from the source of a job's plan the secrets that the plan does not hold, into the memory alone: those of the rows that
 * are still to go. Reads nothing where there are none. Throws what the file system throws, and as a job begins SourceFault
 * where the source is gone, or has changed since. A job that goes on does so without them: its other rows need no source.
 */
export async function withheldValues(
  job: Pick<OwnedJob, 'head' | 'plan' | 'state'>,
  when: 'begins' | 'goesOn',
): Promise<ValuesByRow> {
  const rows = new Set([...job.plan.withheld].filter((row) => isToDo(job.state.of(row))));
  const none: ValuesByRow = () => undefined;
  if (rows.size === 0) return none;
  try {
    return await valuesOf(rows, job);
  } catch (error) {
    if (when === 'goesOn' && error instanceof SourceFault) return none;
    throw error;
  }
}

async function valuesOf(
  rows: ReadonlySet<number>,
  { head, plan }: Pick<OwnedJob, 'head' | 'plan'>,
): Promise<ValuesByRow> {
  const found = new Map<number, WithheldValues>();
  for await (const row of rowsOfPlan(await openPlanSource(head.plan.path, plan.header), plan.header)) {
    if (!rows.has(row.index)) continue;
    const { before, withheld = { fields: [], query: [] } } = await plan.row(row.index);
    const query = { ...plan.header.options.query, ...row.file?.query };
    found.set(row.index, {
      fields: plannedFields(row, before).filter(({ name }) => withheld.fields.includes(name)),
      query: Object.fromEntries(Object.entries(query).filter(([name]) => withheld.query.includes(name))),
    });
  }
  return (index) => found.get(index);
}

/**
 * The fields of a row as they were planned, by the types that the live user had, and with what its lists had besides. Without
 * those whose lists had secrets: of these a plan has the seals alone.
 */
function plannedFields(row: SourceRow, before: PlanRow['before']): readonly UserField[] {
  if (!before) return row.fields();
  const listless = new Map(row.fields(recordWithoutLists(before)).map(({ name, json }) => [name, json]));
  return row
    .fields(before)
    .filter(
      ({ name, json }) => listless.get(name) === json || withhold({ [name]: before[name] }).withheld.length === 0,
    );
}

const recordWithoutLists = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => !Array.isArray(value))
      .map(([name, value]) => [name, isRecord(value) ? recordWithoutLists(value) : value]),
  );
