import { dirname, join } from 'node:path';
import type { PlanHeader } from '../plan/planFile';
import { openSource, type OpenedSource } from './openSource';
import { SourceFault } from './sourceFault';
import type { SourceRow } from './sourceRow';

/** The source of a plan, which lies beside it. */
const sourceOf = (planFile: string, { source }: PlanHeader): string => join(dirname(planFile), source.name);

/**
 * Opens the source of a plan as it was read for it. Throws SourceFault, also where it is gone, and what else the file system
 * throws.
 */
export async function openPlanSource(planFile: string, header: PlanHeader): Promise<OpenedSource> {
  const { format } = header.source;
  const columns =
    format.kind === 'csv'
      ? {
          delimiter: format.delimiter,
          clear: format.clear,
          columns: Object.fromEntries(format.columns.map(({ header: name, field }) => [name, field])),
        }
      : undefined;
  try {
    return await openSource(sourceOf(planFile, header), { encoding: format.encoding, columns });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new SourceFault({ code: 'changed', params: {} });
    throw error;
  }
}

/** Its rows, up to its end. Throws SourceFault at the end where it is another one by now: then no row of it counts. */
export async function* rowsOfPlan({ rows, read }: OpenedSource, header: PlanHeader): AsyncGenerator<SourceRow> {
  yield* rows;
  if (read().sha256 !== header.source.sha256) throw new SourceFault({ code: 'changed', params: {} });
}
